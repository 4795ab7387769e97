/**
 * A sync with hooks, waves and everything that can be done twice, for tests that kill in the midst of it: a repository that is
 * served, Applications of it, and what came of each, told by the cluster's own log.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import { createBareRepository } from '../src/adapters/git-server/bare-repository.ts';
import { createGitHandler } from '../src/adapters/git-server/git-handler.ts';
import { commitTree } from '../src/apps/up/sample-commit.ts';
import type { ApiClient } from './api-client.ts';
import { until } from './product.ts';

const APPLICATIONS = '/apis/argoproj.io/v1alpha1/namespaces/argocd/applications';

const job = (name: string, hook: string, policy: string) => `apiVersion: batch/v1
kind: Job
metadata:
  ${name}
  annotations:
    argocd.argoproj.io/hook: ${hook}
    argocd.argoproj.io/hook-delete-policy: ${policy}
spec:
  template:
    spec:
      restartPolicy: Never
      containers: [{name: work, image: busybox}]
`;

const deployment = (name: string, wave: number) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, annotations: {argocd.argoproj.io/sync-wave: "${wave}"}}
spec:
  replicas: 2
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: web, image: "nginx:1"}]}
`;

const configMap = (name: string, wave: number) => `apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}, annotations: {argocd.argoproj.io/sync-wave: "${wave}"}}
data: {a: b}
`;

const FILES = {
  'app/migrate.yaml': job('name: migrate', 'PreSync', 'HookSucceeded'),
  'app/check.yaml': job('generateName: check-', 'PreSync', 'BeforeHookCreation'),
  'app/settings.yaml': configMap('settings', 0),
  'app/back.yaml': deployment('back', 1),
  'app/front.yaml': deployment('front', 2),
  'app/flags.yaml': configMap('flags', 2),
  'app/notify.yaml': job('name: notify', 'PostSync', 'BeforeHookCreation'),
  'app/clean.yaml': job('name: clean', 'PostSync', 'HookSucceeded'),
};
export const OBJECTS = ['ConfigMap/flags', 'ConfigMap/settings', 'Deployment/back', 'Deployment/front'];
/** Each once. */
export const HOOKS = ['check', 'clean', 'migrate', 'notify'];

export interface Outcome {
  readonly phase: string;
  readonly message: string;
  readonly objects: readonly string[];
  /** The hooks that were created, as often as they were, by the cluster's own log. */
  readonly hooks: readonly string[];
  readonly history: number;
  readonly results: readonly string[];
}

export interface HookedSyncOptions {
  /** Holds the repository. */
  readonly folder: string;
  /** Path of the cluster's audit log. */
  readonly audit: string;
  /** The cluster as it is reached now. */
  readonly api: () => ApiClient;
  /** What the product said, for a failure. */
  readonly output: () => string;
}

/** Serves the repository; `close` ends that. */
export async function openHookedSync(options: HookedSyncOptions): Promise<HookedSync> {
  await commitTree(await createBareRepository(options.folder, 'app'), FILES);
  const handler = createGitHandler({ root: options.folder });
  const server = createServer((request, response) => void handler(request, response)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return new HookedSync(options, `http://127.0.0.1:${port}/app.git`, () => server.close());
}

export class HookedSync {
  readonly close: () => void;
  readonly #options: HookedSyncOptions;
  readonly #repoURL: string;

  constructor(options: HookedSyncOptions, repoURL: string, close: () => void) {
    this.#options = options;
    this.#repoURL = repoURL;
    this.close = close;
  }

  async application(name: string) {
    return (await this.#options.api().send('GET', `${APPLICATIONS}/${name}`)).body;
  }

  /** An Application with a namespace of its own, compared and not synced. */
  async create(name: string): Promise<void> {
    const { status } = await this.#options.api().send('POST', APPLICATIONS, {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name, namespace: 'argocd' },
      spec: {
        project: 'default',
        source: { repoURL: this.#repoURL, path: 'app', targetRevision: 'main' },
        destination: { server: 'https://kubernetes.default.svc', namespace: name },
        syncPolicy: { syncOptions: ['CreateNamespace=true'] },
      },
    });
    expect(status).toBe(201);
    await until(
      async () => (await this.application(name)).status?.sync?.status === 'OutOfSync',
      () => this.#why(name),
    );
  }

  async ask(name: string): Promise<void> {
    const operation = {
      initiatedBy: { username: 'chaos' },
      sync: { syncStrategy: { hook: {} }, syncOptions: ['CreateNamespace=true'] },
    };
    expect((await this.#options.api().send('PATCH', `${APPLICATIONS}/${name}`, { operation })).status).toBe(200);
  }

  async untilEnded(name: string): Promise<void> {
    await until(
      async () => {
        const { operation, status = {} } = await this.application(name);
        const isOver = operation === undefined && status.operationState?.finishedAt !== undefined;
        return isOver && status.sync?.status === 'Synced' && status.health?.status === 'Healthy';
      },
      () => this.#why(name),
      { seconds: 30 },
    );
  }

  async outcomeOf(name: string): Promise<Outcome> {
    const { status } = await this.application(name);
    // The log is gathered for a moment.
    await new Promise((resolve) => setTimeout(resolve, 40));
    return {
      phase: status.operationState.phase,
      message: status.operationState.message,
      objects: await this.#objects(name),
      hooks: createdJobs(this.#options.audit, name),
      history: status.history?.length ?? 0,
      // The namespace has a line where this operation made it, which a controller that takes over right then cannot know.
      results: (status.operationState.syncResult?.resources ?? [])
        .filter(({ kind }: { readonly kind: string }) => kind !== 'Namespace')
        .map(
          (line: Readonly<Record<string, string>>) =>
            `${plainName(line['name'] ?? '')} ${line['status']} ${line['hookPhase']}`,
        )
        .sort(),
    };
  }

  async #objects(namespace: string): Promise<readonly string[]> {
    const paths = {
      ConfigMap: `/api/v1/namespaces/${namespace}/configmaps`,
      Deployment: `/apis/apps/v1/namespaces/${namespace}/deployments`,
    };
    const found: string[] = [];
    for (const [kind, path] of Object.entries(paths)) {
      const { body } = await this.#options.api().send('GET', path);
      for (const { metadata } of body.items) found.push(`${kind}/${metadata.name}`);
    }
    return found.filter((object) => !object.endsWith('/kube-root-ca.crt')).sort();
  }

  async #why(name: string): Promise<string> {
    return `${name}: ${JSON.stringify(await this.application(name), null, 1)}\n${this.#options.output()}`;
  }
}

/** Without what differs from sync to sync. */
function plainName(object: string): string {
  return object.replace(/^check-.*/, 'check');
}

/** Jobs that a request created in a namespace, without what was generated of their names. */
function createdJobs(audit: string, namespace: string): readonly string[] {
  const events = readFileSync(audit, 'utf8')
    .split('\n')
    .filter((line) => line.includes(`"namespace":"${namespace}"`))
    .map((line) => JSON.parse(line));
  return events
    .filter(
      ({ objectRef, stage, responseStatus, requestURI }) =>
        objectRef.resource === 'jobs' &&
        stage === 'ResponseComplete' &&
        responseStatus.code === 201 &&
        !requestURI.includes('dryRun'),
    )
    .map(({ objectRef }) => plainName(objectRef.name))
    .sort();
}
