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
  const { group, kind } = gvkOf(object);
  return rules.filter((rule) => {
    const nameFits = isOpen(rule.name) || rule.name === object.metadata.name;
    const namespaceFits = isOpen(rule.namespace) || rule.namespace === object.metadata.namespace;
    return nameFits && namespaceFits && matchesGlob(rule.kind, kind) && matchesGlob(rule.group ?? '', group);
  });
}

function isOpen(text: string | undefined): boolean {
  return text === undefined || text === '';
}
