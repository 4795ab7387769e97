/**
 * A hundred thousand objects in the embedded API as users start it, in memory and in a folder: the most memory it ever has,
 * while it is filled and changed, watched, listed as a whole, compacted and started again.
 * TIPHYS_OBJECTS gives another number.
 */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ApiLoad, inParallel, openApi } from '../bench/kube/api-load.ts';
import { CREATIONS, makeNamespaces } from '../bench/kube/objects.ts';
import { type MeasuredServer, startOurs } from '../bench/kube/servers.ts';
import { peakMegabytes, residentMegabytes, rounded } from '../bench/measure.ts';
import { temporaryFolder } from '../src/testkit/temporary-folder.ts';

const COUNT = Number(process.env['TIPHYS_OBJECTS'] ?? 100_000);
const MOST_MEGABYTES = 1000;
const CONNECTIONS = 8;
const WIDTH = 64;
/** Updates of one object each, which are all that history and log are about. */
const CHANGED = COUNT / 5;

const MIXTURES = {
  Deployments: [CREATIONS.Deployments],
  ConfigMaps: [CREATIONS.ConfigMaps],
  'Deployments, ConfigMaps and running Pods': [CREATIONS.Deployments, CREATIONS.ConfigMaps, CREATIONS.Pods],
} as const;
type Mixture = keyof typeof MIXTURES;

const LISTS = { Deployment: '/apis/apps/v1/deployments', ConfigMap: '/api/v1/configmaps', Pod: '/api/v1/pods' };

const runs = (['in memory', 'in a folder'] as const).flatMap((how) =>
  (Object.keys(MIXTURES) as Mixture[]).map((what) => ({ how, what })),
);

test.each(runs)('$what under 1 GB $how', { timeout: 3_600_000 }, async ({ how, what }) => {
  await using folder = await temporaryFolder();
  const options = how === 'in memory' ? {} : { data: join(folder.path, 'data') };
  const note = (text: string): boolean => process.stdout.write(`${COUNT} ${what} ${how}: ${text}\n`);
  const first = await startOurs(options);
  const peaks = [await measured(first, note, (api) => fillAndChange(api, what, note))];
  if (how === 'in a folder') {
    const started = performance.now();
    const again = await startOurs(options);
    note(`started again in ${rounded((performance.now() - started) / 1000, 1)} s`);
    peaks.push(await measured(again, note, (api) => checkAll(api, what)));
  }
  expect(Math.max(...peaks)).toBeLessThan(MOST_MEGABYTES);
});

/** The most megabytes that the server had by the end of the work. */
async function measured(
  server: MeasuredServer,
  note: (text: string) => void,
  work: (api: ApiLoad) => Promise<void>,
): Promise<number> {
  const api = openApi(server, CONNECTIONS);
  try {
    await work(api);
    const peak = peakMegabytes(server.pid);
    note(`${residentMegabytes(server.pid)} MB at the end, at most ${peak} MB`);
    return peak;
  } finally {
    api.close();
    await server.stop();
  }
}

async function fillAndChange(api: ApiLoad, what: Mixture, note: (text: string) => void): Promise<void> {
  const creations = MIXTURES[what];
  await makeNamespaces(api);
  let events = 0;
  for (const path of Object.values(LISTS)) await api.watch(`${path}?watch=true`, (count) => (events += count));
  const created = await inParallel({ count: COUNT, width: WIDTH }, (index) =>
    api.send(creations[index % creations.length]?.(index) ?? CREATIONS.ConfigMaps(index)),
  );
  note(`created in ${Math.round(created)} s, ${Math.round(COUNT / created)} a second`);
  const changed = await inParallel({ count: CHANGED, width: WIDTH }, (at) => {
    const { path, body } = (creations[at % creations.length] ?? CREATIONS.ConfigMaps)(at);
    const name = (body as { readonly metadata: { readonly name: string } }).metadata.name;
    const change = { metadata: { annotations: { round: 'two' } } };
    return api.send({ method: 'PATCH', path: `${path}/${name}`, body: change, type: 'application/merge-patch+json' });
  });
  note(`${CHANGED} changed in ${Math.round(changed)} s, ${Math.round(CHANGED / changed)} a second`);
  expect(events).toBeGreaterThan(COUNT);
  await checkAll(api, what);
}

/** Page by page and as a whole, whose end is looked at only: it may be longer than a text can be. */
async function checkAll(api: ApiLoad, what: Mixture): Promise<void> {
  let objects = 0;
  for (const [kind, path] of Object.entries(LISTS)) {
    const page = JSON.parse((await api.send({ method: 'GET', path: `${path}?limit=1` })).toString());
    const there = page.items.length + (page.metadata.remainingItemCount ?? 0);
    if (!what.includes(kind)) continue;
    objects += there;
    const all = await api.send({ method: 'GET', path });
    expect(all.subarray(-4).toString()).toBe('}]}\n');
  }
  // Each namespace has a ConfigMap of its own.
  expect(objects).toBeGreaterThanOrEqual(COUNT);
}
