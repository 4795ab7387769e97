/** Many synced Applications on one cluster, left alone for a long time on the fake clock. */
import { type FaultyKube, faultyKube, isWrite } from './faulty-kube.ts';
import { application, configMap, REPOSITORY, reconcileEnvironment } from './reconcile-environment.ts';

export interface IdleCounts {
  /** Applications that were Synced and Healthy when the idling began. */
  readonly synced: number;
  readonly renders: number;
  readonly writes: number;
  /** Reads of single objects and lists; watches that the server ends count as well. */
  readonly reads: number;
  /** What an audit of everything found afterwards. */
  readonly missed: number;
}

/** Syncs `count` Applications of `objects` ConfigMaps each, then lets `hours` pass. */
export async function idleApplications(count: number, objects: number, hours: number): Promise<IdleCounts> {
  const place = await reconcileEnvironment();
  const kube: FaultyKube = faultyKube(place.api);
  const names = Array.from({ length: count }, (_, at) => `app-${at}`);
  for (const name of names) {
    place.manifests.commit(
      `${REPOSITORY}/${name}`,
      Array.from({ length: objects }, (_, at) => configMap(`${name}-${at}`)),
    );
    const source = { repoURL: `${REPOSITORY}/${name}`, targetRevision: 'main', path: '.' };
    await place.apply(application({ source, syncPolicy: { automated: { selfHeal: true, prune: true } } }, { name }));
  }
  const controller = await place.startController(kube);
  await place.clock.advance(5_000);
  const apps = await Promise.all(names.map((name) => place.app(name)));
  const synced = apps.filter(({ status }) => status?.sync?.status === 'Synced' && status.health?.status === 'Healthy');
  kube.reset();
  const before = place.manifests.renders;
  await place.clock.advance(hours * 3_600_000);
  const writes = kube.calls.filter(isWrite).length;
  const counts = { renders: place.manifests.renders - before, writes, reads: kube.calls.length - writes };
  await place.clock.advance(Math.max(0, 13 - hours) * 3_600_000);
  await controller.stop();
  await place.close();
  return { synced: synced.length, ...counts, missed: place.metrics.value('missed_changes_total') };
}
