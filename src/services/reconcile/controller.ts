/** Wires events to the queue and passes to the steps. An event only says which Application; every pass reads the world. */
import type { Timer } from '../../base/clock.ts';
import { AppError, messageOf } from '../../base/errors.ts';
import { projectName } from '../../engine/project/validate-application.ts';
import type { LiveChange, LiveCluster, LiveClusters, LiveRecord } from '../../ports/live-cluster.ts';
import type { AppKey, LiveView } from '../../ports/live-view.ts';
import type { ResourceWriter } from '../../ports/resource-writer.ts';
import type { Installation } from '../../ports/settings.ts';
import { type AppState, type PassLevel, want } from './app-state.ts';
import { ApplicationStore } from './application-store.ts';
import { APPLICATIONS, appKeyText, isDeleting, isOperating } from './application-view.ts';
import { ClusterIdentities } from './cluster-identities.ts';
import { createEvents } from './events.ts';
import { fencedKube } from './fenced-kube.ts';
import { concerns } from './installation-change.ts';
import { LiveViews } from './live-view.ts';
import { type ContextParts, DEFAULT_PARALLELISM, makeContext, serverOf, settingsOf } from './make-context.ts';
import { sourcesOfApp } from './operation.ts';
import type { PassContext } from './pass.ts';
import { createQueue, type QueueRun, type WorkQueue } from './queue.ts';
import { reconcileApplication } from './reconcile-application.ts';
import type { ReconcileDeps } from './reconcile-deps.ts';
import { createResourceWriter } from './resource-writer.ts';
import { isSkipped } from './skip-reconcile.ts';
import { type HardPeriod, SpreadRefreshes } from './spread-refreshes.ts';
import { createTimerWheel, type TimerWheel } from './timer-wheel.ts';
import { tellTouched } from './touched-applications.ts';
import type { KeyGroup } from './waiting-keys.ts';
import { concernedApps, lookedAt, WakeIndex } from './wake-index.ts';
import { type ChangeOf, WakeRate } from './wake-rate.ts';

/** How often everything is looked at without a reason. It must find nothing. */
const AUDIT_PERIOD = 12 * 3_600_000;

export class Controller {
  readonly liveView: LiveView;
  readonly resourceWriter: ResourceWriter;
  private readonly deps: ReconcileDeps;
  private readonly store: ApplicationStore;
  private readonly queue: WorkQueue;
  private readonly wheel: TimerWheel;
  private readonly spread: SpreadRefreshes;
  private readonly index = new WakeIndex();
  private readonly rate: WakeRate;
  private readonly views: LiveViews;
  private readonly parts: ContextParts;
  private readonly ending = new AbortController();
  private installation: Installation;
  private audit: Timer | undefined;
  private readonly followed = new Set<LiveCluster>();
  private readonly unsubscribe: (() => void)[] = [];

  constructor(given: ReconcileDeps) {
    const clusters = this.followedClusters(given.clusters);
    const deps = { ...given, kube: fencedKube(given.kube, given.leadership), clusters };
    this.deps = deps;
    this.installation = deps.installation.current();
    this.parts = {
      deps,
      kube: given.kube,
      tuning: deps.tuning ?? {},
      events: createEvents(deps.events),
      again: (key) => this.queue.add(key),
      isKnown: (key) => this.store.get(key) !== undefined,
      identities: new ClusterIdentities({ ...deps, installation: () => deps.installation.current() }),
    };
    this.store = new ApplicationStore(deps.namespace, {
      asked: (key) => this.queue.add(key),
      deleting: (key) => this.queue.restart(key),
      gone: (key) => this.forget(key),
    });
    this.queue = createQueue({
      work: (key, run) => this.work(key, run),
      parallelism: deps.tuning?.parallelism ?? DEFAULT_PARALLELISM,
      clock: deps.clock,
      groupOf: (key) => this.groupOf(key),
      onFault: (key, error, pause) => this.fault(key, error, pause),
    });
    this.wheel = createTimerWheel(deps.clock, (key) => {
      this.rate.looked(key);
      this.wake(key);
    });
    this.spread = new SpreadRefreshes(
      deps.clock,
      () => [...this.store.all()].map(([key]) => key),
      (key, level) => this.refresh(key, level),
    );
    this.rate = new WakeRate(deps.clock);
    this.views = new LiveViews(deps, (key) => this.store.get(key));
    this.liveView = this.views;
    this.resourceWriter = createResourceWriter((app) => this.contextOf(appKeyText(app)));
  }

