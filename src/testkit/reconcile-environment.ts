/**
 * The controller on an embedded Kubernetes API, real live clusters and manifests from memory, all on one fake clock. Several
 * controllers can follow one another on one environment, as processes do.
 */
import { createKubeEvents } from '../adapters/kube-events/kube-events.ts';
import { createReflector } from '../adapters/reflector/reflector.ts';
import type { AppProject } from '../api/app-project/fields.ts';
import type { Application } from '../api/application/fields.ts';
import { customResourceDefinitions } from '../api/crd/definitions.ts';
import type { Clock } from '../base/clock.ts';
import { textAt } from '../base/json-value.ts';
import { HEALTH_ORDER, type HealthStatus } from '../engine/health/health.ts';
import type { Verdict } from '../engine/health/health-of.ts';
import { objectFacts } from '../engine/tree/facts/object-facts.ts';
import { BUILTIN_SCHEMAS } from '../kube/merge-schema/builtin-schema.ts';
import type { KubeObject } from '../kube/object/kube-object.ts';
import { createKubelite } from '../kubelite/index.ts';
import type { KubePort, ResourceType } from '../ports/kube.ts';
import type { Leadership } from '../ports/leadership.ts';
import type { LiveClusters } from '../ports/live-cluster.ts';
import type { ManifestService } from '../ports/manifest-service.ts';
import { createLiveClusters } from '../services/live/index.ts';
import { createReconciler, type Reconciler, type ReconcileTuning } from '../services/reconcile/index.ts';
import { FakeClock } from './fake-clock.ts';
import { type MemoryInstallation, memoryInstallation } from './memory-installation.ts';
import { type MemoryKube, memoryKube } from './memory-kube.ts';
import { memoryLog } from './memory-log.ts';
import { type MemoryManifestService, memoryManifestService } from './memory-manifest-service.ts';
import { type MemoryMetrics, memoryMetrics } from './memory-metrics.ts';
import { soleLeader } from './sole-leader.ts';

export const REPOSITORY = 'https://git.test/app';
export const SERVER = 'https://kubernetes.default.svc';

const TYPES: Readonly<Record<string, ResourceType>> = {
  Application: { group: 'argoproj.io', version: 'v1alpha1', plural: 'applications', namespaced: true },
  ConfigMap: { group: '', version: 'v1', plural: 'configmaps', namespaced: true },
  Secret: { group: '', version: 'v1', plural: 'secrets', namespaced: true },
  Namespace: { group: '', version: 'v1', plural: 'namespaces', namespaced: false },
  Event: { group: '', version: 'v1', plural: 'events', namespaced: true },
  Pod: { group: '', version: 'v1', plural: 'pods', namespaced: true },
  Job: { group: 'batch', version: 'v1', plural: 'jobs', namespaced: true },
  Gate: { group: 'test.example.com', version: 'v1', plural: 'gates', namespaced: true },
  CustomResourceDefinition: {
    group: 'apiextensions.k8s.io',
    version: 'v1',
    plural: 'customresourcedefinitions',
    namespaced: false,
  },
};

/** One controller with its own view of the cluster. */
export interface RunningController {
  readonly reconciler: Reconciler;
  readonly clusters: LiveClusters;
  /** Ends it as an orderly stop does. */
  stop(): Promise<void>;
}

export interface ReconcileEnvironment {
  readonly clock: FakeClock;
  readonly api: MemoryKube;
  readonly manifests: MemoryManifestService;
  readonly installation: MemoryInstallation;
  readonly metrics: MemoryMetrics;
  /** Starts a controller; `kube` stands between it and the API, for faults. */
  startController(
    kube?: KubePort,
    tuning?: Partial<ReconcileTuning>,
    manifests?: ManifestService,
    process?: Partial<ProcessParts>,
  ): Promise<RunningController>;
  /** Lets everything settle that does not wait for time. */
  settle(): Promise<void>;
  apply(object: KubeObject): Promise<KubeObject>;
  get(kind: string, name: string, namespace?: string): Promise<KubeObject | undefined>;
  list(kind: string, namespace?: string): Promise<readonly KubeObject[]>;
  merge(kind: string, name: string, patch: object, namespace?: string): Promise<KubeObject>;
  remove(kind: string, name: string, namespace?: string): Promise<void>;
  app(name?: string): Promise<Application>;
  close(): Promise<void>;
}

