/**
 * The benchmark. usage: main.ts [--apps N] [--idle SECONDS] [--rows B1,B3] [--sizes 1000,20000] [--server real] [--profile FOLDER]
 * Rows that need no product (B4, B4b, B5, B6, B14, J1, K1, K2) run first; where only those are wanted, nothing else is started.
 * Prints a JSON line a row, then a table beside the peer's figures, then `N passed, N failed, N skipped`. A row passes where its
 * counters are within their goals. B1 loads the applications and runs always. Needs kubectl and git.
 */
import { existsSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { fillRepository, fillSpecial, namespaceOf } from './load.ts';
import { isWithin, type Load, type Row } from './row.ts';
import { b1, indexes, makeNamespaces } from './rows/b1.ts';
import { b2 } from './rows/b2.ts';
import { b3 } from './rows/b3.ts';
import { b3b } from './rows/b3b.ts';
import { b4 } from './rows/b4.ts';
import { b4b } from './rows/b4b.ts';
import { b5 } from './rows/b5.ts';
import { b6 } from './rows/b6.ts';
import { b7 } from './rows/b7.ts';
import { b8 } from './rows/b8.ts';
import { b9 } from './rows/b9.ts';
import { b14 } from './rows/b14.ts';
import { b15 } from './rows/b15.ts';
import { j1 } from './rows/j1.ts';
import { k1 } from './rows/k1.ts';
import { k2 } from './rows/k2.ts';
import { tableOf } from './table.ts';
import { openWorld, type World } from './world.ts';

const ROWS = { B1: b1, B2: b2, B3: b3, B3b: b3b, B7: b7, B9: b9, B8: b8, B15: b15 } as const;
/** Parts beside the real tools; undefined where those are missing. */
const LOCAL_ROWS = { B4: b4, B4b: b4b, B5: b5, B6: b6, J1: j1, K1: k1, K2: k2, B14: b14 } as const;
/** More objects in files than `reposerver.max.combined.directory.manifests.size` lets through: 10 MB unless set. */
const LARGEST_BY_DEFAULT = 5_000;
/** Folders of the repository, whatever the number of applications. */
const FOLDERS = 1000;

const { values } = parseArgs({
  options: {
    apps: { type: 'string', default: '100' },
    idle: { type: 'string', default: '60' },
    profile: { type: 'string' },
    server: { type: 'string', default: 'kubelite' },
    sizes: { type: 'string', default: '1000,3000,5000' },
    rows: { type: 'string', default: [...Object.keys(LOCAL_ROWS), ...Object.keys(ROWS)].join(',') },
  },
});

const asked = values.rows.split(',');
const rows: Row[] = [];
let skipped = 0;
for (const [name, run] of Object.entries(LOCAL_ROWS)) {
  if (!asked.includes(name)) continue;
  const row = await run();
  if (row === undefined) skipped += 1;
  else report(row);
}
if (asked.every((name) => Object.hasOwn(LOCAL_ROWS, name))) {
  end();
  process.exit();
}

const kubectl = [process.env['KUBECTL'] ?? '', '/usr/bin/kubectl', '/usr/local/bin/kubectl'].find((path) =>
  existsSync(path),
);
if (kubectl === undefined) {
  process.stdout.write(
    `no kubectl found; name one by KUBECTL\n\n0 passed, 0 failed, ${Object.keys(ROWS).length} skipped\n`,
  );
  process.exit(0);
}

const wanted = new Set(['B1', ...asked]);
const server = values.server === 'real' ? 'real' : 'kubelite';
await using world = await openWorld({
  kubectl,
  server,
  ...(values.profile === undefined ? {} : { profile: values.profile }),
});
const load = await prepare(world, Number(values.apps), Number(values.idle));
for (const [name, run] of Object.entries(ROWS)) {
  if (!wanted.has(name)) continue;
  report(await run(world, load));
}
skipped += Object.keys(ROWS).filter((name) => !wanted.has(name)).length;
end();

function report(row: Row): void {
  rows.push(row);
  process.stdout.write(`${JSON.stringify({ ...row, machineLoad: loadavg()[0] })}\n`);
}

function end(): void {
  const passed = rows.filter(isWithin).length;
  process.stdout.write(`\n${tableOf(rows)}\n\n${passed} passed, ${rows.length - passed} failed, ${skipped} skipped\n`);
  process.exitCode = passed === rows.length ? 0 : 1;
}

async function prepare(world: World, apps: number, idle: number): Promise<Load> {
  const folder = await world.git.create('mono');
  await fillRepository(folder, FOLDERS);
  await makeNamespaces(world, [...new Set(indexes(apps).map(namespaceOf))]);
  const sizes = values.sizes.split(',').map(Number);
  if (Math.max(...sizes) > LARGEST_BY_DEFAULT) await raiseManifestLimit(world);
  await fillSpecial(await world.git.create('special'));
  return { apps, idle, folder, sizes, repository: world.git.urlOf('mono'), special: world.git.urlOf('special') };
}

async function raiseManifestLimit({ kube }: World): Promise<void> {
  const type = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };
  const address = { type, namespace: 'argocd', name: 'argocd-cmd-params-cm' };
  const labels = { 'app.kubernetes.io/part-of': 'argocd' };
  const data = { 'reposerver.max.combined.directory.manifests.size': '100M' };
  if ((await kube.get(address)) !== undefined) await kube.patch(address, 'merge', JSON.stringify({ data }));
  else {
    const metadata = { name: address.name, namespace: address.namespace, labels };
    await kube.create(type, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
  }
}
