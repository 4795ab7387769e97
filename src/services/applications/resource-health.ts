/**
 * Health of each resource in the status, filled in from the tree where the controller keeps it only there
 * (`resourceHealthSource: appTree`), as Get and Watch answer (recorded: app/get beside app/list). Pure.
 */
import type { Application } from '../../api/application/fields.ts';
import type { ApplicationTree } from '../../api/application/tree-fields.ts';

export function withResourceHealth(app: Application, tree: ApplicationTree | undefined): Application {
  const { status } = app;
  if (status?.resourceHealthSource !== 'appTree' || !status.resources || !tree?.nodes) return app;
  const healths = new Map(tree.nodes.map((node) => [keyOf(node), node.health]));
  const resources = status.resources.map((resource) => {
    const health = healths.get(keyOf(resource));
    return health ? { ...resource, health } : resource;
  });
  return { ...app, status: { ...status, resources } };
}

interface Keyed {
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
}

function keyOf({ group = '', kind = '', namespace = '', name = '' }: Keyed): string {
  return `${group}/${kind}/${namespace}/${name}`;
}
