import { health } from '../../health.ts';
import {
  at,
  byState,
  type Check,
  conditionsIn,
  firstOf,
  inConditions,
  inGroup,
  inItsWords,
  text,
  when,
} from '../vocabulary/index.ts';

/** Without Ready nothing is known but what the operator prints. A machine that was never created is stopped. */
const VIRTUAL_MACHINE: Check = (object) => {
  const printed = text(object, 'status.printableStatus');
  let verdict = health('Progressing', 'No status available');
  for (const { type, status } of conditionsIn(object)) {
    if (type === 'Paused' && status === 'True') return health('Suspended', 'Paused');
    if (type !== 'Ready') continue;
    if (status === 'True') verdict = health('Healthy', 'Running');
    else if (at(object, 'status.created') === true) verdict = health(verdict.status, 'Starting');
    else verdict = health('Suspended', 'Stopped');
  }
  return health(verdict.status, printed ?? verdict.message);
};

const ENDED = byState('status.phase', {
  Failed: inItsWords('Degraded'),
  Pending: inItsWords('Progressing'),
  Scheduling: inItsWords('Progressing'),
  Scheduled: inItsWords('Progressing'),
  Succeeded: inItsWords('Suspended'),
  Unknown: inItsWords('Unknown'),
});

const VIRTUAL_MACHINE_INSTANCE = firstOf([ENDED, inConditions(when('Paused=True', 'Suspended'))], (object) => {
  const ready = conditionsIn(object).findLast(({ type }) => type === 'Ready');
  if (ready === undefined) return health('Progressing', text(object, 'status.phase') ?? 'No status available');
  return ready.status === 'True' ? health('Healthy', 'Running') : health('Degraded', ready.message);
});

/** KubeVirt. */
export const KUBEVIRT_IO = inGroup('kubevirt.io', {
  VirtualMachine: VIRTUAL_MACHINE,
  VirtualMachineInstance: VIRTUAL_MACHINE_INSTANCE,
});
