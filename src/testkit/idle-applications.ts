/** Many synced Applications on one cluster, left alone for a long time on the fake clock. */
import { createElection } from '../services/leadership/index.ts';
import { type FaultyKube, faultyKube, isWrite } from './faulty-kube.ts';
import { memoryLog } from './memory-log.ts';
import { application, configMap, REPOSITORY, reconcileEnvironment } from './reconcile-environment.ts';
import { soleLeader } from './sole-leader.ts';

export interface IdleCounts {
  /** Applications that were Synced and Healthy when the idling began. */
  readonly synced: number;
  readonly renders: number;
  /** Without renewals of the Lease. */
  readonly writes: number;
  readonly renewals: number;
  /** Reads of single objects and lists; watches that the server ends count as well. */
  readonly reads: number;
  /** What an audit of everything found afterwards. */
  readonly missed: number;
}

export interface Idling {
  readonly count: number;
  readonly objects: number;
  readonly hours: number;
  /** The controller leads by a Lease; else it is the only one by definition. */
  readonly lease: boolean;
}

/** Syncs `count` Applications of `objects` ConfigMaps each, then lets `hours` pass. */
export async function idleApplications({ count, objects, hours, lease }: Idling): Promise<IdleCounts> {
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
  const { clock } = place;
  const at = { namespace: 'argocd', name: 'lead' };
  const election = lease ? createElection({ kube, place: at, identity: 'idle', clock, log: memoryLog() }) : undefined;
  await election?.start();
  const controller = await place.startController(kube, {}, undefined, { leadership: election ?? soleLeader });
  await place.clock.advance(5_000);
  const apps = await Promise.all(names.map((name) => place.app(name)));
  const synced = apps.filter(({ status }) => status?.sync?.status === 'Synced' && status.health?.status === 'Healthy');
  kube.reset();
  const before = place.manifests.renders;
  await place.clock.advance(hours * 3_600_000);
  const written = kube.calls.filter(isWrite);
  const renewals = written.filter(({ resource }) => resource === 'leases').length;
  const counts = {
    renders: place.manifests.renders - before,
    writes: written.length - renewals,
    renewals,
    reads: kube.calls.length - written.length,
  };
  await place.clock.advance(Math.max(0, 13 - hours) * 3_600_000);
  await controller.stop();
  await election?.stop();
  await place.close();
  return { synced: synced.length, ...counts, missed: place.metrics.value('missed_changes_total') };
}
