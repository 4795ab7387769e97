/**
 * A real SIGKILL in the midst of a sync, at twenty moments spread over its duration: the product that is started then brings
 * the operation to its end, and what was done is not done again.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiClient, apiClient } from './api-client.ts';
import { HOOKS, type HookedSync, OBJECTS, openHookedSync } from './hooked-sync.ts';
import { until } from './product.ts';
import { buildProgram, type Program, startProgram } from './program.ts';

const MOMENTS = 20;
/** Against hanging alone: the outcome is what is shown, on a busy machine, too. */
const PATIENCE = 120_000;
/** Moments of a cluster and a product that die together. */
const TOGETHER = [0, 0.2, 0.45, 0.7, 0.9];
const USUAL = { phase: 'Succeeded', message: 'successfully synced (no more tasks)', objects: OBJECTS, history: 1 };

let folder: string;
let cluster: Program | undefined;
let product: Program | undefined;
let api: ApiClient | undefined;
let sync: HookedSync;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tiphys-sigkill-'));
  await buildProgram();
  sync = await openHookedSync({
    folder,
    audit: join(folder, 'audit.log'),
    api: () => api ?? apiClient(kubeconfig()),
    output: () => product?.output() ?? '',
  });
}, PATIENCE);

afterAll(async () => {
  await endAll();
  sync?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function endAll(): Promise<void> {
  await product?.kill('SIGTERM');
  await cluster?.kill('SIGTERM');
  cluster = undefined;
}

function kubeconfig(): string {
  return cluster ? join(folder, 'cluster/kubeconfig') : join(folder, 'embedded/kubeconfig');
}

function reach(): void {
  api?.close();
  api = apiClient(kubeconfig());
}

/** The embedded API, at the address it had before. */
async function startCluster(): Promise<void> {
  const flags = ['--data', join(folder, 'cluster'), '--audit', join(folder, 'audit.log')];
  const program = startProgram(['kubelite', ...flags]);
  cluster = program;
  rmSync(kubeconfig(), { force: true });
  await until(() => existsSync(kubeconfig()), program.output, { child: program.child });
  reach();
}

/** The product, in a state where it serves. */
async function startProduct(flags: readonly string[]): Promise<void> {
  const ready = join(folder, 'ready.json');
  rmSync(ready, { force: true });
  const program = startProgram(['up', ...flags, '--no-sample', '--port', '0', '--ready-file', ready]);
  product = program;
  await until(() => existsSync(ready), program.output, { child: program.child });
}

function startOnCluster(): Promise<void> {
  return startProduct(['--kubeconfig', kubeconfig(), '--manage', '--data', join(folder, 'product')]);
}

async function startTogether(): Promise<void> {
  await startProduct(['--data', join(folder, 'embedded'), '--audit', join(folder, 'audit.log')]);
  reach();
}

/** How long an undisturbed sync takes. */
async function measure(name: string): Promise<number> {
  await sync.create(name);
  const asked = performance.now();
  await sync.ask(name);
  await sync.untilEnded(name);
  return performance.now() - asked;
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

describe('the cluster is another process', () => {
  beforeAll(async () => {
    await startCluster();
    await startOnCluster();
  }, PATIENCE);

  afterAll(endAll);

  test(
    `a sync that is killed at ${MOMENTS} moments ends as one that nobody disturbed`,
    async () => {
      const duration = await measure('calm');
      const calm = await sync.outcomeOf('calm');
      expect(calm).toMatchObject({ ...USUAL, hooks: HOOKS });
      let during = 0;
      for (let moment = 0; moment < MOMENTS; moment += 1) {
        const name = `kill-${moment}`;
        await sync.create(name);
        await sync.ask(name);
        await pause((duration * moment) / MOMENTS);
        await product?.kill('SIGKILL');
        if ((await sync.application(name)).operation !== undefined) during += 1;
        await startOnCluster();
        await sync.untilEnded(name);
        expect({ moment, ...(await sync.outcomeOf(name)) }).toEqual({ moment, ...calm });
      }
      // Otherwise the moments missed the sync, and nothing was tried.
      expect(during).toBeGreaterThan(MOMENTS / 2);
      process.stdout.write(`sync of ${Math.round(duration)} ms, killed within it ${during} of ${MOMENTS} times\n`);
    },
    5 * PATIENCE,
  );

  test(
    'a sync whose product is killed again and again, and its cluster in between, comes to its end',
    async () => {
      await sync.create('again');
      await sync.ask('again');
      for (const [kill, after] of [300, 150, 500, 250, 400].entries()) {
        await pause(after);
        if (kill % 2 === 1) {
          await cluster?.kill('SIGKILL');
          await startCluster();
          await pause(after);
        }
        await product?.kill('SIGKILL');
        await startOnCluster();
      }
      await sync.untilEnded('again');
      const { hooks, ...outcome } = await sync.outcomeOf('again');
      expect(outcome).toMatchObject(USUAL);
      // A killed cluster loses the last moment of its audit log, so that a hook may be missing there, but none stands twice.
      expect(hooks).toEqual([...new Set(hooks)]);
    },
    PATIENCE,
  );
});

test(
  'cluster and product that die together in the midst of a sync go on together',
  async () => {
    await startTogether();
    const duration = await measure('together');
    const { hooks: _, ...calm } = await sync.outcomeOf('together');
    expect(calm).toMatchObject(USUAL);
    for (const share of TOGETHER) {
      const name = `together-${share * 100}`;
      await sync.create(name);
      await sync.ask(name);
      await pause(duration * share);
      await product?.kill('SIGKILL');
      await startTogether();
      await sync.untilEnded(name);
      const { hooks, ...outcome } = await sync.outcomeOf(name);
      expect({ share, ...outcome }).toEqual({ share, ...calm });
      expect(hooks).toEqual([...new Set(hooks)]);
    }
  },
  PATIENCE,
);
