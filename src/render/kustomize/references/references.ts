/** Names that objects refer to one another by, once those names have changed. */

import type { NameReference } from '../configuration/configuration.ts';
import { type Path, type Place, pathOf, visitPath } from '../configuration/visit-fields.ts';
import { isUserFault, kustomizeFault } from '../fault.ts';
import { type Gvk, isClusterScoped, isSelectedBy } from '../object/kind.ts';
import { at, isMap, isSequence, type Node, type NodeMap, put, scalarText } from '../object/node.ts';
import type { Resource } from '../object/resource.ts';
import { effectiveNamespace, idText } from '../object/resource-id.ts';
import type { ResourceSet } from '../object/resource-set.ts';
import { setScalar } from '../object/set-scalar.ts';
import { Places } from './places.ts';

/** Corrects every name field of every resource. */
export function fixReferences(set: ResourceSet, references: readonly NameReference[]): void {
  const byKind = new ReferrerIndex(references);
  const places = new Places(set);
  for (const referrer of set.resources) {
    const fields = byKind.of(referrer.originalId);
    if (fields.length === 0) continue;
    const visible = bindingNamespaces(referrer);
    for (const reference of fields) new Correction({ places, referrer, visible }, reference).run();
  }
  set.changed();
}

interface Reference {
  /** The field that holds a name. */
  readonly path: Path;
  /** What the name is of. */
  readonly target: Partial<Gvk>;
}

/** Which fields may refer to something, by kind: asked once per kind, not once per resource. */
class ReferrerIndex {
  private readonly references: readonly NameReference[];
  private readonly known = new Map<string, readonly Reference[]>();

  constructor(references: readonly NameReference[]) {
    this.references = references;
  }

  of(gvk: Gvk): readonly Reference[] {
    const key = `${gvk.group}/${gvk.version}/${gvk.kind}`;
    let found = this.known.get(key);
    if (found === undefined) {
      found = this.references.flatMap(({ fieldSpecs, ...target }) =>
        fieldSpecs.filter((spec) => isSelectedBy(gvk, spec)).map(({ path }) => ({ path: pathOf({ path }), target })),
      );
      this.known.set(key, found);
    }
    return found;
  }
}

interface Referrer {
  readonly places: Places;
  readonly referrer: Resource;
  /** Namespaces that it sees besides its own. */
  readonly visible: ReadonlySet<string>;
}

class Correction {
  private readonly places: Places;
  private readonly referrer: Resource;
  private readonly visible: ReadonlySet<string>;
  private readonly reference: Reference;

  constructor({ places, referrer, visible }: Referrer, reference: Reference) {
    this.places = places;
    this.referrer = referrer;
    this.visible = visible;
    this.reference = reference;
  }

  run(): void {
    const { referrer, reference } = this;
    try {
      visitPath(referrer.object, reference.path, {
        gvk: referrer.gvk,
        name: () => idText(referrer.id),
        visit: (place) => this.correct(place),
      });
    } catch (error) {
      if (!isUserFault(error)) throw error;
      const about = `updating name reference in '${reference.path.spec.path}' field of '${idText(referrer.id)}'`;
      throw kustomizeFault(`${about}: ${error.message}`, error);
    }
  }

  private correct(place: Place): void {
    const { value } = place;
    if (value === null) return;
    if (isMap(value)) this.correctMap(value);
    else if (isSequence(value)) this.correctList(value);
    else this.correctName(place);
  }

  private correctList(list: Node[]): void {
    for (const [index, item] of list.entries()) {
      if (item === null) continue;
      if (isMap(item)) this.correctMap(item);
      else if (isSequence(item)) throw kustomizeFault('a name is expected to be either a string or a map of string');
      else {
        this.correctName({
          value: item,
          set: (value) => {
            list[index] = value;
          },
        });
      }
    }
  }

  private correctName({ value, set, isQuoted = false }: Place): void {
    const name = scalarText(value);
    const found = this.find(name, this.candidates(name), sameName);
    if (found !== undefined && found.name !== name) setScalar({ value, set, isQuoted }, found.name);
  }

  /** A map with `name` and perhaps `namespace`. */
  private correctMap(map: NodeMap): void {
    const written = at(map, 'name');
    if (written === undefined) throw kustomizeFault("path config error; no 'name' field in node");
    const name = scalarText(written);
    const found = this.find(name, this.inNamespaceOf(map, this.candidates(name)), sameNameAndNamespace);
    if (found === undefined || (found.name === name && found.namespace === '')) return;
    put(map, 'name', found.name);
    if (found.namespace !== '') put(map, 'namespace', found.namespace);
  }

