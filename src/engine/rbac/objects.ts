/** Names of things in policies (features G5). */

/** `<project>/<name>`, with the namespace between for Applications outside the control plane. */
export function applicationObject(
  app: { readonly project: string; readonly namespace: string; readonly name: string },
  controlNamespace: string,
): string {
  const inControlPlane = app.namespace === '' || app.namespace === controlNamespace;
  return inControlPlane ? `${app.project}/${app.name}` : `${app.project}/${app.namespace}/${app.name}`;
}

/** `<url>`, or `<project>/<url>` of a repository or cluster that is scoped to a project. */
export function scopedObject(url: string, project: string): string {
  return project === '' ? url : `${project}/${url}`;
}

/** `update/<group>/<kind>/<namespace>/<name>` and `delete/…`: a right on one resource of an Application (features G6). */
export function resourceAction(
  verb: 'update' | 'delete',
  key: { readonly group: string; readonly kind: string; readonly namespace: string; readonly name: string },
): string {
  return `${verb}/${key.group}/${key.kind}/${key.namespace}/${key.name}`;
}

/** `action/<group>/<kind>/<name>`: a right to run an action of a kind. */
export function kindAction(kind: { readonly group: string; readonly kind: string }, action: string): string {
  return `action/${kind.group}/${kind.kind}/${action}`;
}
