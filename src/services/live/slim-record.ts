/** From a whole object to the few facts kept of each: see `LiveRecord`. Pure but for the shared texts. */
import { HEALTH_STATUS_CODES } from '../../api/enumerations.ts';
import { textAt } from '../../base/json-value.ts';
import {
  type KubeObject,
  keyOf,
  type ObjectKey,
  type OwnerReference,
  splitApiVersion,
} from '../../kube/object/kube-object.ts';
import type { LiveFacts, LiveRecord } from '../../ports/live-cluster.ts';
import type { Interner } from './interner.ts';

const TRACKING_ID = 'argocd.argoproj.io/tracking-id';
const INSTALLATION_ID = 'argocd.argoproj.io/installation-id';

export interface SlimDeps {
  readonly intern: Interner;
  readonly factsOf: (object: KubeObject) => LiveFacts;
  /** Label that can name the application, e.g. `app.kubernetes.io/instance`. */
  readonly trackingLabel: () => string;
  /** The key of an owner in this namespace: owners of a cluster-scoped kind have none. */
  readonly ownerKey: (owner: OwnerReference, namespace: string) => ObjectKey;
}

type Owner = LiveRecord['owners'][number];

const NO_OWNERS: readonly Owner[] = [];

export function slimRecord(object: KubeObject, deps: SlimDeps): LiveRecord {
  const { metadata } = object;
  const { intern } = deps;
  const key = keyOf(object);
  const { group, version } = splitApiVersion(object.apiVersion);
  return {
    key: { group: intern(group), kind: intern(key.kind), namespace: intern(key.namespace), name: key.name },
    version: intern(version),
    uid: metadata.uid ?? '',
    resourceVersion: metadata.resourceVersion ?? '',
    createdAt: metadata.creationTimestamp ?? '',
    owners: ownersOf(metadata.ownerReferences, key.namespace, deps),
    trackingId: textAt(metadata.annotations, TRACKING_ID) ?? '',
    trackingLabel: intern(textAt(metadata.labels, deps.trackingLabel()) ?? ''),
    installationId: intern(textAt(metadata.annotations, INSTALLATION_ID) ?? ''),
    deleting: metadata.deletionTimestamp !== undefined,
    facts: sharedFacts(deps.factsOf(object), intern),
  };
}

/** The application a record bears by annotation: the tracking id up to its first colon. */
export function trackedInstance(trackingId: string): string {
  const colon = trackingId.indexOf(':');
  return colon < 0 ? '' : trackingId.slice(0, colon);
}

function ownersOf(
  references: readonly OwnerReference[] | undefined,
  namespace: string,
  deps: SlimDeps,
): readonly Owner[] {
  if (!Array.isArray(references) || references.length === 0) return NO_OWNERS;
  return references.map((owner) => ({
    uid: owner.uid,
    key: deps.ownerKey(owner, namespace),
    controller: owner.controller === true,
  }));
}

const EMPTY: readonly never[] = [];
/** Health without a message is one of these. */
const BARE_HEALTH: Readonly<Record<string, NonNullable<LiveFacts['health']>>> = Object.fromEntries(
  HEALTH_STATUS_CODES.map((status) => [status, { status }]),
);

function sharedFacts(facts: LiveFacts, intern: Interner): LiveFacts {
  return {
    health: sharedHealth(facts.health),
    images: facts.images.length === 0 ? EMPTY : facts.images.map(intern),
    info: facts.info.length === 0 ? EMPTY : facts.info,
    ...(facts.networking === undefined ? {} : { networking: facts.networking }),
  };
}

function sharedHealth(health: LiveFacts['health']): LiveFacts['health'] {
  return health === undefined || health.message ? health : (BARE_HEALTH[health.status] ?? health);
}
