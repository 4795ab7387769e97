/** The product beside Git repositories that anybody may spoil, and what is asked of it in tests on bad input. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GitServerOptions } from '../src/adapters/git-server/git-server.ts';
import { type GitEnvironment, gitEnvironment } from '../src/testkit/git-environment.ts';
import { type Product, startProduct, until } from './product.ts';

export interface AppState {
  readonly sync: string;
  readonly health: string;
  readonly revision: string;
  readonly phase: string;
  /** Message of the operation, and those of its resources. */
  readonly operation: readonly string[];
  /** `Type: message`. */
  readonly conditions: readonly string[];
  /** `Kind/name:status`. */
  readonly resources: readonly string[];
}

export interface BadWorld extends AsyncDisposable {
  readonly product: Product;
  readonly git: GitEnvironment;
  apply(...objects: readonly object[]): Promise<string>;
  /** All Applications by name. */
  states(): Promise<ReadonlyMap<string, AppState>>;
  state(name: string): Promise<AppState>;
  /** Waits until it holds for all of these Applications. */
  untilApps(
    names: readonly string[],
    holds: (state: AppState, name: string) => boolean,
    seconds?: number,
  ): Promise<void>;
  refresh(level: 'normal' | 'hard', ...names: readonly string[]): Promise<void>;
  /** Milliseconds that the slowest answer of the API took since this was asked last. */
  slowestAnswer(): number;
}

export function configMap(name: string, more = ''): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${more}`;
}

/** An Application that syncs and heals itself, into the namespace of its own name. */
export function application(name: string, repoURL: string, spec: object = {}): object {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd', finalizers: ['resources-finalizer.argocd.argoproj.io'] },
    spec: {
      project: 'default',
      source: source(repoURL),
      destination: { server: 'https://kubernetes.default.svc', namespace: name },
      syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ['CreateNamespace=true'] },
      ...spec,
    },
  };
}

export function source(repoURL: string, change: object = {}): object {
  return { repoURL, path: '.', targetRevision: 'main', ...change };
}

/** Polls repositories every second. */
export async function badWorld(options: Omit<GitServerOptions, 'root'> = {}): Promise<BadWorld> {
  const git = await gitEnvironment(options);
  const product = await startProduct(['--no-sample', '--verbose']);
  const pinging = ping(`${product.ready.url}/api/version`);
  let written = 0;
  const world: BadWorld = {
    product,
    git,
    apply(...objects) {
      written += 1;
      const file = join(product.folder, `applied-${written}.json`);
      // kubectl judges a list itself; one object it leaves to the API.
      const content = objects.length === 1 ? objects[0] : { apiVersion: 'v1', kind: 'List', items: objects };
      writeFileSync(file, JSON.stringify(content));
      return product.kubectl('apply', '-f', file);
    },
    async states() {
      const { items } = JSON.parse(await product.kubectl('get', 'applications', '-n', 'argocd', '-o', 'json'));
      return new Map(items.map((item: Parsed) => [item.metadata.name, stateOf(item)]));
    },
    async state(name) {
      const item = JSON.parse(await product.kubectl('get', 'application', '-n', 'argocd', name, '-o', 'json'));
      return stateOf(item);
    },
    untilApps: (names, holds, seconds = 30) => untilApps(world, { names, holds, seconds }),
    async refresh(level, ...names) {
      const request = `argocd.argoproj.io/refresh=${level}`;
      await product.kubectl('annotate', 'applications', '-n', 'argocd', '--overwrite', ...names, request);
    },
    slowestAnswer: pinging.slowest,
    async [Symbol.asyncDispose]() {
      await pinging.stop();
      await product[Symbol.asyncDispose]();
      await git[Symbol.asyncDispose]();
    },
  };
  const data = { 'timeout.reconciliation': '1s', 'timeout.reconciliation.jitter': '0s' };
  await product.kubectl('patch', 'configmap', '-n', 'argocd', 'argocd-cm', '-p', JSON.stringify({ data }));
  return world;
}

async function untilApps(
  world: BadWorld,
  wish: {
    readonly names: readonly string[];
    readonly holds: (state: AppState, name: string) => boolean;
    readonly seconds: number;
  },
): Promise<void> {
  const unfinished = async () => {
    const states = await world.states();
    return wish.names.filter((name) => !wish.holds(states.get(name) ?? NO_STATE, name));
  };
  await until(
    async () => (await unfinished()).length === 0,
    async () => {
      const [states, names] = [await world.states(), await unfinished()];
      const left = names.map((name) => [name, states.get(name)]);
      return `these did not get there: ${JSON.stringify(left, null, 1)}\n${world.product.output().slice(-5000)}`;
    },
    { seconds: wish.seconds },
  );
}

function ping(url: string) {
  let worst = 0;
  let isOn = true;
  const run = async (): Promise<void> => {
    while (isOn) {
      const began = performance.now();
      await fetch(url).then((response) => response.text());
      worst = Math.max(worst, performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const running = run();
  return {
    slowest() {
      const found = worst;
      worst = 0;
      return found;
    },
    stop() {
      isOn = false;
      return running;
    },
  };
}

interface Parsed {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly sync?: { readonly status?: string; readonly revision?: string };
    readonly health?: { readonly status?: string };
    readonly conditions?: readonly { readonly type: string; readonly message: string }[];
    readonly resources?: readonly { readonly kind: string; readonly name: string; readonly status: string }[];
    readonly operationState?: {
      readonly phase?: string;
      readonly message?: string;
      readonly syncResult?: { readonly resources?: readonly { readonly message?: string }[] };
    };
  };
}

const NO_STATE = stateOf({ metadata: { name: '' } });

function stateOf({ status = {} }: Parsed): AppState {
  const { sync = {}, health = {}, conditions = [], resources = [], operationState = {} } = status;
  const results = operationState.syncResult?.resources ?? [];
  return {
    sync: sync.status ?? '',
    revision: sync.revision ?? '',
    health: health.status ?? '',
    phase: operationState.phase ?? '',
    operation: [operationState.message ?? '', ...results.map(({ message = '' }) => message)],
    conditions: conditions.map(({ type, message }) => `${type}: ${message}`),
    resources: resources.map(({ kind, name, status: synced }) => `${kind}/${name}:${synced}`),
  };
}
