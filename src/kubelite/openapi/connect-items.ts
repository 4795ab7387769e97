/** Paths in OpenAPI v3 of what goes through to a node or a pod: exec, attach, forwarded ports, proxies, logs. */
import type { JsonObject } from '../../base/json-value.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import { capitalised, tagOf, versionWords } from './operation.ts';
import { pathParameters, queryParameter } from './operation-parameters.ts';

/** What a subresource takes: methods in the words of operation ids, and query parameters. */
interface Connection {
  readonly methods: readonly string[];
  readonly query: readonly string[];
  /** A path may follow. */
  readonly withPath?: boolean;
}

const STREAMS = ['container', 'stderr', 'stdin', 'stdout', 'tty'];
const CONNECTIONS: Readonly<Record<string, Connection>> = {
  attach: { methods: ['Get', 'Post'], query: STREAMS },
  exec: { methods: ['Get', 'Post'], query: ['command', ...STREAMS] },
  portforward: { methods: ['Get', 'Post'], query: ['ports'] },
  proxy: { methods: ['Get', 'Put', 'Post', 'Delete', 'Options', 'Head', 'Patch'], query: ['path'], withPath: true },
};
const LOG_QUERY = [
  ...['container', 'follow', 'insecureSkipTLSVerifyBackend', 'limitBytes', 'pretty', 'previous', 'sinceSeconds'],
  ...['stream', 'tailLines', 'timestamps'],
];
const LOG_TYPES = ['application/json', 'application/vnd.kubernetes.protobuf', 'application/yaml', 'text/plain'];
const OPTIONS: Readonly<Record<string, string>> = { portforward: 'PortForward' };

/** The paths of a subresource at `path`; none where it is one that reads or writes objects. */
export function connectItems(
  definition: ResourceDefinition,
  subresource: string,
  path: string,
): readonly (readonly [path: string, item: JsonObject])[] {
  if (subresource === 'log') return [[path, { get: readOfLog(definition), parameters: parametersOf(path, LOG_QUERY) }]];
  const connection = Object.hasOwn(CONNECTIONS, subresource) ? CONNECTIONS[subresource] : undefined;
  if (connection === undefined) return [];
  const itemAt = (at: string, ending: string): readonly [string, JsonObject] => [
    at,
    {
      ...Object.fromEntries(
        connection.methods.map((method) => [
          method.toLowerCase(),
          operationOf(definition, { subresource, method, ending }),
        ]),
      ),
      parameters: parametersOf(at, connection.query),
    },
  ];
  return [itemAt(path, ''), ...(connection.withPath ? [itemAt(`${path}/{path}`, 'WithPath')] : [])];
}

function parametersOf(path: string, query: readonly string[]): readonly JsonObject[] {
  const all = [...pathParameters(path), ...query.map(queryParameter)];
  return all.toSorted((one, other) => (String(one['name']) < String(other['name']) ? -1 : 1));
}

function operationOf(
  definition: ResourceDefinition,
  { subresource, method, ending }: { readonly subresource: string; readonly method: string; readonly ending: string },
): JsonObject {
  const { group, version, kind } = definition;
  const what = `${scopedKind(definition)}${capitalised(subresource)}${ending}`;
  return {
    tags: [tagOf(definition)],
    operationId: `connect${versionWords(definition)}${method}${what}`,
    responses: textIn(['*/*']),
    'x-kubernetes-action': 'connect',
    'x-kubernetes-group-version-kind': {
      group,
      version,
      kind: `${kind}${OPTIONS[subresource] ?? capitalised(subresource)}Options`,
    },
  };
}

function readOfLog(definition: ResourceDefinition): JsonObject {
  const { group, version, kind } = definition;
  return {
    tags: [tagOf(definition)],
    operationId: `read${versionWords(definition)}${scopedKind(definition)}Log`,
    responses: textIn(LOG_TYPES),
    'x-kubernetes-action': 'get',
    'x-kubernetes-group-version-kind': { group, version, kind },
  };
}

function textIn(types: readonly string[]): JsonObject {
  const content = Object.fromEntries(types.map((type) => [type, { schema: { type: 'string' } }]));
  return { 200: { description: 'OK', content }, 401: { description: 'Unauthorized' } };
}

/** `NamespacedPod`. */
function scopedKind({ namespaced, kind }: ResourceDefinition): string {
  return `${namespaced ? 'Namespaced' : ''}${kind}`;
}
