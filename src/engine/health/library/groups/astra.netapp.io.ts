import { health } from '../../health.ts';
import {
  at,
  byState,
  type Check,
  firstOf,
  inConditions,
  inGroup,
  inItsWords,
  type StateCase,
  text,
  when,
} from '../vocabulary/index.ts';

const NO_STATUS = health('Progressing', 'No status available');

/** What runs once: it ends Completed, all other states but Running are failures. */
const TASK = firstOf(
  [
    byState(
      'status.state',
      {
        Completed: (_state, { kind }) => health('Healthy', `${kind} Completed`),
        Running: (_state, { kind }) => health('Progressing', `${kind} Running`),
      },
      inItsWords('Degraded'),
    ),
  ],
  NO_STATUS,
);

const available: StateCase = (_state, { kind }) => health('Healthy', `${kind} Available`);
const failed: StateCase = (_state, { kind }) => health('Degraded', `${kind} Failed`);

const EXEC_HOOK: Check = (object) => {
  const enabled = at(object, 'spec.enabled');
  if (enabled === true) return health('Healthy', `${object.kind} enabled`);
  return enabled === false ? health('Suspended', `${object.kind} disabled`) : NO_STATUS;
};

const SCHEDULE: Check = (object) => {
  const last = text(object, 'status.lastScheduleTime');
  const message =
    last === undefined ? 'Protection policy not yet executed' : `Protection policy lastScheduleTime: ${last}`;
  return health('Healthy', message);
};

/** NetApp Astra Control. */
export const ASTRA_NETAPP_IO = inGroup('astra.netapp.io', {
  AppVault: firstOf([byState('status.state', { available, Available: available, failed, Failed: failed })], NO_STATUS),
  Application: firstOf(
    [
      inConditions(
        when('Ready=True', 'Healthy', (_condition, object) => {
          return `Astra Application Ready, protectionState: ${text(object, 'status.protectionState') ?? ''}`;
        }),
        when('Ready=False', 'Degraded', ({ message }) => `Astra Application Degraded, message: ${message ?? ''}`),
      ),
    ],
    NO_STATUS,
  ),
  Backup: TASK,
  ExecHook: EXEC_HOOK,
  ExecHooksRun: TASK,
  ResourceBackup: TASK,
  ResticVolumeBackup: TASK,
  Schedule: SCHEDULE,
  Snapshot: TASK,
});
