/**
 * A real SIGKILL of the embedded API while clients write as fast as they can, twenty times: the state afterwards is what was
 * acknowledged, versions never go back, and every watch from before has to list again.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ApiClient, apiClient } from './api-client.ts';
import { until } from './product.ts';
import { buildProgram, type Program, startProgram } from './program.ts';

const KILLS = 20;
const WRITERS = 8;
/** Large enough that the log is replaced by snapshots under the writers' hands. */
const FILLER = 'x'.repeat(20_000);
const PATH = '/api/v1/namespaces/default/configmaps';

/** What one writer knows of its object: the last step that was acknowledged, and the one that was under way. */
interface Known {
  acknowledged: number;
  asked: number;
  version: number;
}

/** Counts its object up; every tenth step deletes it. */
async function write(api: ApiClient, name: string, known: Known, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    known.asked = known.acknowledged + 1;
    const reply = await step(api, name, known.asked).catch(() => undefined);
    if (reply === undefined) return;
    expect({ name, step: known.asked, status: reply.status }).toEqual({
      name,
      step: known.asked,
      status: expectedStatus(known.asked),
    });
    known.acknowledged = known.asked;
    known.version = Math.max(known.version, Number(reply.body.metadata?.resourceVersion ?? 0));
  }
}

/** Step 0 and each that follows a deletion creates. */
function kindOf(count: number): 'create' | 'delete' | 'update' {
  if (count % 10 === 0) return 'create';
  return count % 10 === 9 ? 'delete' : 'update';
}

function expectedStatus(count: number): number {
  return kindOf(count) === 'create' ? 201 : 200;
}

function step(api: ApiClient, name: string, count: number) {
  const data = { count: String(count), filler: FILLER };
  const kind = kindOf(count);
  if (kind === 'create') {
    return api.send('POST', PATH, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });
  }
  if (kind === 'delete') return api.send('DELETE', `${PATH}/${name}`);
  return api.send('PATCH', `${PATH}/${name}`, { data });
}

/** What the API shows of an object: the last step that can be told from it. */
async function shown(api: ApiClient, name: string): Promise<number | 'gone'> {
  const { status, body } = await api.send('GET', `${PATH}/${name}`);
  return status === 404 ? 'gone' : Number(body.data.count);
}

/** Either the last acknowledged step or the one under way; the answer is which. */
async function reached(api: ApiClient, name: string, { acknowledged, asked }: Known): Promise<number> {
  const found = await shown(api, name);
  const looks = (count: number) => (count < 0 || kindOf(count) === 'delete' ? 'gone' : count);
  expect({ name, found, acknowledged, possible: [looks(acknowledged), looks(asked)].includes(found) }).toEqual({
    name,
    found,
    acknowledged,
    possible: true,
  });
  return found === looks(acknowledged) ? acknowledged : asked;
}

type Item = { readonly metadata: { readonly name: string }; readonly data: object };

/** What the API lists of the writers' objects, whole. */
function dataOf(items: readonly Item[]): Record<string, object> {
  const written = items.filter(({ metadata }) => metadata.name.startsWith('w-'));
  return Object.fromEntries(written.map(({ metadata, data }) => [metadata.name, data]));
}

/** The objects that follow from the steps that were reached. */
function expectedData(known: ReadonlyMap<string, Known>): Record<string, object> {
  const there = [...known].filter(([, { acknowledged }]) => acknowledged >= 0 && kindOf(acknowledged) !== 'delete');
  return Object.fromEntries(
    there.map(([name, { acknowledged }]) => [name, { count: String(acknowledged), filler: FILLER }]),
  );
}