  async start(): Promise<void> {
    const { deps } = this;
    this.unsubscribe.push(
      deps.installation.subscribe((installation) => this.installationChanged(installation)),
      deps.manifests.onMoved((repoUrl) => this.wakeRepository(repoUrl)),
      deps.leadership.onLead((server) => this.takeOver(server)),
    );
    const target = { kube: deps.kube, type: APPLICATIONS, namespace: deps.namespace, signal: this.ending.signal };
    void deps.reflector.run(target, this.store);
    await this.store.ready;
    this.scheduleAudit();
    this.spread.every(hardPeriodOf(this.installation));
  }

  async stop(): Promise<void> {
    this.ending.abort();
    for (const unsubscribe of this.unsubscribe) unsubscribe();
    this.audit?.cancel();
    this.wheel.stop();
    this.spread.stop();
    await this.queue.stop();
  }

  requestRefresh(app: AppKey, level: PassLevel): void {
    const key = appKeyText(app);
    const state = this.store.get(key);
    if (state === undefined) return;
    want(state, level);
    this.queue.add(key);
  }

  async idle(): Promise<void> {
    while (this.queue.size > 0) await this.deps.clock.sleep(1);
  }

  /** Who may take turns with others: a project, and in it the repository that the Application waits for first. */
  private groupOf(key: string): KeyGroup {
    const view = this.store.get(key)?.view;
    const [source] = view === undefined ? [] : sourcesOfApp(view);
    return { project: view === undefined ? '' : projectName(view.app.spec), repository: source?.repoURL ?? '' };
  }

  private contextOf(key: string): PassContext | undefined {
    const state = this.store.get(key);
    return state && makeContext(this.parts, key, state);
  }

  private async work(key: string, run: QueueRun): Promise<void> {
    const state = this.store.get(key);
    if (state === undefined) return;
    if (isSkipped(state.view, this.deps.installation.current())) return;
    this.deps.metrics.count('app_passes_total');
    const { wakeAt } = await reconcileApplication(makeContext({ ...this.parts, run }, key, state));
    if (this.store.get(key) !== state) return;
    if (state.comparison !== undefined) {
      this.index.remember(key, state.comparison.cluster.server, lookedAt(state));
    }
    if (wakeAt !== undefined) this.wheel.wake(key, wakeAt);
    this.views.changed(key);
  }

  /** Whoever gets a cluster is told of its changes from then on: what changes while it is first looked at must not be missed. */
  private followedClusters(clusters: LiveClusters): LiveClusters {
    return {
      ...clusters,
      get: (server) => {
        const cluster = clusters.get(server);
        this.follow(cluster);
        return cluster;
      },
    };
  }

  private follow(cluster: LiveCluster): void {
    if (this.followed.has(cluster)) return;
    this.followed.add(cluster);
    this.unsubscribe.push(cluster.onChange((changes) => this.liveChanged(cluster, changes)));
  }

  private liveChanged(cluster: LiveCluster, changes: readonly LiveChange[]): void {
    const { tracking } = settingsOf(this.deps.installation.current());
    const { index } = this;
    const apps = new Map<string, ChangeOf>();
    for (const change of changes) {
      const wanted = new Set(index.interested(cluster.kube.server, change.key));
      for (const app of concernedApps({ cluster, change, tracking, namespace: this.deps.namespace, index })) {
        // Running operations wait for the smallest things.
        const state = change.minor ? this.store.get(app) : undefined;
        if (state !== undefined && !isOperating(state.view)) continue;
        if (apps.get(app) !== 'managed') apps.set(app, isManaged(change, wanted.has(app)) ? 'managed' : 'child');
      }
    }
    for (const [key, change] of apps) this.wakeInTime(key, change);
  }

