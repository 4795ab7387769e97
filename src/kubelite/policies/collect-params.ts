/** The parameters that a binding gives its policy. */
import { isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { labelSelectorOf, matchesLabels } from '../../kube/selector/label-selector.ts';
import type { Cluster } from '../operations/cluster.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';

export type Params =
  /** One evaluation each; undefined where the policy takes none. */
  | { readonly kind: 'params'; readonly found: readonly (KubeObject | undefined)[] }
  | { readonly kind: 'wrong'; readonly why: string };

const NONE: Params = { kind: 'params', found: [undefined] };

export interface ParamPlace {
  /** `spec.paramRef` of the binding. */
  readonly ref: Json | undefined;
  /** Of the request. */
  readonly namespace: string;
}

/** Why a policy can be bound to nothing: nobody serves the kind of its parameters. */
export function unknownParams({ registry }: Cluster, spec: JsonObject): string | undefined {
  const wanted = memberAt(spec, 'paramKind');
  if (!isObject(wanted)) return undefined;
  const [apiVersion, kind] = [textAt(wanted, 'apiVersion') ?? '', textAt(wanted, 'kind') ?? ''];
  if (registry.ofKind(apiVersion, kind) !== undefined) return undefined;
  const written = apiVersion.includes('/') ? apiVersion : `/${apiVersion}`;
  return `failed to find resource referenced by paramKind: '${written}, Kind=${kind}'`;
}

export function collectParams(cluster: Cluster, spec: JsonObject, { ref, namespace }: ParamPlace): Params {
  const wanted = memberAt(spec, 'paramKind');
  if (!isObject(wanted) || !isObject(ref)) return NONE;
  const [apiVersion, kind] = [textAt(wanted, 'apiVersion') ?? '', textAt(wanted, 'kind') ?? ''];
  const definition = cluster.registry.ofKind(apiVersion, kind);
  if (definition === undefined) return NONE;
  const own = textAt(ref, 'namespace') ?? '';
  if (own !== '' && !definition.namespaced) {
    return wrong('paramRef.namespace must not be provided for a cluster-scoped `paramKind`');
  }
  const place = definition.namespaced ? own || namespace : '';
  if (definition.namespaced && place === '') {
    return wrong('cannot use namespaced paramRef in policy binding that matches cluster-scoped resources');
  }
  const found = chosen(cluster, definition, ref, place);
  if (found.length === 0 && textAt(ref, 'parameterNotFoundAction') === 'Deny') {
    return wrong('no params found for policy binding with `Deny` parameterNotFoundAction');
  }
  return { kind: 'params', found };
}

function wrong(why: string): Params {
  return { kind: 'wrong', why };
}

function chosen(
  { store }: Cluster,
  definition: ResourceDefinition,
  ref: JsonObject,
  namespace: string,
): readonly KubeObject[] {
  const name = textAt(ref, 'name') ?? '';
  const selector = labelSelectorOf(ref['selector']) ?? [];
  const stored =
    name === ''
      ? [...store.list(definition.shelf, definition.namespaced ? namespace : undefined)]
      : [store.get(definition.shelf, namespace, name)];
  return stored
    .flatMap((each) => (each === undefined ? [] : [each.as(definition.apiVersion, definition.convert).object]))
    .filter((object) => name !== '' || matchesLabels(selector, object.metadata.labels));
}
