import type { AppProjectSpec } from '../../api/app-project/fields.ts';
import { matchesPattern } from '../../base/text-pattern.ts';

/** Whether Applications of this namespace may belong to a project: the control plane's always may. */
export function isAppNamespacePermitted(project: AppProjectSpec, namespace: string, controlNamespace: string): boolean {
  if (namespace === controlNamespace || namespace === '') return true;
  return project.sourceNamespaces?.some((pattern) => matchesPattern(pattern, namespace)) === true;
}
