/** F12 to F15: an API server that fails once at any call of a sync, or for a while: the sync ends as if nothing had been. */
import { describe, expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { type CrashOutcome, troubledSync } from '../../testkit/crashing-sync.ts';
import { type Fault, isWrite, type KubeCall } from '../../testkit/faulty-kube.ts';

const fault = (code: string, message: string) => new AppError({ code, kind: 'transient', message });
const FAULTS: readonly { readonly name: string; readonly fault: Fault }[] = [
  { name: 'F12 a conflict', fault: { when: 'before', error: fault('kube.conflict', 'the object has been modified') } },
  { name: 'F13 too many requests', fault: { when: 'before', error: fault('kube.too-many-requests', 'slow down') } },
  { name: 'F14 unavailable', fault: { when: 'before', error: fault('kube.unavailable', 'no endpoints') } },
  { name: 'F14 a connection that is refused', fault: { when: 'before', error: fault('kube.unreachable', 'refused') } },
  { name: 'F15 an answer that is lost', fault: { when: 'after', error: fault('kube.unreachable', 'reset') } },
  { name: 'F15 an answer that comes too late', fault: { when: 'after', error: fault('kube.timeout', 'timeout') } },
];
/** Every other write: a fault has the same meaning at neighbours. */
const STRIDE = 2;

/** Strikes at the n-th write that is not an event. */
function atWrite(n: number, strike: Fault) {
  let count = 0;
  let hit = false;
  const plan = (call: KubeCall): Fault | undefined => {
    if (!isWrite(call) || call.resource === 'events' || count++ !== n) return undefined;
    hit = true;
    return strike;
  };
  return { plan, hit: () => hit };
}

describe.each(FAULTS)('$name', ({ fault: strike }) => {
  test('at any write of a sync is survived, and no hook runs twice', async () => {
    const undisturbed = await troubledSync(() => undefined);
    for (let write = 0; ; write += STRIDE) {
      const { plan, hit } = atWrite(write, strike);
      const outcome: CrashOutcome = await troubledSync(plan, 80);
      expect({ write, ...outcome }).toEqual({ write, ...undisturbed, hookRuns: expect.anything() });
      if (!hit()) break;
    }
  }, 600_000);
});