test('no acknowledged write is lost', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kubelite-sigkill-'));
  const data = join(folder, 'cluster');
  const kubeconfig = join(data, 'kubeconfig');
  let program: Program | undefined;
  const start = async (): Promise<ApiClient> => {
    rmSync(kubeconfig, { force: true });
    program = startProgram(['kubelite', '--data', data]);
    await until(() => existsSync(kubeconfig), program.output, { child: program.child });
    return apiClient(kubeconfig);
  };
  try {
    await buildProgram();
    const known = new Map(
      Array.from({ length: WRITERS }, (_, index): [string, Known] => [
        `w-${index}`,
        { acknowledged: -1, asked: -1, version: 0 },
      ]),
    );
    const servers = new Set<string>();
    let total = 0;
    let api = await start();
    for (let kill = 0; kill < KILLS; kill += 1) {
      servers.add(JSON.parse(readFileSync(kubeconfig, 'utf8')).clusters[0].cluster.server);
      const stop = new AbortController();
      const before = sum(known);
      const writers = [...known].map(([name, facts]) => write(api, name, facts, stop.signal));
      await pause(150 + ((kill * 379) % 1200));
      // On a busy machine nothing may have been written so soon.
      while (sum(known) === before) await pause(20);
      await program?.kill('SIGKILL');
      stop.abort();
      await Promise.all(writers);
      api.close();
      total += sum(known) - before;

      api = await start();
      for (const [name, facts] of known) facts.acknowledged = await reached(api, name, facts);
      const { body } = await api.send('GET', PATH);
      expect(dataOf(body.items)).toEqual(expectedData(known));
      const newest = Math.max(...[...known.values()].map(({ version }) => version));
      expect(Number(body.metadata.resourceVersion)).toBeGreaterThanOrEqual(newest);
      const watch = await api.send('GET', `${PATH}?watch=1&resourceVersion=${newest - 1}&timeoutSeconds=1`);
      expect(watch.body).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } });
    }
    api.close();
    expect(servers.size).toBe(1);
    expect(total).toBeGreaterThan(500);
    expect(readdirSync(data).some((name) => name.startsWith('snapshot-'))).toBe(true);
    process.stdout.write(`${total} acknowledged writes through ${KILLS} kills under load\n`);
  } finally {
    await program?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}, 180_000);

test.skipIf(process.platform === 'win32')(
  'a full disk refuses writes, and nothing acknowledged is lost',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kubelite-full-'));
    const kubeconfig = join(folder, 'kubeconfig');
    let program: Program | undefined;
    const start = async (options: { readonly largestFile?: number }): Promise<ApiClient> => {
      rmSync(kubeconfig, { force: true });
      program = startProgram(['kubelite', '--data', folder], options);
      await until(() => existsSync(kubeconfig), program.output, { child: program.child });
      return apiClient(kubeconfig);
    };
    try {
      await buildProgram();
      const api = await start({ largestFile: 500 });
      const data = { filler: FILLER };
      const create = (name: string) =>
        api.send('POST', PATH, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });
      const statuses: number[] = [];
      for (let count = 0; count < 40; count += 1) statuses.push((await create(`o-${count}`)).status);
      const refused = await create('one-more');
      expect(refused.status).toBe(500);
      expect(refused.body.message).toMatch('the data folder cannot be written');
      const acknowledged = statuses.flatMap((status, count) => (status === 201 ? [`o-${count}`] : []));
      expect(acknowledged.length).toBeGreaterThan(10);
      expect(acknowledged.length).toBeLessThan(40);
      expect(await names(api)).toEqual(acknowledged.sort());
      api.close();
      await program?.kill('SIGKILL');
      const again = await start({});
      expect(await names(again)).toEqual(acknowledged);
      expect((await again.send('DELETE', `${PATH}/${acknowledged[0]}`)).status).toBe(200);
      again.close();
    } finally {
      await program?.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    }
  },
  60_000,
);

async function names(api: ApiClient): Promise<readonly string[]> {
  const { body } = await api.send('GET', PATH);
  return body.items
    .map((item: { readonly metadata: { readonly name: string } }) => item.metadata.name)
    .filter((name: string) => name.startsWith('o-'));
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function sum(known: ReadonlyMap<string, Known>): number {
  return [...known.values()].reduce((total, { acknowledged }) => total + acknowledged + 1, 0);
}
