/** Rules of fields to leave out of comparison: of an Application and of the installation (features B4, B5). */
import { matchesGlob } from '../../../base/glob/glob.ts';
import { gvkOf, type KubeObject } from '../../../kube/object/kube-object.ts';

export interface IgnoreRule {
  /** Glob. */
  readonly group?: string;
  /** Glob. */
  readonly kind: string;
  /** Empty: any. */
  readonly name?: string;
  readonly namespace?: string;
  readonly jsonPointers?: readonly string[];
  readonly jqPathExpressions?: readonly string[];
  readonly managedFieldsManagers?: readonly string[];
}

/** Rules that are about an object, in order. */
export function rulesFor(rules: readonly IgnoreRule[], object: KubeObject): readonly IgnoreRule[] {
  const ofKind = rulesOfKind(rules, object);
  return ofKind.every((rule) => isAbout(rule, object)) ? ofKind : ofKind.filter((rule) => isAbout(rule, object));
}

function isAbout({ name, namespace }: IgnoreRule, { metadata }: KubeObject): boolean {
  return (isOpen(name) || name === metadata.name) && (isOpen(namespace) || namespace === metadata.namespace);
}

/** By list of rules and by kind: a list is asked about each object of an Application. */
const BY_KIND = new WeakMap<readonly IgnoreRule[], Map<string, readonly IgnoreRule[]>>();

function rulesOfKind(rules: readonly IgnoreRule[], object: KubeObject): readonly IgnoreRule[] {
  const { group, kind } = gvkOf(object);
  const known = BY_KIND.get(rules) ?? new Map<string, readonly IgnoreRule[]>();
  BY_KIND.set(rules, known);
  const found = known.get(`${group}/${kind}`);
  if (found !== undefined) return found;
  const made = rules.filter((rule) => matchesGlob(rule.kind, kind) && matchesGlob(rule.group ?? '', group));
  known.set(`${group}/${kind}`, made);
  return made;
}

function isOpen(text: string | undefined): boolean {
  return text === undefined || text === '';
}
