/** Why nothing is synced by itself though something differs: asked only then. */
import { useQuery } from '@tanstack/react-query';
import type { Application } from '../../../src/api/application/fields.ts';
import { type ApplicationKey, explainApplication } from '../../api/applications.ts';
import { syncOf } from '../applications/model.ts';
import { waitSentence } from './explanation-model.ts';

/** Empty where there is nothing to say. */
export function useHeld(key: ApplicationKey, app: Application | undefined): string {
  const { reconciledAt, operationState } = app?.status ?? {};
  const isHeld = app !== undefined && syncOf(app) === 'OutOfSync' && operationState?.phase !== 'Running';
  const { data } = useQuery({
    queryKey: ['held', key, reconciledAt, app?.metadata.resourceVersion],
    queryFn: () => explainApplication(key),
    enabled: isHeld,
    placeholderData: (before) => before,
  });
  return isHeld ? waitSentence(data?.automation) : '';
}
