/** What a hydrator did for an Application, as `app wait --hydrated` asks for it (the feature of Argo CD 3.6). Pure. */
import type { Application } from '../../api/application/fields.ts';
import { jsonEqual } from '../../base/json-equal.ts';
import type { Json } from '../../base/json-value.ts';

/** What is missing until the last hydration is through, as a sentence; empty where nothing is. */
export function hydrationWaitsFor({ spec, status }: Application): string {
  const { currentOperation: current, lastSuccessfulOperation: last } = status?.sourceHydrator ?? {};
  if (!current) return spec.sourceHydrator ? 'it has not been hydrated yet' : NOTHING_HYDRATED;
  if (current.phase !== 'Hydrated') return current.message || `its hydration is ${current.phase ?? 'unknown'}`;
  const same =
    last?.drySHA === current.drySHA && jsonEqual(asJson(last?.sourceHydrator), asJson(current.sourceHydrator));
  return last && same ? '' : 'its last hydration is older than what it asks for';
}

/** What is told once where `--hydrated` waits for what nobody will do. */
export const NOTHING_HYDRATED = 'nothing is hydrated, because the application has no spec.sourceHydrator';

function asJson(value: unknown): Json | undefined {
  return value as Json | undefined;
}
