/**
 * The recorded scenarios against the product: an embedded API that writes an audit log, the product on it as the user
 * the recordings expect, and the recordings' own runner. Which folder they stand in says `TIPHYS_CONFORMANCE`.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findKubectl, until } from './product.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const run = promisify(execFile);

const SYSTEM_USER = 'system:serviceaccount:argocd:system-under-test';
/** The recorded system waited this long between waves; everything else was as shipped. */
const COMMAND_PARAMETERS = { 'controller.sync.wave.delay.seconds': '1' };

export interface Scenario {
  /** Name of its folder. */
  readonly name: string;
  /** Name of the settings it needs. */
  readonly config: string;
  /** Why it cannot pass; undefined when it must. */
  readonly skipped: string | undefined;
}

/** The folder of the scenarios; undefined where none is named or there is no kubectl to play them. */
export function scenarioFolder(): string | undefined {
  const folder = join(process.env['TIPHYS_CONFORMANCE'] ?? '', 'scenarios');
  const known = process.env['TIPHYS_CONFORMANCE'] !== undefined && existsSync(join(folder, 'run'));
  return known && findKubectl() !== undefined ? folder : undefined;
}

/**
 * Every scenario of a folder by name, with the reason of `scenarios-skipped.json` where it is not expected to pass. With
 * `TIPHYS_SCENARIOS` only those that match this expression, and none is skipped.
 */
export function listScenarios(folder: string): readonly Scenario[] {
  const reasons = readJson(join(root, 'e2e/scenarios-skipped.json')) as Record<string, string>;
  const wanted = process.env['TIPHYS_SCENARIOS'];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'scenario.json')) && new RegExp(wanted ?? '').test(name))
    .sort()
    .map((name) => {
      const { config = 'base' } = readJson(join(folder, name, 'scenario.json')) as { readonly config?: string };
      return { name, config, skipped: wanted === undefined ? reasons[name] : undefined };
    });
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

export interface PlayOptions {
  readonly folder: string;
  readonly scenarios: readonly Scenario[];
  readonly parallel: number;
}

/**
 * Plays scenarios, those of one configuration on one cluster, and answers per name what the runner said: `same`, or the
 * first difference. A name without an answer was not played.
 */
export async function playScenarios(options: PlayOptions): Promise<ReadonlyMap<string, string>> {
  const played = options.scenarios.filter(({ skipped }) => skipped === undefined);
  const outcomes = new Map<string, string>();
  for (const config of new Set(played.map((scenario) => scenario.config))) {
    await using stage = await openStage(options.folder, config);
    const names = played.filter((scenario) => scenario.config === config).map(({ name }) => name);
    for (const [name, outcome] of await runOn(stage, names, options)) outcomes.set(name, outcome);
  }
  return outcomes;
}

interface Stage extends AsyncDisposable {
  readonly config: string;
  readonly kubeconfig: string;
  readonly audit: string;
  readonly output: () => string;
}

/** An embedded API prepared for a configuration, with the product running on it. */
export async function openStage(folder: string, config: string): Promise<Stage> {
  const work = mkdtempSync(join(tmpdir(), 'tiphys-scenarios-'));
  const kubeconfig = join(work, 'admin');
  const system = join(work, 'system');
  const audit = join(work, 'audit.log');
  const ready = join(work, 'ready.json');
  const stack = new AsyncDisposableStack();
  stack.defer(() => rmSync(work, { recursive: true, force: true }));
  try {
    const cluster = launch(stack, ['kubelite', '--audit', audit, '--kubeconfig', kubeconfig]);
    await until(() => existsSync(kubeconfig), cluster.output, { child: cluster.child });
    const env = environment();
    await run(join(folder, 'setup/prepare'), [kubeconfig, system, config], { env });
    const patch = JSON.stringify({ data: COMMAND_PARAMETERS });
    const target = ['configmap', 'argocd-cmd-params-cm', '-n', 'argocd', '--type', 'merge', '-p', patch];
    await run(env['KUBECTL'] ?? '', ['--kubeconfig', kubeconfig, 'patch', ...target], { env });
    const flags = ['--kubeconfig', system, '--manage', '--no-sample', '--port', '0', '--verbose'];
    const product = launch(stack, ['up', ...flags, '--ready-file', ready]);
    await until(() => existsSync(ready), product.output, { child: product.child });
    const owned = stack.move();
    return { config, kubeconfig, audit, output: product.output, [Symbol.asyncDispose]: () => owned.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

function environment(): NodeJS.ProcessEnv {
  return { ...process.env, KUBECTL: findKubectl() ?? 'kubectl', GIT_TERMINAL_PROMPT: '0' };
}

function launch(stack: AsyncDisposableStack, args: readonly string[]) {
  const child = spawn(join(root, 'bin/tiphys'), [...args], { stdio: ['ignore', 'pipe', 'pipe'], env: environment() });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  stack.defer(() => end(child));
  return { child, output: () => output };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  await exited;
}

/** A line of the runner: name, seconds, outcome. */
const LINE = /^(\S+) [\d.]+s (.*)$/gm;

async function runOn(
  stage: Stage,
  names: readonly string[],
  options: PlayOptions,
): Promise<readonly [string, string][]> {
  const args = [
    ...['--kubeconfig', stage.kubeconfig, '--audit', stage.audit, '--system-user', SYSTEM_USER, '--compare'],
    ...['--config', stage.config, '--parallel', String(options.parallel)],
    ...['--only', `^(${names.join('|')})$`, options.folder],
  ];
  const { stdout, stderr } = await run(join(options.folder, 'run'), args, {
    env: environment(),
    maxBuffer: 1 << 28,
  }).catch((error: { readonly stdout: string; readonly stderr: string }) => error);
  const outcomes = [...stdout.matchAll(LINE)].map(([, name = '', outcome = '']): [string, string] => [name, outcome]);
  if (outcomes.length < names.length) throw new Error(`the runner did not get through:\n${stdout}\n${stderr}`);
  return outcomes;
}
