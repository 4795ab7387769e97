/** B9: ten waves of one ConfigMap each, and a ConfigMap between two Jobs: first sync and sync again. */
import { member, textAt } from '../../src/base/json-value.ts';
import type { KubeObject } from '../../src/kube/object/kube-object.ts';
import type { ResourceType } from '../../src/ports/kube.ts';
import { costOf } from '../clocked.ts';
import { rounded, shown, sum } from '../measure.ts';
import type { Load, Row } from '../row.ts';
import type { World } from '../world.ts';
import { create, sync } from './one-application.ts';

const WAVES_GOAL = 900;
/** Jobs may take their own time and this. */
const JOBS_MORE = 500;
const JOBS: ResourceType = { group: 'batch', version: 'v1', plural: 'jobs', namespaced: true };

export async function b9(world: World, { special }: Load): Promise<Row> {
  await create(world, { name: 'waves', repository: special, path: 'waves' });
  await create(world, { name: 'hooks', repository: special, path: 'hooks' });
  const waves = await costOf(world, () => sync(world, 'waves'));
  const wavesAgain = await costOf(world, () => sync(world, 'waves'));
  const hooks = await costOf(world, () => withJobs(world, () => sync(world, 'hooks')));
  const hooksAgain = await costOf(world, () => withJobs(world, () => sync(world, 'hooks')));
  const jobsGoal = (found: typeof hooks) => rounded(found.value.jobs + JOBS_MORE, 0);
  const calls = (found: { readonly cost: typeof waves.cost }) => sum(found.cost.calls);
  return {
    row: 'B9',
    measures: [
      { name: 'waves, first', unit: 'ms', ours: rounded(waves.value, 0), goal: WAVES_GOAL },
      { name: 'waves, again', unit: 'ms', ours: rounded(wavesAgain.value, 0), goal: WAVES_GOAL },
      { name: 'waves: API calls', unit: '', ours: calls(waves) },
      { name: 'waves: CPU', unit: 's', ours: rounded(waves.cost.cpu) },
      { name: 'Jobs, first', unit: 'ms', ours: rounded(hooks.value.time, 0), goal: jobsGoal(hooks) },
      { name: 'Jobs, again', unit: 'ms', ours: rounded(hooksAgain.value.time, 0), goal: jobsGoal(hooksAgain) },
      { name: 'Jobs: API calls', unit: '', ours: calls(hooks) },
      { name: 'Jobs: CPU', unit: 's', ours: rounded(hooks.cost.cpu) },
    ],
    detail: {
      waves: shown(waves.cost.calls),
      wavesAgain: shown(wavesAgain.cost.calls),
      hooks: shown(hooks.cost.calls),
      jobsRan: [hooks.value.jobs, hooksAgain.value.jobs].map((time) => rounded(time, 0)),
    },
  };
}

/** The time of the work, and how long Jobs of the namespace ran meanwhile, from their appearance to their end. */
async function withJobs(world: World, work: () => Promise<number>) {
  const stop = new AbortController();
  const { resourceVersion } = await world.kube.list(JOBS, { namespace: 'hooks', limit: 1 });
  const began = new Map<string, number>();
  let jobs = 0;
  const following = (async () => {
    const events = world.kube.watch(JOBS, { namespace: 'hooks', resourceVersion, signal: stop.signal });
    for await (const event of events) {
      if (event.type === 'BOOKMARK' || event.type === 'DELETED') continue;
      const uid = event.object.metadata.uid ?? '';
      const since = began.get(uid);
      if (since === undefined) began.set(uid, performance.now());
      else if (since > 0 && hasEnded(event.object)) {
        jobs += performance.now() - since;
        began.set(uid, 0);
      }
    }
  })().catch(() => undefined);
  const time = await work();
  stop.abort();
  await following;
  return { time, jobs };
}

function hasEnded({ status }: KubeObject): boolean {
  const conditions = member(status, 'conditions');
  return (
    Array.isArray(conditions) &&
    conditions.some((it) => textAt(it, 'type') === 'Complete' && textAt(it, 'status') === 'True')
  );
}
