/**
 * K1: the embedded Kubernetes API beside a real one in the same run, one after the other with the same requests: creates,
 * patches, lists, watches. Without a real one only our figures stand there.
 */
import { type ApiLoad, inParallel, openApi } from '../kube/api-load.ts';
import { deployment, named } from '../kube/objects.ts';
import { type MeasuredServer, startOurs, startReal } from '../kube/servers.ts';
import { cpuSeconds, percentile, residentMegabytes, rounded } from '../measure.ts';
import type { Measure, Row } from '../row.ts';

const CONNECTIONS = 10;
const WIDTH = 32;
const DEPLOYMENTS = 10_000;
const PATCHES = 2_500;
const GETS = 5_000;
const WATCHERS = 500;
const CHANGES = 100;
const NAMESPACE = 'bench';
const DEPLOYMENTS_PATH = `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`;
const WATCHED_PATH = '/api/v1/namespaces/default/configmaps';

interface Figures {
  readonly create: number;
  readonly createCpu: number;
  readonly patch: number;
  readonly patchCpu: number;
  readonly apply: number;
  readonly get: number;
  readonly list: number;
  readonly pages: number;
  readonly change: number;
  readonly changes: number;
  readonly memory: number;
  /** Requests a second; bytes of the list. */
  readonly detail: object;
}

const MEASURES = [
  { of: 'create', name: 'create 10,000 Deployments', unit: 's' },
  { of: 'createCpu', name: 'CPU of the server for it', unit: 's' },
  { of: 'patch', name: 'patch 2,500 of them', unit: 's' },
  { of: 'patchCpu', name: 'CPU of the server for them', unit: 's' },
  { of: 'apply', name: 'apply 2,500 others (server-side)', unit: 's' },
  { of: 'get', name: 'get 5,000 of them', unit: 's' },
  { of: 'list', name: 'list 10,000 Deployments', unit: 'ms' },
  { of: 'pages', name: 'the same in pages of 500', unit: 'ms' },
  { of: 'change', name: 'a change to 500 watchers, p50', unit: 'ms' },
  { of: 'changes', name: '100 changes to 500 watchers', unit: 's' },
  { of: 'memory', name: 'memory after that', unit: 'MB' },
] as const;

export async function k1(): Promise<Row> {
  const ours = await figuresOf(await startOurs());
  const real = startReal();
  const peer = real && (await figuresOf(real));
  const measures: Measure[] = MEASURES.map(({ of, ...measure }) => {
    return { ...measure, ours: ours[of], ...(peer && { peer: peer[of] }) };
  });
  return { row: 'K1', measures, detail: { ours: ours.detail, ...(peer && { peer: peer.detail }) } };
}

async function figuresOf(server: MeasuredServer): Promise<Figures> {
  const api = openApi(server, CONNECTIONS);
  try {
    await api.send({ method: 'POST', path: '/api/v1/namespaces', body: named('Namespace', NAMESPACE) });
    const started = cpuSeconds(server.pid);
    const create = await inParallel({ count: DEPLOYMENTS, width: WIDTH }, (index) =>
      api.send({ method: 'POST', path: DEPLOYMENTS_PATH, body: deployment(index) }),
    );
    const created = cpuSeconds(server.pid);
    const patch = await inParallel({ count: PATCHES, width: WIDTH }, (index) => patched(api, index));
    const patchedAt = cpuSeconds(server.pid);
    const apply = await inParallel({ count: PATCHES, width: WIDTH }, (index) => applied(api, PATCHES + index));
    const get = await inParallel({ count: GETS, width: WIDTH }, (index) =>
      api.send({ method: 'GET', path: `${DEPLOYMENTS_PATH}/d-${index}` }),
    );
    const lists = await repeated(5, () => api.send({ method: 'GET', path: DEPLOYMENTS_PATH }));
    const pages = await repeated(3, () => paged(api));
    const { change, changes } = await fanOut(api);
    return {
      create: rounded(create, 2),
      createCpu: rounded(created - started, 2),
      patch: rounded(patch, 2),
      patchCpu: rounded(patchedAt - created, 2),
      apply: rounded(apply, 2),
      get: rounded(get, 2),
      list: lists.milliseconds,
      pages: pages.milliseconds,
      change,
      changes,
      memory: residentMegabytes(server.pid),
      detail: {
        createsPerSecond: rounded(DEPLOYMENTS / create, 0),
        patchesPerSecond: rounded(PATCHES / patch, 0),
        appliesPerSecond: rounded(PATCHES / apply, 0),
        getsPerSecond: rounded(GETS / get, 0),
        eventsPerSecond: rounded((WATCHERS * CHANGES) / changes, 0),
        listBytes: lists.answer.length,
      },
    };
  } finally {
    api.close();
    await server.stop();
  }
}

