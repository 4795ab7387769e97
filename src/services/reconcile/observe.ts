/**
 * Manifests made ready for the cluster, and what the cluster holds in their places and under our marks. Before: render.
 * After: compare.
 */
import { type PreparedTargets, preparing } from '../../engine/compare/application/prepare-targets.ts';
import {
  gvkOf,
  type KubeObject,
  keyOf,
  keyText,
  type ObjectKey,
  splitApiVersion,
} from '../../kube/object/kube-object.ts';
import type { LiveCluster } from '../../ports/live-cluster.ts';
import { paced, paceOf } from './pace.ts';
import type { PassContext } from './pass.ts';
import type { PassSettings } from './settings.ts';

export interface Observed {
  /** Undefined where the manifests could not be made. */
  readonly targets: PreparedTargets | undefined;
  /** Live objects in the places of desired ones, in their version, and all that bear our marks. */
  readonly live: readonly KubeObject[];
  /** Kinds, as `group/Kind` or `group/*`, that cannot be watched now: absence of their objects is no evidence. */
  readonly blind: ReadonlySet<string>;
}

/** Targets as they were made last, and what they were made from. */
export interface RememberedTargets {
  readonly manifests: readonly KubeObject[];
  readonly settings: PassSettings;
  readonly destination: string;
  readonly scopes: string;
  readonly targets: PreparedTargets;
}

/** An object to be looked at; the version is that of the target, where there is one. */
interface Place {
  readonly id: string;
  readonly key: ObjectKey;
  readonly apiVersion: string | undefined;
}

/** Bodies asked for at the same time. */
const READS = 50;

/** Reads the cluster from memory, but for what is not kept there. Throws where the cluster cannot be reached. */
export async function observeCluster(
  context: PassContext,
  cluster: LiveCluster,
  manifests: readonly KubeObject[] | undefined,
): Promise<Observed> {
  await cluster.ready();
  const targets = manifests === undefined ? undefined : await targetsOf(context, cluster, manifests);
  const places = new Map(placesOf(targets).map((place) => [place.id, place]));
  for (const { key } of cluster.managedBy(context.view.instance)) {
    const id = keyText(key);
    if (!places.has(id)) places.set(id, { id, key, apiVersion: undefined });
  }
  return {
    targets,
    live: await liveBodies(context, cluster, [...places.values()]),
    blind: new Set(cluster.gaps().map((gap) => `${gap.group}/${gap.kind}`)),
  };
}

/** By the targets that they are of: the places of one list of targets are always the same. */
const PLACES = new WeakMap<PreparedTargets, readonly Place[]>();

function placesOf(targets: PreparedTargets | undefined): readonly Place[] {
  if (targets === undefined) return [];
  const known = PLACES.get(targets);
  if (known !== undefined) return known;
  const made = targets.objects.map((target) => {
    const key = keyOf(target);
    return { id: keyText(key), key, apiVersion: target.apiVersion };
  });
  PLACES.set(targets, made);
  return made;
}

/** Of objects that have not changed since the last look the bodies of then serve on: comparing goes by the same body. */
async function liveBodies(
  context: PassContext,
  cluster: LiveCluster,
  places: readonly Place[],
): Promise<readonly KubeObject[]> {
  const { state } = context;
  const pace = paceOf(context.deps.clock);
  const bodies = new Map<string, KubeObject>();
  for (let at = 0; at < places.length; at += READS) {
    const some = places.slice(at, at + READS);
    const answers = await Promise.all(
      some.map((place) => {
        const answer = state.run?.applied.get(place.id)?.answer;
        const known = sameBody(state.bodies.get(place.id), place, cluster) ?? sameBody(answer, place, cluster);
        return known ?? bodyIn(cluster, place);
      }),
    );
    for (const [index, body] of answers.entries()) {
      if (body !== undefined) bodies.set(some[index]?.id ?? '', body);
    }
    const turn = pace.turn();
    if (turn !== undefined) await turn;
  }
  state.bodies = bodies;
  return [...bodies.values()];
}

function sameBody(
  held: KubeObject | undefined,
  { key, apiVersion = held?.apiVersion }: Place,
  cluster: LiveCluster,
): KubeObject | undefined {
  if (held === undefined || held.apiVersion !== apiVersion) return undefined;
  const record = cluster.get(key);
  const { uid, resourceVersion } = held.metadata;
  return record?.uid === uid && record?.resourceVersion === resourceVersion ? held : undefined;
}

/** The same targets for the same manifests, so that comparisons can be reused. */
async function targetsOf(
  context: PassContext,
  cluster: LiveCluster,
  manifests: readonly KubeObject[],
): Promise<PreparedTargets> {
  const { view, settings, state } = context;
  const destination = view.app.spec.destination.namespace ?? '';
  const isNamespaced = (group: string, kind: string) => cluster.resourceFor(group, kind)?.namespaced;
  const scopes = scopesOf(manifests, isNamespaced);
  const before = state.targets;
  if (
    before?.manifests === manifests &&
    before.settings === settings &&
    before.destination === destination &&
    before.scopes === scopes
  ) {
    return before.targets;
  }
  const work = preparing(manifests, {
    instance: view.instance,
    destinationNamespace: destination,
    tracking: settings.tracking,
    isNamespaced,
    isExcluded: (group, kind) => settings.isExcluded({ group, kind }, cluster.kube.server),
  });
  const targets = await paced(paceOf(context.deps.clock), work);
  state.targets = { manifests, settings, destination, scopes, targets };
  return targets;
}

/** What the cluster says about the kinds of the manifests, as one text. */
function scopesOf(
  manifests: readonly KubeObject[],
  isNamespaced: (group: string, kind: string) => boolean | undefined,
): string {
  const kinds = new Map<string, boolean | undefined>();
  for (const manifest of manifests) {
    const { group, kind } = gvkOf(manifest);
    kinds.set(`${group}/${kind}`, isNamespaced(group, kind));
  }
  return [...kinds].map(([kind, namespaced]) => `${kind}=${namespaced}`).join(' ');
}

/** The body in the version of the target: kinds are watched in their preferred version only. */
async function bodyIn(cluster: LiveCluster, { key, apiVersion }: Place): Promise<KubeObject | undefined> {
  if (key.name === '' || cluster.get(key) === undefined) return undefined;
  const body = await cluster.body(key);
  if (body === undefined || apiVersion === undefined || body.apiVersion === apiVersion) return body;
  const { group, version } = splitApiVersion(apiVersion);
  const resource = cluster.resourceFor(group, key.kind, version);
  if (resource === undefined || resource.version !== version) return body;
  return cluster.kube.get({ type: resource, namespace: key.namespace, name: key.name });
}
