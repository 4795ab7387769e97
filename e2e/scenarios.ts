/**
 * The recorded scenarios against the product: an API server that writes an audit log, the product on it as the user the
 * recordings expect, and the recordings' own runner. Which folder they stand in says `TIPHYS_CONFORMANCE`.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { HAS_REAL_SERVER } from '../src/testkit/conversation/real-server.ts';
import { findKubectl, until } from './product.ts';
import { type ClusterKind, launch, START_SECONDS, stageEnvironment, startStageCluster } from './stage-cluster.ts';

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

/**
 * The folder of the scenarios: what `TIPHYS_CONFORMANCE` names, or `scenarios` in it. Undefined where there is none, or no
 * kubectl to play them, or no such API server.
 */
export function scenarioFolder(cluster: ClusterKind = 'kubelite'): string | undefined {
  const root = process.env['TIPHYS_CONFORMANCE'];
  const able = root !== undefined && findKubectl() !== undefined && (cluster === 'kubelite' || HAS_REAL_SERVER);
  if (!able) return undefined;
  return [join(root, 'scenarios'), root].find((folder) => existsSync(join(folder, 'run')));
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
  readonly cluster: ClusterKind;
}

/**
 * Plays scenarios, those of one configuration on one cluster, and answers per name what the runner said: `same`, or the
 * first difference. A name without an answer was not played.
 */
export async function playScenarios(options: PlayOptions): Promise<ReadonlyMap<string, string>> {
  const played = options.scenarios.filter(({ skipped }) => skipped === undefined);
  const outcomes = new Map<string, string>();
  for (const config of new Set(played.map((scenario) => scenario.config))) {
    const names = played.filter((scenario) => scenario.config === config).map(({ name }) => name);
    for (const [name, outcome] of await runConfig(config, names, options)) outcomes.set(name, outcome);
  }
  return outcomes;
}

/** A stage that does not get up is the outcome of its scenarios and leaves those of others alone. */
async function runConfig(
  config: string,
  names: readonly string[],
  options: PlayOptions,
): Promise<readonly (readonly [string, string])[]> {
  try {
    await using stage = await openStage({ folder: options.folder, config, cluster: options.cluster });
    return await runOn(stage, names, options);
  } catch (error) {
    return names.map((name) => [name, `not played: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

interface Stage extends AsyncDisposable {
  readonly config: string;
  readonly kubeconfig: string;
  readonly audit: string;
  readonly output: () => string;
}

export interface StageOptions {
  readonly folder: string;
  readonly config: string;
  readonly cluster: ClusterKind;
}

/** An API server prepared for a configuration, with the product running on it. */
export async function openStage({ folder, config, cluster }: StageOptions): Promise<Stage> {
  const work = mkdtempSync(join(tmpdir(), 'tiphys-scenarios-'));
  const system = join(work, 'system');
  const ready = join(work, 'ready.json');
  const stack = new AsyncDisposableStack();
  stack.defer(() => rmSync(work, { recursive: true, force: true }));
  try {
    const { kubeconfig, audit } = await startStageCluster(stack, work, { kind: cluster });
    const env = stageEnvironment();
    await run(join(folder, 'setup/prepare'), [kubeconfig, system, config], { env });
    const patch = JSON.stringify({ data: COMMAND_PARAMETERS });
    const target = ['configmap', 'argocd-cmd-params-cm', '-n', 'argocd', '--type', 'merge', '-p', patch];
    await run(env['KUBECTL'] ?? '', ['--kubeconfig', kubeconfig, 'patch', ...target], { env });
    const flags = ['--kubeconfig', system, '--manage', '--no-sample', '--port', '0', '--verbose'];
    const product = launch(stack, ['up', ...flags, '--ready-file', ready]);
    await until(() => existsSync(ready), product.output, { child: product.child, seconds: START_SECONDS });
    await until(
      () => servesKinds(kubeconfig),
      () => 'the kinds are not served',
      { seconds: START_SECONDS },
    );
    const owned = stack.move();
    return { config, kubeconfig, audit, output: product.output, [Symbol.asyncDispose]: () => owned.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

/** A real server needs a moment for kinds that were just defined, and the runner does not ask twice. */
async function servesKinds(kubeconfig: string): Promise<boolean> {
  const env = stageEnvironment();
  const kinds = 'applications,applicationsets,appprojects';
  const args = ['--kubeconfig', kubeconfig, 'get', kinds, '-n', 'argocd'];
  return run(env['KUBECTL'] ?? '', args, { env }).then(
    () => true,
    () => false,
  );
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
    env: stageEnvironment(),
    maxBuffer: 1 << 28,
  }).catch((error: { readonly stdout: string; readonly stderr: string }) => error);
  const outcomes = [...stdout.matchAll(LINE)].map(([, name = '', outcome = '']): [string, string] => [name, outcome]);
  if (outcomes.length < names.length) throw new Error(`the runner did not get through:\n${stdout}\n${stderr}`);
  return outcomes;
}
