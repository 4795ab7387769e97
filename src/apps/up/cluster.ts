/** The cluster that `up` works on: embedded, or that of a kubeconfig. */
import { randomInt } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import bcrypt from 'bcryptjs';
import type { KubeConnection } from '../../adapters/kube-http/connection.ts';
import { readKubeconfig } from '../../adapters/kube-http/kubeconfig.ts';
import { openObjectCache } from '../../adapters/object-cache/object-cache.ts';
import { createReflector } from '../../adapters/reflector/reflector.ts';
import type { Clock } from '../../base/clock.ts';
import { Secret } from '../../base/secret.ts';
import type { KubePort } from '../../ports/kube.ts';
import type { LogPort } from '../../ports/log.ts';
import type { MetricsPort } from '../../ports/metrics.ts';
import { ensureDefaults, IN_CLUSTER_SERVER } from '../../services/installation/index.ts';
import { startKubeliteThread } from '../kubelite-thread.ts';
import { connectKube } from '../wiring/kube-access.ts';
import { observingKube } from '../wiring/observing-kube.ts';
import type { UpArguments } from './arguments.ts';
import {
  COMPONENTS,
  type Component,
  installDefinitions,
  installNamespace,
  installServiceAccounts,
} from './bootstrap.ts';
import type { Folders } from './folders.ts';
import { startMirror } from './mirror.ts';
import { refuseSecondManager } from './second-manager.ts';

export interface UpCluster extends AsyncDisposable {
  /** Path of a kubeconfig for people. */
  readonly kubeconfig: string;
  /** What `https://kubernetes.default.svc` means to the controllers. */
  readonly inCluster: KubePort;
  readonly admin: KubePort;
  /** Resolves when an embedded cluster has ended by itself, with the reason. */
  readonly ended: Promise<string>;
  kubeOf(component: Component): KubePort;
}

export interface ClusterParts {
  readonly clock: Clock;
  readonly metrics: MetricsPort;
  readonly log: LogPort;
  readonly folders: Folders;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const BCRYPT_COST = 10;

/** Throws what stands in the way, e.g. `kube.unreachable` or `up.managed-by-another`. */
export async function openCluster(options: UpArguments, parts: ClusterParts): Promise<UpCluster> {
  if (options.kubeconfig === undefined) return openEmbedded(options, parts);
  return options.manage ? openReal(options, parts) : openObserved(options, parts);
}

async function openEmbedded(options: UpArguments, parts: ClusterParts): Promise<UpCluster> {
  const { log, folders } = parts;
  const thread = await startKubeliteThread(
    {
      ...(options.audit !== undefined && { audit: options.audit }),
      ...(folders.kept && { data: join(folders.root, 'cluster') }),
    },
    (line) => log.warn(line),
  );
  const connectionOf = (token: string): KubeConnection => ({
    server: thread.url,
    ca: thread.ca,
    credentials: { kind: 'token', token: new Secret(token) },
  });
  const admin = connectKube(connectionOf(thread.adminToken), parts);
  await prepare(admin, options, parts.clock);
  await installServiceAccounts(admin, options.namespace);
  const clients = new Map<Component, KubePort & { close(): Promise<void> }>();
  for (const name of COMPONENTS) {
    const user = {
      name: `system:serviceaccount:${options.namespace}:${name}`,
      groups: serviceAccountGroups(options.namespace),
    };
    const connection = connectionOf((await thread.issue(user)).token);
    clients.set(name, connectKube(connection, { ...parts, server: IN_CLUSTER_SERVER }));
  }
  const kubeconfig = join(folders.root, 'kubeconfig');
  await writeFile(kubeconfig, thread.kubeconfig, { mode: 0o600 });
  const kubeOf = (component: Component): KubePort => clients.get(component) ?? admin;
  return {
    kubeconfig,
    inCluster: kubeOf('argocd-application-controller'),
    admin,
    ended: thread.ended,
    kubeOf,
    async [Symbol.asyncDispose]() {
      for (const client of clients.values()) await client.close();
      await admin.close();
      await thread.close();
      if (!folders.kept) await rm(kubeconfig, { force: true });
    },
  };
}

async function openReal(options: UpArguments, parts: ClusterParts): Promise<UpCluster> {
  const { path, admin } = await reach(options, parts);
  await refuseSecondManager(admin);
  await prepare(admin, options, parts.clock);
  return {
    kubeconfig: path,
    inCluster: admin,
    admin,
    ended: new Promise<never>(() => undefined),
    kubeOf: () => admin,
    [Symbol.asyncDispose]: () => admin.close(),
  };
}

/** The control plane is embedded and holds copies; the real cluster is what is compared with. */
async function openObserved(options: UpArguments, parts: ClusterParts): Promise<UpCluster> {
  const real = await reach(options, parts);
  const embedded = await openEmbedded(options, parts);
  const reflector = createReflector({ clock: parts.clock, random: Math.random });
  const mirror = await startMirror({
    from: real.admin,
    to: embedded.admin,
    namespace: options.namespace,
    open: (cache) => openObjectCache(reflector, cache),
    log: parts.log,
  });
  return {
    ...embedded,
    inCluster: observingKube(real.admin),
    async [Symbol.asyncDispose]() {
      mirror.close();
      await real.admin.close();
      await embedded[Symbol.asyncDispose]();
    },
  };
}

async function reach(options: UpArguments, parts: ClusterParts) {
  const path = options.kubeconfig ?? '';
  const connection = await readKubeconfig(path, options.context);
  const admin = connectKube(connection, { ...parts, server: IN_CLUSTER_SERVER });
  await admin.version();
  return { path, admin };
}

async function prepare(admin: KubePort, { namespace }: UpArguments, clock: Clock): Promise<void> {
  await installNamespace(admin, namespace);
  await installDefinitions(admin);
  await ensureDefaults({
    kube: admin,
    namespace,
    clock,
    randomText: (length) => Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join(''),
    hashPassword: (password) => bcrypt.hash(password, BCRYPT_COST),
  });
}

function serviceAccountGroups(namespace: string): readonly string[] {
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
}
