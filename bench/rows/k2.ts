/**
 * K2: resident memory of the embedded Kubernetes API with 10,000 and 100,000 ConfigMaps of half a kilobyte, beside a real one
 * (API server, etcd and controller manager together) in the same run. A real one is given a minute to take what it can.
 */
import { type ApiLoad, inParallel, openApi } from '../kube/api-load.ts';
import { configMap, named } from '../kube/objects.ts';
import { type MeasuredServer, startOurs, startReal } from '../kube/servers.ts';
import { residentMegabytes, rounded } from '../measure.ts';
import type { Measure, Row } from '../row.ts';

const CONNECTIONS = 4;
const WIDTH = 64;
const FEW = 10_000;
const MANY = 100_000;
const OUR_SECONDS = 110;
const REAL_SECONDS = 60;
const PATH = '/api/v1/namespaces/bench/configmaps';

interface Memory {
  readonly empty: number;
  readonly few: number;
  /** Undefined where the server did not take so many in its time. */
  readonly many: number | undefined;
  readonly taken: number;
  readonly seconds: number;
  readonly last: number;
}

/** Throws where not even ours takes all within its time. */
export async function k2(): Promise<Row> {
  const ours = await memoryOf(await startOurs(), OUR_SECONDS);
  if (ours.many === undefined) throw new Error(`kubelite took ${ours.taken} objects in ${OUR_SECONDS} s`);
  const real = startReal();
  const peer = real && (await memoryOf(real, REAL_SECONDS));
  const beside = (figure: number | undefined) => (figure === undefined ? {} : { peer: figure });
  const measures: Measure[] = [
    { name: 'memory, empty', unit: 'MB', ours: ours.empty, ...beside(peer?.empty) },
    { name: 'memory, 10,000 objects', unit: 'MB', ours: ours.few, ...beside(peer?.few) },
    { name: 'memory, 100,000 objects', unit: 'MB', ours: ours.many, goal: 1000, counter: true, ...beside(peer?.many) },
    { name: 'memory of an object', unit: 'KB', ours: perObject(ours), ...beside(peer && perObject(peer)) },
  ];
  return { row: 'K2', measures, detail: { ours, ...(peer && { peer }) } };
}

function perObject({ empty, last, taken }: Memory): number {
  return rounded(((last - empty) * 1024) / taken, 2);
}

async function memoryOf(server: MeasuredServer, seconds: number): Promise<Memory> {
  const api = openApi(server, CONNECTIONS);
  const started = performance.now();
  const end = started + seconds * 1000;
  try {
    await api.send({ method: 'POST', path: '/api/v1/namespaces', body: named('Namespace', 'bench') });
    const empty = residentMegabytes(server.pid);
    let taken = await fill(api, { from: 0, to: FEW, end });
    const few = residentMegabytes(server.pid);
    taken += await fill(api, { from: FEW, to: MANY, end });
    const last = residentMegabytes(server.pid);
    const took = rounded((performance.now() - started) / 1000, 1);
    return { empty, few, many: taken === MANY ? last : undefined, taken, seconds: took, last };
  } finally {
    api.close();
    await server.stop();
  }
}

/** How many the server took before the end. */
async function fill(
  api: ApiLoad,
  { from, to, end }: { readonly from: number; readonly to: number; readonly end: number },
): Promise<number> {
  let taken = 0;
  await inParallel({ count: to - from, width: WIDTH }, async (index) => {
    if (performance.now() > end) return;
    await api.send({ method: 'POST', path: PATH, body: configMap(from + index) });
    taken += 1;
  });
  return taken;
}
