/** `argocd app resources` and `get-resource`: what the tree of an Application holds, and live resources of it. */
import type { ApplicationTree } from '../../../api/application/tree-fields.ts';
import { parseJson } from '../../../base/json/parse.ts';
import { stringifyJson } from '../../../base/json/stringify.ts';
import { isObject, type JsonObject } from '../../../base/json-value.ts';
import { writeYaml } from '../../../lang/yaml/write.ts';
import type { ApiClient } from '../api-client.ts';
import {
  type ApplicationName,
  applicationPath,
  type CommandContext,
  EXIT,
  namespaceQuery,
  openSession,
  parseApplicationName,
} from '../command.ts';
import { fieldRows, type ShownResource, withFields } from '../print/resource-fields.ts';
import { formatResources } from '../print/resource-table.ts';
import { formatTable } from '../print/table.ts';

export interface AppResourcesFlags {
  /** Absent: those and the others. */
  readonly orphaned?: boolean;
  readonly output?: string;
  readonly project?: string;
  readonly appNamespace?: string;
}

/** Throws `cli.rpc`. */
export async function appResources(context: CommandContext, name: string, flags: AppResourcesFlags): Promise<number> {
  const { api } = openSession(context);
  const tree = await treeOf(api, parseApplicationName(name, flags.appNamespace), flags.project);
  const { orphaned, output = '' } = flags;
  const options = { output, owned: orphaned !== true, orphaned: orphaned !== false, now: Date.now() };
  context.output.print(formatResources(tree, options));
  return EXIT.ok;
}

export interface AppGetResourceFlags {
  readonly kind: string;
  readonly group?: string;
  readonly resourceName?: string;
  readonly project?: string;
  readonly filterFields?: readonly string[];
  readonly showManagedFields?: boolean;
  readonly output: string;
  readonly appNamespace?: string;
}

/** Of this kind, in the whole tree; without a name all of them. Throws `cli.rpc`. */
export async function appGetResource(
  context: CommandContext,
  name: string,
  flags: AppGetResourceFlags,
): Promise<number> {
  const { api } = openSession(context);
  const key = parseApplicationName(name, flags.appNamespace);
  const { nodes = [] } = await treeOf(api, key, undefined);
  const shown: ShownResource[] = [];
  for (const node of nodes) {
    const { group = '', kind = '', namespace = '', version = '', name: resourceName = '' } = node;
    if (kind !== flags.kind || (flags.group && flags.group !== group)) continue;
    if (flags.resourceName && flags.resourceName !== resourceName) continue;
    const query = { ...queryOf(key, flags.project), group, version, kind, namespace, resourceName };
    const { manifest } = await api.call<{ readonly manifest: string }>({
      path: `${applicationPath(key)}/resource`,
      query,
    });
    shown.push({ name: resourceName, object: chosen(parseJson(manifest), flags) });
  }
  context.output.print(written(shown, flags));
  context.output.complain(`Resources '${shown.map((one) => one.name).join(', ')}' fetched\n`);
  return EXIT.ok;
}

async function treeOf(api: ApiClient, key: ApplicationName, project: string | undefined): Promise<ApplicationTree> {
  return await api.call<ApplicationTree>({
    path: `${applicationPath(key)}/resource-tree`,
    query: queryOf(key, project),
  });
}

function queryOf(key: ApplicationName, project: string | undefined) {
  return { ...namespaceQuery(key), ...(project ? { project } : {}) };
}

function chosen(live: unknown, { filterFields = [], showManagedFields }: AppGetResourceFlags): JsonObject {
  const object = isObject(live as JsonObject) ? (live as JsonObject) : {};
  const { managedFields, ...metadata } = (object['metadata'] ?? {}) as JsonObject;
  const whole = showManagedFields ? object : { ...object, metadata };
  return filterFields.length === 0 ? whole : withFields(whole, filterFields);
}

function written(shown: readonly ShownResource[], flags: AppGetResourceFlags): string {
  const { output, filterFields = [], resourceName } = flags;
  const isFiltered = filterFields.length > 0;
  if (output === 'json' || output === 'yaml') {
    const texts = shown.map(({ name, object }) => {
      const named = isFiltered ? withName(object, name) : object;
      if (output === 'yaml') return `${writeYaml(named)}\n`;
      return `${stringifyJson(named, { sorted: true, indent: 1, html: true })}\n`;
    });
    return texts.join('---\n');
  }
  const isMany = !resourceName;
  const rows = shown.flatMap(({ name, object }) =>
    fieldRows(object).map(([field, value]) => (isMany ? [field, name, value] : [field, value])),
  );
  return formatTable([isMany ? ['FIELD', 'RESOURCE NAME', 'VALUE'] : ['FIELD', 'VALUE'], ...rows]);
}

/** Fields alone would not say whose they are. */
function withName(object: JsonObject, name: string): JsonObject {
  return { ...object, metadata: { ...((object['metadata'] ?? {}) as JsonObject), name } };
}
