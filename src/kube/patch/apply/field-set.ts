/** Sets of paths to owned fields, as a tree of steps. Immutable to its users; every operation shares what it can. */
import type { MergeSchema } from '../../merge-schema/merge-schema.ts';
import { compareSteps } from './path-element.ts';

export interface FieldSet {
  /** The path that ends here is in the set. */
  readonly member: boolean;
  /** By canonical step. No child is empty. */
  readonly children: ReadonlyMap<string, FieldSet>;
}

const NO_CHILDREN: ReadonlyMap<string, FieldSet> = new Map();

export const EMPTY_SET: FieldSet = { member: false, children: NO_CHILDREN };
/** Only the path that ends here. */
export const LEAF: FieldSet = { member: true, children: NO_CHILDREN };

export function isEmptySet(set: FieldSet): boolean {
  return !set.member && set.children.size === 0;
}

/** The node with these children, without empty ones. */
export function fieldSet(member: boolean, children: Iterable<readonly [string, FieldSet]>): FieldSet {
  const kept = new Map<string, FieldSet>();
  for (const [step, child] of children) if (!isEmptySet(child)) kept.set(step, child);
  return kept.size === 0 ? (member ? LEAF : EMPTY_SET) : { member, children: kept };
}

/** The set of these paths. */
export function setOfPaths(paths: Iterable<readonly string[]>): FieldSet {
  let set = EMPTY_SET;
  for (const path of paths)
    set = union(
      set,
      path.reduceRight<FieldSet>((inner, step) => fieldSet(false, [[step, inner]]), LEAF),
    );
  return set;
}

export function union(one: FieldSet, other: FieldSet): FieldSet {
  if (one === other || isEmptySet(other)) return one;
  if (isEmptySet(one)) return other;
  const children = new Map(one.children);
  for (const [step, child] of other.children) {
    const mine = children.get(step);
    children.set(step, mine === undefined ? child : union(mine, child));
  }
  return { member: one.member || other.member, children };
}

/** Paths of the first that are not in the second. */
export function difference(one: FieldSet, other: FieldSet): FieldSet {
  if (one === other) return EMPTY_SET;
  if (isEmptySet(other) || isEmptySet(one)) return one;
  return without(one, other, { member: one.member && !other.member, less: difference });
}

/** As `difference`, but a path of the second also takes away all below it. */
export function differenceBelow(one: FieldSet, other: FieldSet): FieldSet {
  if (other.member) return EMPTY_SET;
  if (isEmptySet(other) || isEmptySet(one)) return one;
  return without(one, other, { member: one.member, less: differenceBelow });
}

type Subtraction = (one: FieldSet, other: FieldSet) => FieldSet;

/** The first with this membership, its children less those of the second; itself where that changes nothing. */
function without(
  one: FieldSet,
  other: FieldSet,
  { member, less }: { readonly member: boolean; readonly less: Subtraction },
): FieldSet {
  let changed: Map<string, FieldSet> | undefined;
  for (const [step, theirs] of other.children) {
    const mine = one.children.get(step);
    const left = mine === undefined ? mine : less(mine, theirs);
    if (left === mine || left === undefined) continue;
    changed ??= new Map(one.children);
    if (isEmptySet(left)) changed.delete(step);
    else changed.set(step, left);
  }
  if (changed === undefined && member === one.member) return one;
  const children = changed ?? one.children;
  return children.size === 0 ? (member ? LEAF : EMPTY_SET) : { member, children };
}

export function intersection(one: FieldSet, other: FieldSet): FieldSet {
  if (one === other) return one;
  if (isEmptySet(one) || isEmptySet(other)) return EMPTY_SET;
  const children: (readonly [string, FieldSet])[] = [];
  for (const [step, child] of one.children) {
    const theirs = other.children.get(step);
    if (theirs !== undefined) children.push([step, intersection(child, theirs)]);
  }
  return fieldSet(one.member && other.member, children);
}

/** True where every path of the first is in the second. */
export function isSubset(one: FieldSet, other: FieldSet): boolean {
  if (one === other) return true;
  if (one.member && !other.member) return false;
  for (const [step, child] of one.children) {
    const theirs = other.children.get(step);
    if (theirs === undefined || !isSubset(child, theirs)) return false;
  }
  return true;
}

export function equalSets(one: FieldSet, other: FieldSet): boolean {
  return isSubset(one, other) && isSubset(other, one);
}

/**
 * The set with every declared member on the way to a path as a path of its own: a struct is owned through what is in it, so
 * removal must name it. Keys of maps and list elements are in the set by themselves where they are owned.
 */
export function withDeclaredMembers(set: FieldSet, schema: MergeSchema): FieldSet {
  if (set.children.size === 0) return set;
  const children = [...set.children].map(([step, child]): readonly [string, FieldSet] => {
    if (!step.startsWith('f:')) return [step, withDeclaredMembers(child, schema.element)];
    const inner = withDeclaredMembers(child, schema.field(step.slice(2))?.schema ?? schema.element);
    const declared = schema.kind === 'object' && schema.field(step.slice(2)) !== undefined;
    return [step, declared && !inner.member ? { member: true, children: inner.children } : inner];
  });
  return { member: set.member, children: new Map(children) };
}

/** All paths of the set, in the server's order: at each place first what ends there, then what lies below. */
export function* pathsOf(set: FieldSet): Generator<readonly string[]> {
  if (set.member) yield [];
  yield* pathsBelow(set, []);
}

function* pathsBelow(set: FieldSet, prefix: readonly string[]): Generator<readonly string[]> {
  const steps = [...set.children.keys()].sort(compareSteps);
  for (const step of steps) if (set.children.get(step)?.member) yield [...prefix, step];
  for (const step of steps) yield* pathsBelow(set.children.get(step) ?? EMPTY_SET, [...prefix, step]);
}