/** A fresh cluster with Argo CD's kinds, the kind `Gate` (healthy as its status says), and the namespaces `argocd` and `n`. */
export async function reconcileEnvironment(): Promise<ReconcileEnvironment> {
  const clock = new FakeClock();
  const api = memoryKube({ clock, kubelite: createKubelite({ clock, controllers: true }) });
  const manifests = memoryManifestService();
  const metrics = memoryMetrics();
  const installation = memoryInstallation({ projects: [openProject('default')] });
  const typeOf = (kind: string): ResourceType =>
    TYPES[kind] ?? { group: '', version: 'v1', plural: kind, namespaced: true };
  const environment: ReconcileEnvironment = {
    clock,
    api,
    manifests,
    installation,
    metrics,
    startController: (kube = api, tuning = {}, service = manifests, process = {}) =>
      startController(environment, { kube, tuning, manifests: service, clock, leadership: soleLeader, ...process }),
    settle: () => clock.advance(20),
    apply: (object) => api.create(typeOf(object.kind), object),
    get: (kind, name, namespace = 'n') =>
      api.get({ type: typeOf(kind), namespace: typeOf(kind).namespaced ? namespace : '', name }),
    list: async (kind, namespace = 'n') => {
      const { items } = await api.list(typeOf(kind), { namespace });
      return items.filter((item) => item.metadata.name !== 'kube-root-ca.crt');
    },
    merge: (kind, name, patch, namespace = 'n') =>
      api.patch(
        { type: typeOf(kind), namespace: typeOf(kind).namespaced ? namespace : '', name },
        'merge',
        JSON.stringify(patch),
      ),
    remove: async (kind, name, namespace = 'n') => {
      await api.delete({ type: typeOf(kind), namespace: typeOf(kind).namespaced ? namespace : '', name });
    },
    app: async (name = 'app') => (await environment.get('Application', name, 'argocd')) as unknown as Application,
    close: () => api.kubelite.close(),
  };
  for (const definition of [...customResourceDefinitions(), GATE_DEFINITION]) await environment.apply(definition);
  for (const name of ['argocd', 'n'])
    await environment.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  await environment.settle();
  return environment;
}

/** What a controller has to itself where several run. Default: the environment's clock, and no competitor. */
export interface ProcessParts {
  readonly clock: Clock;
  readonly leadership: Leadership;
  /** The API of a destination. Default: the control plane's. */
  readonly target?: (server: string) => KubePort;
}

interface ControllerParts extends ProcessParts {
  readonly kube: KubePort;
  readonly tuning: Partial<ReconcileTuning>;
  readonly manifests: ManifestService;
}

async function startController(
  environment: ReconcileEnvironment,
  { kube, tuning, manifests, leadership, clock, target = () => kube }: ControllerParts,
): Promise<RunningController> {
  const { metrics } = environment;
  const log = memoryLog();
  const reflector = createReflector({ clock, random: () => 0.5 });
  const clusters = createLiveClusters({
    clock,
    log,
    metrics,
    reflector,
    connect: (server) => ({ kube: target(server), namespaces: [], clusterResources: true }),
    factsOf: (object) => objectFacts(object, gateHealth),
    isWatched: ({ kind }) => Object.hasOwn(TYPES, kind) && kind !== 'Event',
    respectRbac: () => '',
    trackingLabel: () => 'app.kubernetes.io/instance',
    tracksByLabel: () => false,
  });
  const reconciler = createReconciler({
    kube,
    namespace: 'argocd',
    reflector,
    events: createKubeEvents({ kube, component: 'argocd-application-controller', fence: leadership, clock, log }),
    clusters,
    manifests,
    installation: environment.installation,
    clock,
    log,
    metrics,
    schemas: BUILTIN_SCHEMAS,
    leadership,
    healthOverrides: () => gateHealth,
    tuning,
  });
  const started = reconciler.start();
  await environment.settle();
  await Promise.race([started, environment.settle()]);
  return {
    reconciler,
    clusters,
    async stop() {
      await reconciler.stop();
      clusters.close();
    },
  };
}

/** A project that permits everything. */
export function openProject(name: string): AppProject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name, namespace: 'argocd' },
    spec: {
      sourceRepos: ['*'],
      destinations: [{ server: '*', namespace: '*' }],
      clusterResourceWhitelist: [{ group: '*', kind: '*' }],
    },
  };
}

/** An Application of `REPOSITORY` into the namespace `n`. */
export function application(spec: object = {}, metadata: object = {}): KubeObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'app', namespace: 'argocd', ...metadata },
    spec: {
      project: 'default',
      source: { repoURL: REPOSITORY, targetRevision: 'main', path: '.' },
      destination: { server: SERVER, namespace: 'n' },
      ...spec,
    },
  };
}

/** A ConfigMap as it stands in a repository. */
export function configMap(
  name: string,
  annotations: Readonly<Record<string, string>> = {},
  data: object = { key: 'one' },
): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, annotations }, data: data as KubeObject };
}

/** A Gate: its health is what its status says, else its specification, else Progressing. */
export function gate(name: string, annotations: Readonly<Record<string, string>> = {}, spec: object = {}): KubeObject {
  return { apiVersion: 'test.example.com/v1', kind: 'Gate', metadata: { name, annotations }, spec: spec as KubeObject };
}

function gateHealth(object: KubeObject): Verdict | undefined {
  if (object.kind !== 'Gate') return undefined;
  const text = textAt(object, 'status', 'health') ?? textAt(object, 'spec', 'health') ?? 'Progressing';
  const status: HealthStatus = HEALTH_ORDER.find((known) => known === text) ?? 'Unknown';
  return { health: { status } };
}

const GATE_DEFINITION: KubeObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'gates.test.example.com' },
  spec: {
    group: 'test.example.com',
    scope: 'Namespaced',
    names: { kind: 'Gate', plural: 'gates', singular: 'gate', listKind: 'GateList' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
};
