import { type HealthStatus, health } from '../../health.ts';
import { at, type Check, conditionsIn, has, inGroup, shown, text } from '../vocabulary/index.ts';

const PHASES: ReadonlyMap<string, HealthStatus> = new Map([
  ['Failed', 'Degraded'],
  ['Progressing', 'Progressing'],
  ['Finalising', 'Progressing'],
  ['Promoting', 'Progressing'],
  ['Succeeded', 'Healthy'],
  ['Initialized', 'Healthy'],
]);

/** The phase, the weight of the canary while it has one, and all that the conditions say. */
const CANARY: Check = (object) => {
  if (!has(object, 'status')) return health('Unknown', 'No status');
  const phase = text(object, 'status.phase') ?? '';
  const weight = shown(at(object, 'status.canaryWeight'));
  const parts = [
    ...(Number(weight) > 0 ? [`Canary Weight: ${weight} %`] : []),
    ...conditionsIn(object).map(({ message }) => message ?? ''),
  ];
  return health(PHASES.get(phase) ?? 'Unknown', [phase, parts.join(' --- ')].join(' --- '));
};

/** Flagger. */
export const FLAGGER_APP = inGroup('flagger.app', { Canary: CANARY });
