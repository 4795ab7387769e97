/**
 * The API server on loopback over memory parts: an embedded Kubernetes API as control plane, a live view and manifests that
 * a test sets, and the recorded accounts: admin may do everything, alice works in `team-a`, bob may do nothing.
 */
import { type IncomingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { openObjectCache } from '../adapters/object-cache/object-cache.ts';
import { createReflector } from '../adapters/reflector/reflector.ts';
import { systemClock } from '../adapters/system-clock/system-clock.ts';
import { customResourceDefinitions } from '../api/crd/definitions.ts';
import { createEnforcer } from '../apps/wiring/enforcer.ts';
import { repositoryAccess } from '../apps/wiring/repository-access.ts';
import { Secret } from '../base/secret.ts';
import { maskSecrets } from '../engine/mask/mask-secrets.ts';
import type { KubeObject } from '../kube/object/kube-object.ts';
import type { GitPort } from '../ports/git.ts';
import type { LiveView } from '../ports/live-view.ts';
import type { PluginPort } from '../ports/plugins.ts';
import { createAccounts } from '../services/accounts/index.ts';
import { APPLICATIONS, findApplication } from '../services/applications/index.ts';
import { createLiveClusters } from '../services/live/index.ts';
import { createManifestService } from '../services/source/index.ts';
import { createDispatch } from '../transport/dispatch.ts';
import { applicationHandlers } from '../transport/handlers/applications.ts';
import { artifactMetadataHandlers } from '../transport/handlers/artifact-metadata.ts';
import { clusterHandlers } from '../transport/handlers/clusters.ts';
import { generalHandlers } from '../transport/handlers/general.ts';
import { repositoryHandlers } from '../transport/handlers/repositories.ts';
import { repositoryContentHandlers } from '../transport/handlers/repository-contents.ts';
import { repositoryTemplateHandlers } from '../transport/handlers/repository-templates.ts';
import { trustHandlers } from '../transport/handlers/trust.ts';
import { startApiServer } from '../transport/server.ts';
import { createMemoryEvents, type MemoryEvents } from './memory-events.ts';
import { createMemoryGit, type MemoryGit } from './memory-git.ts';
import type { MemoryHelmRepo } from './memory-helm-repo.ts';
import { type MemoryInstallation, memoryInstallation } from './memory-installation.ts';
import { type MemoryKube, memoryKube } from './memory-kube.ts';
import { type MemoryLiveView, memoryLiveView } from './memory-live-view.ts';
import { memoryLog } from './memory-log.ts';
import { type MemoryManifestService, memoryManifestService } from './memory-manifest-service.ts';
import { memoryMetrics } from './memory-metrics.ts';
import type { MemoryOci } from './memory-oci.ts';
import { createMemoryOutside } from './memory-outside.ts';
import { memoryResourceWriter } from './memory-resource-writer.ts';
import { openProject } from './reconcile-environment.ts';

export interface ApiAnswerSeen {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface ApiEnvironment extends AsyncDisposable {
  readonly url: string;
  readonly kube: MemoryKube;
  readonly view: MemoryLiveView;
  readonly manifests: MemoryManifestService;
  readonly installation: MemoryInstallation;
  /** What repositories are connected to. */
  readonly git: MemoryGit;
  readonly charts: MemoryHelmRepo;
  readonly registry: MemoryOci;
  /** What the server told of what people did. */
  readonly events: MemoryEvents;
  /** Faults that the server called defects of its own. */
  readonly defects: readonly unknown[];
  /** A token of this account; its password is `<name>-pass-1`. */
  login(name: string): Promise<string>;
  /** Sends JSON as clients do. `user`: with a new token of that account. */
  ask(method: string, path: string, options?: AskOptions): Promise<ApiAnswerSeen>;
  /** Stores an Application, status included, and waits until the server knows it. */
  store(app: KubeObject): Promise<void>;
}

export interface AskOptions {
  readonly user?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const TEAM_A = [
  'p, role:team-a, applications, get, team-a/*, allow',
  'p, role:team-a, applications, create, team-a/*, allow',
  'p, role:team-a, applications, sync, team-a/*, allow',
  'p, role:team-a, applications, delete, team-a/tmp-*, allow',
  'p, role:team-a, logs, get, team-a/*, allow',
  'p, role:team-a, projects, get, team-a, allow',
  'g, alice, role:team-a',
];

export const RECORDED_SETTINGS = {
  cm: {
    url: 'https://argocd.example.com',
    'accounts.alice': 'apiKey, login',
    'accounts.bob': 'login',
    'accounts.robot': 'apiKey',
    'accounts.sleeper': 'login',
    'accounts.sleeper.enabled': 'false',
    'exec.enabled': 'true',
    'statusbadge.enabled': 'true',
    'help.chatUrl': 'https://chat.example.com',
    'help.chatText': 'Talk to us',
    'kustomize.buildOptions': '--enable-helm=false',
    'ui.bannercontent': 'Recorded world',
    'ui.bannerurl': 'https://example.com/banner',
  },
  rbac: { 'policy.csv': TEAM_A.join('\n') },
  secret: new Map(
    [
      ['server.secretkey', 'a key for tests only'],
      ['admin.password', 'hash of admin-pass-1'],
      ['accounts.alice.password', 'hash of alice-pass-1'],
      ['accounts.bob.password', 'hash of bob-pass-1'],
      ['accounts.sleeper.password', 'hash of bob-pass-1'],
    ].map(([key = '', text = '']) => [key, new Secret(text)] as const),
  ),
  projects: ['default', 'team-a', 'locked'].map(openProject),
};

/**
 * `wrapView` stands between the server and the live view, e.g. a wire. With a Git port of the test's own Applications are
 * rendered from what is behind it, and `git` and `manifests` stay unused.
 */
export async function apiEnvironment(
  wrapView = (view: LiveView): LiveView => view,
  ownGit?: GitPort,
): Promise<ApiEnvironment> {
  const clock = systemClock;
  const kube = memoryKube({ clock });
  await prepare(kube);
  const installation = memoryInstallation(RECORDED_SETTINGS);
  const view = memoryLiveView();
  const manifests = memoryManifestService();
  const reflector = createReflector({ clock, random: () => 0.5 });
  const applications = openObjectCache(reflector, { kube, type: APPLICATIONS, namespace: 'argocd' });
  await applications.ready();
  const log = memoryLog();
  const events = createMemoryEvents();
  const clusters = createLiveClusters({
    clock,
    log,
    reflector,
    connect: () => ({ kube, namespaces: [], clusterResources: true }),
    factsOf: () => ({ health: undefined, images: [], info: [] }),
    isWatched: ({ kind }) => ['ConfigMap', 'Secret', 'Service', 'Deployment'].includes(kind),
    respectRbac: () => '',
    trackingLabel: () => 'app.kubernetes.io/instance',
    tracksByLabel: () => false,
  });
  const comparePassword = async (password: string, hash: string) => hash === `hash of ${password}`;
  let ids = 0;
  const accounts = createAccounts({ installation, clock, comparePassword, newId: () => `session-${++ids}` });
  const git = createMemoryGit();
  const { charts, registry, ports } = createMemoryOutside(clock);
  const plugins: PluginPort = { installed: async () => [] };
  const gitPort = ownGit ?? git.port;
  const access = repositoryAccess({ git: gitPort, ...ports });
  const repositories = { ...access, installation, kube, namespace: 'argocd', clock };
  const inspection = createManifestService({
    ...ports,
    git: gitPort,
    plugins,
    installation,
    clock,
    log,
    metrics: memoryMetrics(),
    random: () => 0.5,
  });
  const handlers = {
    ...generalHandlers({ accounts, installation, namespace: 'argocd', version: 'v3.6.0+test', plugins }),
    ...clusterHandlers({ installation, clusters }),
    ...repositoryHandlers(repositories),
    ...repositoryTemplateHandlers(repositories),
    ...repositoryContentHandlers({
      ...repositories,
      inspection,
      findApplication: (name) => findApplication(applications, 'argocd', name),
    }),
    ...artifactMetadataHandlers(inspection),
    ...trustHandlers({ kube, namespace: 'argocd', signatures: ports.signatures }),
    ...applicationHandlers({
      applications,
      kube,
      namespace: 'argocd',
      liveView: wrapView(view),
      clusters,
      installation,
      manifests: ownGit === undefined ? manifests : inspection,
      clock,
      writer: memoryResourceWriter(kube),
      events,
      mask: (object) => maskSecrets([object])[0] ?? object,
      serverOf: () => kube.server,
      probe: access.probe,
    }),
  };
  const dispatch = createDispatch({
    handlers,
    enforce: createEnforcer(installation, log),
    findApplication: (namespace, name) => findApplication(applications, namespace, name),
    namespace: 'argocd',
    monotonic: () => clock.monotonic(),
  });
  const defects: unknown[] = [];
  const onDefect = (error: unknown): void => void defects.push(error);
  const options = { host: '127.0.0.1', port: 0, hosts: ['127.0.0.1'], pageFolder: '', dispatch, accounts, onDefect };
  const listening = await startApiServer(options);
  const url = `http://127.0.0.1:${listening.port}`;
  const login = (name: string): Promise<string> => accounts.login(name, `${name}-pass-1`);
  return {
    url,
    kube,
    view,
    manifests,
    installation,
    git,
    charts,
    registry,
    events,
    defects,
    login,
    async ask(method, path, { user, body, headers = {} } = {}) {
      const token = user === undefined ? {} : { authorization: `Bearer ${await login(user)}` };
      const json = method === 'GET' ? {} : { 'content-type': 'application/json' };
      return send(listening.port, { method, path, headers: { ...json, ...token, ...headers }, body });
    },
    async store(app) {
      const { metadata } = await kube.create(APPLICATIONS, app);
      const known = () => applications.get('argocd', metadata.name ?? '')?.metadata.resourceVersion;
      while (known() === undefined) await clock.sleep(1);
    },
    async [Symbol.asyncDispose]() {
      await inspection.close();
      await listening.close();
      applications.close();
      clusters.close();
      await kube.kubelite.close();
    },
  };
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** As it stands: `fetch` would clean the path and add headers. A header without text is left out. */
function send(port: number, { method, path, headers, body }: Asked): Promise<ApiAnswerSeen> {
  const present = Object.fromEntries(Object.entries(headers).filter(([, text]) => text !== ''));
  const { promise, resolve, reject } = Promise.withResolvers<ApiAnswerSeen>();
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const options = { host: '127.0.0.1', port, method, path, headers: { ...present, ...length }, agent: false };
  const sent = request(options, (answer) => {
    text(answer).then(
      (read) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: read }),
      reject,
    );
  });
  sent.on('error', reject);
  sent.end(body);
  return promise;
}

async function prepare(kube: MemoryKube): Promise<void> {
  const namespaces = { group: '', version: 'v1', plural: 'namespaces', namespaced: false };
  const group = 'apiextensions.k8s.io';
  const definitions = { group, version: 'v1', plural: 'customresourcedefinitions', namespaced: false };
  await kube.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'argocd' } });
  for (const definition of customResourceDefinitions()) await kube.create(definitions, definition);
  for (;;) {
    const { resources } = await kube.discover();
    if (resources.some(({ plural }) => plural === 'applications')) return;
    await systemClock.sleep(2);
  }
}
