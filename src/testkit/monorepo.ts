/**
 * Many Applications of one repository, a folder each, with the real source service over a Git in memory, the controller, live
 * clusters and an embedded Kubernetes API, all on one fake clock.
 */
import { createManifestService, type RunningManifestService } from '../services/source/index.ts';
import { type FaultyKube, faultyKube, isWrite } from './faulty-kube.ts';
import { createMemoryGit } from './memory-git.ts';
import { memoryLog } from './memory-log.ts';
import { createMemoryOutside } from './memory-outside.ts';
import { application, type ReconcileEnvironment, reconcileEnvironment } from './reconcile-environment.ts';

/** What was done since the last look. */
export interface Work {
  readonly renders: number;
  readonly fetches: number;
  readonly writes: number;
  /** Gets and lists. Watches are none: a server ends each after some minutes, and it is opened again where it ended. */
  readonly reads: number;
  /** Writes of Applications among them. */
  readonly applicationWrites: number;
  /** Looks at an Application, for whatever reason. */
  readonly passes: number;
}

interface Monorepo {
  readonly place: ReconcileEnvironment;
  readonly manifests: RunningManifestService;
  readonly url: string;
  /** Changes one object of one Application by a commit. Nobody is told. */
  change(app: number, object: number): Promise<void>;
  /** Applications that are Synced and Healthy. */
  settled(): Promise<number>;
  work(): Work;
  close(): Promise<void>;
}

const OBJECTS = 10;
/** Until a first sync of all of them is over. */
const FIRST_SYNC = 30_000;

/** Syncs them, lets hours pass, changes one object of one Application and tells of the push. */
export async function idleAndChange(count: number, hours: number) {
  const world = await monorepo(count);
  const { renders, fetches } = world.work();
  const synced = await world.settled();
  world.work();
  await world.place.clock.advance(hours * 3_600_000);
  const idle = world.work();
  await world.change(Math.floor(count / 2), 3);
  world.manifests.notice(world.url);
  await world.place.clock.advance(5_000);
  const changed = world.work();
  const syncedAgain = await world.settled();
  await world.close();
  return { synced, first: { renders, fetches }, idle, changed, syncedAgain };
}

/** Syncs `count` Applications of ten ConfigMaps each. */
async function monorepo(count: number): Promise<Monorepo> {
  const place = await reconcileEnvironment();
  const git = createMemoryGit();
  const { clock, installation, metrics } = place;
  const manifests = createManifestService({
    ...{ git: git.port, installation, clock, metrics, log: memoryLog() },
    random: () => 0.5,
    ...createMemoryOutside(clock).ports,
  });
  const repository = git.repository('mono');
  const files: Record<string, string> = {};
  for (let app = 0; app < count; app += 1)
    for (let object = 0; object < OBJECTS; object += 1) files[path(app, object)] = text(app, object, 'first');
  await repository.commit({ files });
  for (let app = 0; app < count; app += 1) {
    const source = { repoURL: repository.url, targetRevision: 'main', path: `apps/${nameOf(app)}` };
    const syncPolicy = { automated: { prune: true, selfHeal: true } };
    await place.apply(application({ source, syncPolicy }, { name: nameOf(app) }));
  }
  const kube: FaultyKube = faultyKube(place.api);
  const controller = await place.startController(kube, {}, manifests);
  manifests.start();
  await clock.advance(FIRST_SYNC);
  return {
    ...{ place, manifests, url: repository.url },
    change: async (app, object) => {
      await repository.commit({ files: { [path(app, object)]: text(app, object, 'second') } });
    },
    settled: () => settled(place, count),
    work: () => {
      const { calls } = kube;
      const writes = calls.filter(isWrite);
      const work = {
        renders: metrics.value('renders_total'),
        fetches: metrics.value('git_requests_total', { kind: 'fetch' }),
        writes: writes.length,
        reads: calls.filter((call) => !isWrite(call) && call.verb !== 'watch').length,
        applicationWrites: writes.filter(({ resource }) => resource === 'applications').length,
        passes: metrics.value('app_passes_total'),
      };
      kube.reset();
      metrics.reset();
      return work;
    },
    async close() {
      await controller.stop();
      await manifests.close();
      await place.close();
    },
  };
}

async function settled(place: ReconcileEnvironment, count: number): Promise<number> {
  let number = 0;
  for (let app = 0; app < count; app += 1) {
    const { status } = await place.app(nameOf(app));
    if (status?.sync?.status === 'Synced' && status.health?.status === 'Healthy') number += 1;
  }
  return number;
}

function nameOf(app: number): string {
  return `app-${app}`;
}

function path(app: number, object: number): string {
  return `apps/${nameOf(app)}/cm-${object}.yaml`;
}

function text(app: number, object: number, value: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${nameOf(app)}-${object}\ndata:\n  key: ${value}\n`;
}
