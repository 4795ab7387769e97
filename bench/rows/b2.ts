/** B2: nothing happens for a while. */
import { costOf, sleep } from '../clocked.ts';
import { rounded, shown, sum } from '../measure.ts';
import type { Load, Row } from '../row.ts';
import type { World } from '../world.ts';

const WRITES = ['create', 'update', 'patch', 'delete', 'deletecollection'];
const CPU_PER_HOUR = 0.5;
/** What is kept for a while after work is gone by then. */
const SETTLING_MILLISECONDS = 15_000;

export async function b2(world: World, load: Load): Promise<Row> {
  await sleep(SETTLING_MILLISECONDS);
  const { cost } = await costOf(world, () => sleep(load.idle * 1000));
  const perHour = 3600 / load.idle;
  const written = [...cost.calls].filter(([key]) => WRITES.includes(key.split(' ')[0] ?? ''));
  const isRenewal = ([key]: readonly [string, number]) => key.startsWith('update leases');
  const writes = sum(new Map(written.filter((call) => !isRenewal(call))));
  const renewals = sum(new Map(written.filter(isRenewal)));
  return {
    row: 'B2',
    measures: [
      { name: 'CPU per hour', unit: 's', ours: rounded(cost.cpu * perHour), goal: CPU_PER_HOUR },
      { name: 'API calls per hour', unit: '', ours: rounded(sum(cost.calls) * perHour) },
      { name: 'writes per hour', unit: '', ours: rounded(writes * perHour), goal: 0, counter: true },
      { name: 'renewals of the Lease per hour', unit: '', ours: rounded(renewals * perHour) },
      { name: 'renders', unit: '', ours: cost.renders, goal: 0, counter: true },
      { name: 'fetches', unit: '', ours: cost.fetches, goal: 0, counter: true },
    ],
    detail: {
      seconds: load.idle,
      calls: shown(cost.calls),
      refQuestions: cost.refQuestions,
      apiCpuPerHour: rounded(cost.apiCpu * perHour),
      megabytes: world.memory(),
    },
  };
}
