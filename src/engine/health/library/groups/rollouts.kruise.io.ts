import { type Health, health } from '../../health.ts';
import { type Check, count, inGroup, text } from '../vocabulary/index.ts';

/** The step and the phase together; other pairs are on their way. */
const VERDICTS: ReadonlyMap<string, Health> = new Map([
  ['StepPaused/Progressing', health('Suspended', 'Rollout is Paused need manual intervention')],
  ['Completed/Healthy', health('Healthy', 'Rollout is Completed')],
  ['StepPaused/Terminating', health('Degraded', 'Rollout is Disabled or Terminating')],
  ['StepPaused/Disabled', health('Degraded', 'Rollout is Disabled or Terminating')],
]);

const ROLLOUT: Check = (object) => {
  const waiting = health('Progressing', 'Rollout is still progressing');
  if (count(object, 'metadata.generation') !== count(object, 'status.observedGeneration')) return waiting;
  const [step, phase] = [text(object, 'status.canaryStatus.currentStepState'), text(object, 'status.phase')];
  return VERDICTS.get(`${step}/${phase}`) ?? waiting;
};

/** OpenKruise Rollouts. */
export const ROLLOUTS_KRUISE_IO = inGroup('rollouts.kruise.io', { Rollout: ROLLOUT });
