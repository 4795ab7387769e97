/** Objects in an Application's namespace that no Application manages (features E7). */
import type { AppProjectSpec, OrphanedResourceKey } from '../../../api/app-project/fields.ts';
import { matchesGlob } from '../../../base/glob/glob.ts';
import { keyText, type ObjectKey } from '../../../kube/object/kube-object.ts';
import type { ConditionText } from '../../conditions/merge-conditions.ts';
import { isKindPermitted } from '../../project/resource-permitted.ts';

/** One live object of the namespace. */
export interface NamespaceObject {
  readonly key: ObjectKey;
  readonly owners: readonly unknown[];
  /** Instance whose marks it bears; empty for none. */
  readonly instance: string;
}

/** What every namespace has without anybody's doing. */
const OF_THE_CLUSTER: readonly OrphanedResourceKey[] = [
  { group: '', kind: 'ServiceAccount', name: 'default' },
  { group: '', kind: 'ConfigMap', name: 'kube-root-ca.crt' },
  { group: '', kind: 'ConfigMap', name: 'openshift-service-ca.crt' },
];

export interface OrphanQuestion {
  readonly objects: readonly NamespaceObject[];
  /** Texts of the keys in the Application's own tree. */
  readonly managed: ReadonlySet<string>;
  readonly project: AppProjectSpec;
  /** Whether an Application of this instance name exists. */
  readonly isApplication: (instance: string) => boolean;
}

/** Empty where the project does not monitor orphans. */
export function orphansOf({ objects, managed, project, isApplication }: OrphanQuestion): readonly ObjectKey[] {
  const settings = project.orphanedResources;
  if (settings === undefined) return [];
  return objects
    .filter(({ key, owners, instance }) => {
      if (owners.length > 0 || key.namespace === '' || managed.has(keyText(key))) return false;
      if (instance !== '' && isApplication(instance)) return false;
      return isKindPermitted(project, key, true) && !isExempt(key, settings.ignore ?? []);
    })
    .map(({ key }) => key);
}

/** The warning, where the project asks for one. What descends from an orphan counts as one, too (seen on Argo CD 3.2). */
export function orphanWarnings(count: number, project: AppProjectSpec): readonly ConditionText[] {
  if (count === 0 || project.orphanedResources?.warn !== true) return [];
  return [{ type: 'OrphanedResourceWarning', message: `Application has ${count} orphaned resources` }];
}

function isExempt(key: ObjectKey, ignored: readonly OrphanedResourceKey[]): boolean {
  const apiService = key.kind === 'Service' && key.namespace === 'default' && key.name === 'kubernetes';
  return (apiService && key.group === '') || [...OF_THE_CLUSTER, ...ignored].some((entry) => matches(entry, key));
}

function matches(entry: OrphanedResourceKey, key: ObjectKey): boolean {
  const fits = (pattern: string | undefined, text: string) =>
    pattern === undefined || pattern === '' || matchesGlob(pattern, text);
  return matchesGlob(entry.group ?? '', key.group) && fits(entry.kind, key.kind) && fits(entry.name, key.name);
}