  /** At once, unless it was woken so often that its turn comes later. */
  private wakeInTime(key: string, change: ChangeOf): void {
    const state = this.store.get(key);
    if (state === undefined) return;
    const isAtWork = isOperating(state.view) || isDeleting(state.view);
    const at = isAtWork ? undefined : this.rate.postponed(key, change);
    if (at === undefined) this.wake(key);
    else this.wheel.wake(key, at);
  }

  /** What was known of running operations is another leader's past; everything is looked at with leave to act. */
  private takeOver(server: string | undefined): void {
    for (const [key, state] of this.store.all()) {
      if (server !== undefined && !this.isIn(server, state)) continue;
      state.run = undefined;
      want(state, 'cached');
      this.queue.add(key);
    }
  }

  /** The lead over its destination is that over this cluster. */
  private isIn(server: string, { view }: AppState): boolean {
    const installation = this.deps.installation.current();
    const { inClusterEnabled } = settingsOf(installation);
    return serverOf(view, { clusters: installation.clusters, inClusterEnabled }) === server;
  }

  private scheduleAudit(): void {
    this.audit = this.deps.clock.after(AUDIT_PERIOD, () => {
      for (const [key, state] of this.store.all()) {
        state.audited = state.wanted === 'none';
        this.wake(key);
      }
      this.scheduleAudit();
    });
  }

  /** Looks at the live side again. */
  private wake(key: string): void {
    const state = this.store.get(key);
    if (state === undefined) return;
    want(state, 'live');
    this.queue.add(key);
  }

  /** Wakes the Applications that the new snapshot concerns. */
  private installationChanged(installation: Installation): void {
    const before = this.installation;
    this.installation = installation;
    this.spread.every(hardPeriodOf(installation));
    for (const [key, state] of this.store.all()) {
      if (!concerns(before, installation, state.view)) continue;
      want(state, 'cached');
      this.queue.add(key);
    }
  }

  private wakeRepository(repoUrl: string): void {
    const concerned = [...this.store.all()].filter(([, { view }]) =>
      sourcesOfApp(view).some((source) => source.repoURL === repoUrl),
    );
    const { pushJitter, pushJitterThreshold } = settingsOf(this.installation).reconcile;
    const onTouched = this.spread.moved({ jitter: pushJitter, atOnce: pushJitterThreshold });
    const { manifests } = this.deps;
    void tellTouched({ manifests, onTouched, isBusy: (key) => this.queue.has(key) }, concerned);
  }

  /** What runs for it is overtaken: it looks at something older. */
  private refresh(key: string, level: PassLevel): void {
    const state = this.store.get(key);
    if (state === undefined) return;
    want(state, level);
    this.queue.overtake(key);
  }

  private forget(key: string): void {
    this.queue.forget(key);
    this.wheel.cancel(key);
    this.spread.forget(key);
    this.index.forget(key);
    this.rate.forget(key);
    this.views.changed(key);
  }

  private fault(key: string, error: unknown, pause: number): void {
    const code = error instanceof AppError ? error.code : 'unexpected';
    this.deps.metrics.count('app_reconcile_faults_total', { code });
    this.deps.log.warn('pass failed, will be tried again', { application: key, code, error: messageOf(error), pause });
    // What the pass had taken is wanted again.
    const state = this.store.get(key);
    if (state !== undefined) want(state, 'cached');
  }
}

function hardPeriodOf(installation: Installation): HardPeriod {
  const { hardResync, resyncJitter } = settingsOf(installation).reconcile;
  return { period: hardResync, jitter: resyncJitter };
}

/** Somebody wants the object, or it bears a mark of its own. */
function isManaged({ before, after }: LiveChange, isWanted: boolean): boolean {
  return isWanted || [before, after].some((record) => record !== undefined && marksOf(record) !== '');
}

function marksOf({ trackingId, trackingLabel }: LiveRecord): string {
  return trackingId + trackingLabel;
}