function patched(api: ApiLoad, index: number): Promise<Buffer> {
  const body = { metadata: { labels: { round: 'two' } } };
  const type = 'application/strategic-merge-patch+json';
  return api.send({ method: 'PATCH', path: `${DEPLOYMENTS_PATH}/d-${index}`, body, type });
}

/** What somebody else made, with one field more. */
function applied(api: ApiLoad, index: number): Promise<Buffer> {
  const body = { ...deployment(index), spec: { minReadySeconds: 5 } };
  const path = `${DEPLOYMENTS_PATH}/d-${index}?fieldManager=bench&force=true`;
  return api.send({ method: 'PATCH', path, body, type: 'application/apply-patch+yaml' });
}

/** All Deployments, page by page; the answer is the last page. */
async function paged(api: ApiLoad): Promise<Buffer> {
  let page = await api.send({ method: 'GET', path: `${DEPLOYMENTS_PATH}?limit=500` });
  for (let token = tokenOf(page); token !== undefined; token = tokenOf(page)) {
    page = await api.send({
      method: 'GET',
      path: `${DEPLOYMENTS_PATH}?limit=500&continue=${encodeURIComponent(token)}`,
    });
  }
  return page;
}

/** A list's metadata stand before its items. */
function tokenOf(page: Buffer): string | undefined {
  return /"continue":"([^"]+)"/.exec(page.toString('latin1', 0, 1000))?.[1];
}

/** One change after another to an object that everybody watches: until all have each, and until all have all. */
async function fanOut(api: ApiLoad): Promise<{ readonly change: number; readonly changes: number }> {
  const path = `${WATCHED_PATH}/watched`;
  const created = await api.send({ method: 'POST', path: WATCHED_PATH, body: named('ConfigMap', 'watched') });
  const version = /"resourceVersion":"(\d+)"/.exec(created.toString())?.[1];
  let seen = 0;
  let wanted = Number.POSITIVE_INFINITY;
  let done = (): void => undefined;
  const watch = `${WATCHED_PATH}?watch=true&fieldSelector=metadata.name%3Dwatched&resourceVersion=${version}`;
  const onEvents = (count: number): void => {
    seen += count;
    if (seen >= wanted) done();
  };
  await Promise.all(Array.from({ length: WATCHERS }, () => api.watch(watch, onEvents)));
  const reached = (count: number): Promise<void> => {
    wanted = count;
    return seen >= count ? Promise.resolve() : new Promise((resolve) => (done = resolve));
  };
  const change = (round: number): Promise<Buffer> =>
    api.send({
      method: 'PATCH',
      path,
      body: { data: { round: String(round), text: 'x'.repeat(500) } },
      type: 'application/merge-patch+json',
    });
  const times: number[] = [];
  for (let round = 0; round < CHANGES; round += 1) {
    const started = performance.now();
    await Promise.all([change(round), reached((round + 1) * WATCHERS)]);
    times.push(performance.now() - started);
  }
  const before = seen;
  const started = performance.now();
  const all = reached(before + CHANGES * WATCHERS);
  for (let round = 0; round < CHANGES; round += 1) await change(CHANGES + round);
  await all;
  return { change: rounded(percentile(times, 50), 1), changes: rounded((performance.now() - started) / 1000, 2) };
}

/** Median time of some runs, and the last answer. */
async function repeated(count: number, work: () => Promise<Buffer>) {
  const times: number[] = [];
  let answer: Buffer = Buffer.alloc(0);
  for (let run = 0; run < count; run += 1) {
    const started = performance.now();
    answer = await work();
    times.push(performance.now() - started);
  }
  return { milliseconds: rounded(percentile(times, 50), 0), answer };
}
