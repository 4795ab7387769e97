/** The resources that `app actions` works on: the managed ones, and the Application itself (surface §2.2). */
import type { Application } from '../../api/application/fields.ts';
import type { ResourceDiff } from '../../api/application/tree-fields.ts';
import { AppError } from '../../base/errors.ts';
import { parseJson } from '../../base/json/parse.ts';
import { type Json, textAt } from '../../base/json-value.ts';
import { type ObjectKey, splitApiVersion } from '../../kube/object/kube-object.ts';
import type { ApiClient } from './api-client.ts';
import { type ApplicationName, applicationPath, namespaceQuery } from './command.ts';

export interface ActionableResource extends ObjectKey {
  readonly version: string;
}

export interface ResourceChoice {
  /** Undefined: any; the empty text is the core group. */
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly resourceName?: string;
  /** More than one may fit. */
  readonly all: boolean;
}

/** Live resources, the Application last. */
export async function actionableResources(
  api: ApiClient,
  key: ApplicationName,
): Promise<readonly ActionableResource[]> {
  const managed = await managedResources(api, key);
  const { metadata } = await api.call<Application>({ path: applicationPath(key), query: namespaceQuery(key) });
  const { namespace = '', name = '' } = metadata;
  const own = { group: 'argoproj.io', version: 'v1alpha1', kind: 'Application', namespace, name };
  return [...managed, own];
}

/** What of the Application's own resources is in the cluster. */
export async function managedResources(api: ApiClient, key: ApplicationName): Promise<readonly ActionableResource[]> {
  const path = `${applicationPath(key)}/managed-resources`;
  const query = namespaceQuery(key);
  const { items } = await api.call<{ items?: readonly ResourceDiff[] | null }>({ path, query });
  return (items ?? []).flatMap(({ liveState }) => resourceOf(liveState));
}

/** Throws `cli.resource` (user) where none fits, or several do and only one may. */
export function chooseResources(
  resources: readonly ActionableResource[],
  { group, kind, namespace, resourceName, all }: ResourceChoice,
): readonly ActionableResource[] {
  const chosen = resources.filter(
    (resource) =>
      (group === undefined || group === resource.group) &&
      (!kind || kind === resource.kind) &&
      (!namespace || namespace === resource.namespace) &&
      (!resourceName || resourceName === resource.name),
  );
  if (chosen.length === 0) throw unclear('no matching resource found');
  if (chosen.length > 1 && !all) {
    throw unclear('multiple resources match inputs. Use the --all flag to patch multiple resources');
  }
  return chosen;
}

/** None for what is not in the cluster. */
function resourceOf(liveState: string | undefined): readonly ActionableResource[] {
  const live: Json = liveState ? parseJson(liveState) : null;
  const kind = textAt(live, 'kind');
  if (kind === undefined) return [];
  return [
    {
      ...splitApiVersion(textAt(live, 'apiVersion') ?? ''),
      kind,
      namespace: textAt(live, 'metadata', 'namespace') ?? '',
      name: textAt(live, 'metadata', 'name') ?? '',
    },
  ];
}

function unclear(message: string): AppError {
  return new AppError({ code: 'cli.resource', kind: 'user', message });
}
