/** Settings, projects, repositories and clusters, kept from the control plane's namespace: see `ports/settings.ts`. */
import { type AppProject, appProject } from '../../api/app-project/fields.ts';
import { problemText, tryDecode } from '../../api/schema/decode.ts';
import { type AppError, messageOf } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { KubePort, ResourceType } from '../../ports/kube.ts';
import type { LogPort } from '../../ports/log.ts';
import type { ReflectorPort } from '../../ports/reflector.ts';
import type { Installation, InstallationPort } from '../../ports/settings.ts';
import type { EnvironmentProxies } from './environment-proxy.ts';
import { ObjectSet } from './object-set.ts';
import { sharedAddresses } from './shared-addresses.ts';
import { PART_OF, SECRET_TYPE, snapshotOf } from './snapshot.ts';

export { IN_CLUSTER_SERVER } from './cluster-records.ts';
export { type DefaultsDeps, ensureDefaults } from './ensure-defaults.ts';
export { type EnvironmentProxies, environmentProxies } from './environment-proxy.ts';
export { type SettingsObjects, snapshotOf as installationOf } from './snapshot.ts';

export interface InstallationDeps {
  readonly kube: KubePort;
  /** Of the control plane, e.g. `argocd`. */
  readonly namespace: string;
  readonly reflector: ReflectorPort;
  readonly log: LogPort;
  /** How repositories are reached that name no proxy; default: directly. */
  readonly proxies?: EnvironmentProxies;
  /** What the process was told by variables, by their keys in `argocd-cmd-params-cm`, which they go before. */
  readonly parameters?: Readonly<Record<string, string>>;
}

export interface RunningInstallation extends InstallationPort {
  /** Resolves when everything was listed. Throws why it could not be; it goes on trying, so `start` again. */
  start(): Promise<void>;
  close(): void;
}

type Listener = (installation: Installation) => void;

const TYPES: Readonly<Record<'maps' | 'secrets' | 'projects', ResourceType>> = {
  maps: { group: '', version: 'v1', plural: 'configmaps', namespaced: true },
  secrets: { group: '', version: 'v1', plural: 'secrets', namespaced: true },
  projects: { group: 'argoproj.io', version: 'v1alpha1', plural: 'appprojects', namespaced: true },
};

export function createInstallation(deps: InstallationDeps): RunningInstallation {
  return new Following(deps);
}

class Following implements RunningInstallation {
  readonly #deps: InstallationDeps;
  readonly #stop = new AbortController();
  readonly #listeners = new Set<Listener>();
  readonly #sets: Readonly<Record<keyof typeof TYPES, ObjectSet>>;
  /** Undefined: not listed yet. */
  readonly #states = new Map<keyof typeof TYPES, AppError | 'listed'>();
  #started: PromiseWithResolvers<void> | undefined;
  #isRunning = false;
  /** Something changed since the last snapshot. */
  #isStale = false;
  #installation: Installation;
  /** What was told of Secrets that say the same address, so that each is told once. */
  #shared: ReadonlySet<string> = new Set();

  constructor(deps: InstallationDeps) {
    this.#deps = deps;
    this.#sets = { maps: this.#set('maps'), secrets: this.#set('secrets'), projects: this.#set('projects') };
    this.#installation = snapshotOf({ maps: new Map(), secrets: new Map(), projects: new Map() }, undefined);
  }

  current(): Installation {
    return this.#installation;
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start(): Promise<void> {
    this.#started ??= Promise.withResolvers<void>();
    const { promise } = this.#started;
    if (!this.#isRunning) this.#run();
    else this.#settle();
    return promise;
  }

  close(): void {
    this.#stop.abort();
    this.#started?.reject(new Error('the installation is no longer followed'));
    this.#started?.promise.catch(() => undefined);
  }

  #run(): void {
    this.#isRunning = true;
    const { kube, namespace, reflector } = this.#deps;
    for (const name of ['maps', 'secrets', 'projects'] as const) {
      void reflector.run({ kube, type: TYPES[name], namespace, signal: this.#stop.signal }, this.#sets[name]);
    }
  }

  #set(name: keyof typeof TYPES): ObjectSet {
    return new ObjectSet({
      isWanted: name === 'projects' ? () => true : isOurs,
      changed: () => this.#plan(),
      told: (failure) => {
        if (failure) this.#deps.log.warn('settings cannot be followed', { kind: TYPES[name].plural, error: failure });
        this.#states.set(name, failure ?? 'listed');
        this.#settle();
      },
    });
  }

  /** One snapshot per turn of the event loop, however much changes in it. */
  #plan(): void {
    if (this.#isStale) return;
    this.#isStale = true;
    setImmediate(() => this.#renew());
  }

  #renew(): void {
    if (!this.#isStale || this.#stop.signal.aborted || this.#states.size < 3) return;
    this.#isStale = false;
    const { maps, secrets, projects } = this.#sets;
    const objects = { maps: maps.byName(), secrets: secrets.byName(), projects: this.#projects(projects.byName()) };
    this.#installation = snapshotOf(objects, this.#installation, this.#deps);
    this.#tellShared([...objects.secrets.values()]);
    for (const listener of this.#listeners) this.#tell(listener);
  }

  #tell(listener: Listener): void {
    try {
      listener(this.#installation);
    } catch (error) {
      this.#deps.log.error('a listener of settings failed', { error: messageOf(error) });
    }
  }

  /** Two Secrets of one address are a mistake that nothing else shows: one of them says nothing (H1). */
  #tellShared(secrets: readonly KubeObject[]): void {
    const told = new Set<string>();
    for (const type of ['repository', 'repo-creds']) {
      const ofType = secrets.filter(({ metadata }) => metadata.labels?.[SECRET_TYPE] === type);
      for (const shared of sharedAddresses(ofType)) {
        const key = JSON.stringify([type, shared]);
        told.add(key);
        if (this.#shared.has(key)) continue;
        const message = 'several Secrets say the same address; the first by name is heeded, delete the others';
        this.#deps.log.warn(message, { type, ...shared });
      }
    }
    this.#shared = told;
  }

  /** A project that cannot be read is not there: what it forbids is not known. */
  #projects(objects: ReadonlyMap<string, KubeObject>): ReadonlyMap<string, AppProject> {
    const projects = new Map<string, AppProject>();
    for (const [name, object] of objects) {
      const decoded = tryDecode(appProject, object);
      if (decoded.kind === 'decoded') projects.set(name, decoded.value);
      else this.#deps.log.warn('a project cannot be read', { project: name, reason: problemText(decoded.problems) });
    }
    return projects;
  }

  #settle(): void {
    const states = [...this.#states.values()];
    const failure = states.find((state) => state !== 'listed');
    if (failure === undefined && states.length < 3) return;
    const started = this.#started;
    this.#started = undefined;
    if (failure === undefined) {
      this.#renew();
      started?.resolve();
    } else started?.reject(failure);
  }
}

function isOurs({ metadata }: KubeObject): boolean {
  return (
    metadata.labels?.[PART_OF] === 'argocd' ||
    metadata.labels?.[SECRET_TYPE] !== undefined ||
    metadata.name?.startsWith('argocd-') === true
  );
}
