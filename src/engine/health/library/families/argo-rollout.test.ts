import { expect, test } from 'vitest';
import type { JsonObject } from '../../../../base/json-value.ts';
import { conditions, type HealthRow, played } from '../../../../testkit/health-sketch.ts';

const ROLLOUT = 'argoproj.io/Rollout';
const UNSEEN = 'Progressing Waiting for rollout spec update to be observed';
const WAITING = 'Progressing Waiting for roll out to finish:';
/** Version 0.10 and later write the generation as a text. */
const seen = (more: JsonObject = {}): JsonObject => ({ observedGeneration: '2', ...more });
const rolled = (more: JsonObject = {}): JsonObject =>
  seen({ currentPodHash: 'new', replicas: 3, updatedReplicas: 3, availableReplicas: 3, stableRS: 'new', ...more });
const object = (spec: JsonObject, metadata: JsonObject = {}) => ({
  metadata: { name: 'r', generation: 2, ...metadata },
  spec: { replicas: 3, ...spec },
});
const canary = object({ strategy: { canary: {} } });
const blueGreen = object({ strategy: { blueGreen: {} } });

const ROWS: readonly HealthRow[] = [
  [ROLLOUT, 'no status', undefined, UNSEEN, canary],
  [ROLLOUT, 'an older generation', { observedGeneration: '1' }, UNSEEN, canary],
  [
    ROLLOUT,
    'a hash of version 0.9 is no generation',
    { observedGeneration: '8f7c9b' },
    `Progressing Waiting for rollout to finish: status has not been reconciled.`,
    canary,
  ],
  [
    ROLLOUT,
    'the Deployment it refers to has changed',
    seen({ workloadObservedGeneration: '1' }),
    UNSEEN,
    object({ workloadRef: { name: 'd' } }, { annotations: { 'rollout.argoproj.io/workload-generation': '2' } }),
  ],
  [
    ROLLOUT,
    'paused by phase',
    seen({ phase: 'Paused', message: 'CanaryPauseStep' }),
    'Suspended CanaryPauseStep',
    canary,
  ],
  [ROLLOUT, 'its own phase', seen({ phase: 'Degraded', message: 'aborted' }), 'Degraded aborted', canary],
  [ROLLOUT, 'a phase nobody knows', seen({ phase: 'Odd' }), 'Unknown Lua returned an invalid health status', canary],
  [
    ROLLOUT,
    'too slow',
    rolled({ conditions: conditions('Progressing=False:ProgressDeadlineExceeded too slow') }),
    'Degraded too slow',
    canary,
  ],
  [
    ROLLOUT,
    'paused by a step',
    rolled({ pauseConditions: [{ reason: 'CanaryPauseStep' }] }),
    'Suspended Rollout is paused',
    canary,
  ],
  [
    ROLLOUT,
    'paused by a person',
    rolled(),
    'Suspended Rollout is paused',
    object({ paused: true, strategy: { canary: {} } }),
  ],
  [ROLLOUT, 'too few are new', rolled({ updatedReplicas: 1 }), `${WAITING} More replicas need to be updated`, canary],
  [
    ROLLOUT,
    'one replica where nobody asks for a number',
    rolled({ updatedReplicas: 0 }),
    `${WAITING} More replicas need to be updated`,
    { metadata: { name: 'r', generation: 2 }, spec: {} },
  ],
  [
    ROLLOUT,
    'not available',
    rolled({ availableReplicas: 2 }),
    `${WAITING} updated replicas are still becoming available`,
    canary,
  ],
  [ROLLOUT, 'old ones are left', rolled({ replicas: 4 }), `${WAITING} old replicas are pending termination`, canary],
  [ROLLOUT, 'steps are left', rolled({ stableRS: 'old' }), 'Progressing Waiting for rollout to finish steps', canary],
  [
    ROLLOUT,
    'stable as version 0.7 wrote it',
    rolled({ stableRS: null, canary: { stableRS: 'new' } }),
    'Healthy',
    canary,
  ],
  [
    ROLLOUT,
    'the service still points at the old ones',
    rolled({ blueGreen: { activeSelector: 'old' } }),
    'Progressing active service cutover pending',
    blueGreen,
  ],
  [
    ROLLOUT,
    'analysis runs after the switch',
    rolled({ stableRS: 'old', blueGreen: { activeSelector: 'new' } }),
    'Progressing waiting for analysis to complete',
    blueGreen,
  ],
  [ROLLOUT, 'switched', rolled({ blueGreen: { activeSelector: 'new' } }), 'Healthy', blueGreen],
  [ROLLOUT, 'no strategy', rolled(), 'Healthy', object({})],
];

test.each(ROWS.map((row) => [row[1], row] as const))('%s', (_reason, row) => {
  const { found, wanted } = played(row);
  expect(found).toEqual(wanted);
});
