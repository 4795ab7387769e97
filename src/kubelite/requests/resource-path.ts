/** Paths of resources: `/api/v1/…` and `/apis/<group>/<version>/…`. */

export interface ResourcePath {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  /** Empty for cluster-wide requests, and where the path says so. */
  readonly namespace: string;
  /** It stands under `namespaces/`. */
  readonly scoped: boolean;
  /** Empty for requests about a collection. */
  readonly name: string;
  readonly subresource: string;
  /** What follows the subresource, e.g. of a proxy. */
  readonly rest: readonly string[];
  /** It stands under `watch/`, the old way to ask for one. */
  readonly watch: boolean;
  /** It stands under `proxy/`, where nothing is served any more. */
  readonly proxy: boolean;
}

const NAMESPACE_SUBRESOURCES: ReadonlySet<string> = new Set(['status', 'finalize']);

/** Of a path without escapes. Undefined where it is none of a resource. Source: `RequestInfoFactory` of the API server. */
export function parseResourcePath(path: string): ResourcePath | undefined {
  const [root, ...others] = path.replace(/^\/+|\/+$/g, '').split('/');
  if (root === 'api') return resourceAt('', others);
  if (root === 'apis' && others[0]) return resourceAt(others[0], others.slice(1));
  return undefined;
}

function resourceAt(group: string, [version = '', ...parts]: readonly string[]): ResourcePath | undefined {
  if (parts.length === 0) return undefined;
  if ((parts[0] === 'watch' || parts[0] === 'proxy') && parts.length > 1) {
    const found = resourceAt(group, [version, ...parts.slice(1)]);
    return found && { ...found, [parts[0]]: true };
  }
  const [first = '', second = '', third = ''] = parts;
  if (first === 'namespaces' && parts.length > 2 && !NAMESPACE_SUBRESOURCES.has(third)) {
    return { group, version, namespace: second, scoped: true, ...named(parts.slice(2)) };
  }
  // A namespace is about itself: `objectRef.namespace` of the audit log and authorisation say so.
  return { group, version, namespace: '', scoped: false, ...named(parts) };
}

function named([plural = '', name = '', subresource = '', ...rest]: readonly string[]) {
  return { plural, name, subresource, rest, watch: false, proxy: false };
}
