import { health } from '../../health.ts';
import { type Check, conditionsIn, count, has, inGroup, text } from '../vocabulary/index.ts';

/** Numaplane marks what it upgraded by way of trial. */
const TRIAL = 'numaplane.numaproj.io/progressive-result-state';

interface Words {
  readonly paused: readonly string[];
  /** Said of conditions that are False: these words, or their own. */
  readonly unhealthy?: string;
  readonly trial: boolean;
}

function numaflow(kind: string, { paused, unhealthy, trial }: Words): Check {
  return (object) => {
    const waiting = health('Progressing', `Waiting for ${kind} status`);
    const seen = count(object, 'metadata.generation') === count(object, 'status.observedGeneration');
    if (!has(object, 'status') || !seen) return waiting;
    const phase = text(object, 'status.phase') ?? '';
    if (phase === 'Failed') return health('Degraded', text(object, 'status.message'));
    if (trial && object.metadata.labels?.[TRIAL] === 'failed') return health('Degraded', 'Failed progressive upgrade');
    const broken = conditionsIn(object).findLast(({ status }) => status === 'False');
    if (broken !== undefined) return health('Degraded', unhealthy ?? broken.message);
    if (paused.includes(phase)) return health('Healthy', `${kind} is paused`);
    return phase === 'Running' ? health('Healthy', `${kind} is healthy`) : waiting;
  };
}

/** Numaflow. */
export const NUMAFLOW_NUMAPROJ_IO = inGroup('numaflow.numaproj.io', {
  InterStepBufferService: numaflow('InterStepBufferService', { paused: [], trial: true }),
  MonoVertex: numaflow('MonoVertex', { paused: ['Paused'], unhealthy: 'Subresources are unhealthy', trial: true }),
  Pipeline: numaflow('Pipeline', {
    paused: ['Paused', 'Pausing'],
    unhealthy: 'Subresources are unhealthy',
    trial: true,
  }),
  Vertex: numaflow('Vertex', { paused: ['Paused'], trial: false }),
});
