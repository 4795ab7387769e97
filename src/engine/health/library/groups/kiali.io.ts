import { health } from '../../health.ts';
import { firstOf, inConditions, inGroup, when } from '../vocabulary/index.ts';

/** Kiali. */
export const KIALI_IO = inGroup('kiali.io', {
  Kiali: firstOf(
    [
      inConditions(
        when('Successful=True', 'Healthy'),
        when('Failure=True', 'Degraded'),
        when('Running:Running', 'Progressing'),
      ),
    ],
    health('Progressing', 'Waiting for Kiali'),
  ),
});