  private inNamespaceOf(map: NodeMap, candidates: readonly Resource[]): readonly Resource[] {
    const written = at(map, 'namespace');
    if (written === undefined) return candidates;
    const namespace = scalarText(written);
    const { referrer, visible } = this;
    const hasOriginal = this.places.hasOriginal(namespace, referrer, visible);
    return candidates.filter((each) => effectiveNamespace(hasOriginal ? each.originalId : each.id) === namespace);
  }

  /** Resources that were called so and that the referrer can see at all. */
  private candidates(name: string): readonly Resource[] {
    return this.places.named(name, this.referrer, this.visible);
  }

  private find(
    name: string,
    candidates: readonly Resource[],
    same: (all: readonly Resource[]) => boolean,
  ): Resource | undefined {
    const { referrer } = this;
    const fitting = candidates.filter(
      (each) =>
        wasCalled(each, name) && wasOfKind(each, this.reference.target) && this.isOfRole(each) && this.isNear(each),
    );
    if (fitting.length === 1) return fitting[0];
    let close = fitting.filter((each) => sameAffixes(each, referrer, { emptyFits: true }));
    if (close.length > 1) close = close.filter((each) => sameAffixes(each, referrer, { emptyFits: false }));
    if (close.length <= 1 || same(close)) return close[0];
    const ids = close.map((each) => idText(each.id)).join(', ');
    throw kustomizeFault(`found multiple possible referrals: ${ids}`);
  }

  /** The name of a role is of the group and kind that stand beside it. */
  private isOfRole(candidate: Resource): boolean {
    if (!this.reference.path.spec.path.endsWith('roleRef/name')) return true;
    const role = at(this.referrer.object, 'roleRef');
    const [group, kind] = [at(role, 'apiGroup'), at(role, 'kind')];
    if (group === undefined || kind === undefined) return true;
    return wasOfKind(candidate, { group: scalarText(group), kind: scalarText(kind) });
  }

  private isNear(candidate: Resource): boolean {
    const { referrer } = this;
    if (isClusterScoped(referrer.gvk) || isClusterScoped(candidate.gvk) || candidate.kind === 'ServiceAccount')
      return true;
    return effectiveNamespace(candidate.id) === effectiveNamespace(referrer.id);
  }
}

function wasCalled(resource: Resource, name: string): boolean {
  return resource.past.some((id) => id.name === name);
}

function wasOfKind(resource: Resource, target: Partial<Gvk>): boolean {
  return resource.pastIds.some((id) => isSelectedBy(id, target));
}

/** Namespaces of the service accounts that a RoleBinding names. */
function bindingNamespaces(resource: Resource): ReadonlySet<string> {
  const subjects = resource.kind === 'RoleBinding' ? at(resource.object, 'subjects') : undefined;
  if (!isSequence(subjects)) return NONE;
  return new Set(
    subjects.flatMap((subject) => {
      const namespace = at(subject, 'namespace');
      if (at(subject, 'kind') === 'ServiceAccount' && namespace === null) {
        throw kustomizeFault(`Invalid Input: namespace is blank for resource "${idText(resource.id)}"`);
      }
      return at(subject, 'kind') === 'ServiceAccount' && namespace !== undefined ? [scalarText(namespace)] : [];
    }),
  );
}

const NONE: ReadonlySet<string> = new Set();

/** Prefixes and suffixes of one end where the other's begin. */
function sameAffixes(left: Resource, right: Resource, { emptyFits }: { readonly emptyFits: boolean }): boolean {
  const agree = (a: readonly string[], b: readonly string[]): boolean =>
    (emptyFits && (a.length === 0 || b.length === 0)) || sameEnd(a, b);
  return agree(left.prefixes, right.prefixes) && agree(left.suffixes, right.suffixes);
}

function sameEnd(left: readonly string[], right: readonly string[]): boolean {
  const length = Math.min(left.length, right.length);
  if (length === 0) return left.length === right.length;
  return left.slice(-length).every((text, index) => text === right.slice(-length)[index]);
}

function sameName(resources: readonly Resource[]): boolean {
  return resources.every((each) => each.name === resources[0]?.name);
}

function sameNameAndNamespace(resources: readonly Resource[]): boolean {
  return sameName(resources) && resources.every((each) => each.namespace === resources[0]?.namespace);
}
