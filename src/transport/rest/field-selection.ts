/**
 * The `fields` parameter of Application lists: a fixed set of paths, so that a page of 1,000 Applications need not carry what
 * it does not show (surface §1.4, recordings 0b 2 and 3). Pure. Other paths select nothing; a leading `-` takes away instead.
 */
import {
  appHealthStatus,
  applicationDestination,
  applicationSource,
  applicationSpec,
  applicationSummary,
  resourceStatus,
  sourceHydrator,
  sourceHydratorStatus,
  syncOperation,
  syncOperationResult,
  syncPolicy,
} from '../../api/application/fields.ts';
import { encodeJson } from '../../api/schema/encode.ts';
import type { AnyStruct } from '../../api/schema/field.ts';
import { sortedKeys } from '../../base/json/byte-order.ts';
import { goJson, stringifyJson } from '../../base/json/stringify.ts';
import { isList, type Json, memberAt } from '../../base/json-value.ts';

/** JSON text of a part of an Application; undefined where Go would leave the key out. */
type Part = (app: Json) => string | undefined;

/** What each path shows. Absent texts are empty, absent maps, pointers and deletion times are null, as in Go. */
const PARTS: Readonly<Record<string, Part>> = {
  'metadata.name': written('metadata.name'),
  'metadata.namespace': written('metadata.namespace'),
  'metadata.annotations': orNull('metadata.annotations'),
  'metadata.labels': orNull('metadata.labels'),
  'metadata.creationTimestamp': orNull('metadata.creationTimestamp'),
  'metadata.deletionTimestamp': orNull('metadata.deletionTimestamp'),
  spec: structure('spec', applicationSpec),
  'spec.destination': structure('spec.destination', applicationDestination),
  'spec.project': written('spec.project'),
  'spec.source': pointer('spec.source', applicationSource),
  'spec.sources': listOf('spec.sources', applicationSource),
  'spec.sourceHydrator': pointer('spec.sourceHydrator', sourceHydrator),
  'spec.syncPolicy': pointer('spec.syncPolicy', syncPolicy),
  'status.sourceHydrator': structure('status.sourceHydrator', sourceHydratorStatus),
  'status.summary': structure('status.summary', applicationSummary),
  'status.sync.status': written('status.sync.status'),
  'status.sync.revision': written('status.sync.revision'),
  'status.health': structure('status.health', appHealthStatus),
  'status.resources': listOf('status.resources', resourceStatus),
  'status.operationState.startedAt': ifRun('status.operationState.startedAt', orNull),
  'status.operationState.finishedAt': ifRun('status.operationState.finishedAt', orNull),
  'status.operationState.phase': ifRun('status.operationState.phase', written),
  // The result, not the request, stands under this name there (recorded).
  'status.operationState.operation.sync': there('status.operationState.syncResult', syncOperationResult),
  'operation.sync': there('operation.sync', syncOperation),
};

/** Writes an Application with the selected parts; undefined where the parameter selects nothing in particular. */
export function fieldSelection(parameter: string): ((app: Json) => string) | undefined {
  if (parameter === '') return undefined;
  const excludes = parameter.startsWith('-');
  const named = new Set((excludes ? parameter.slice(1) : parameter).split(','));
  const paths = Object.keys(PARTS).filter((path) => named.has(`items.${path}`) !== excludes);
  return (app) => writeParts(app, paths);
}

interface Tree {
  readonly [key: string]: Tree | string;
}

function writeParts(app: Json, paths: readonly string[]): string {
  let tree: Tree = {};
  for (const path of paths) {
    const text = PARTS[path]?.(app);
    if (text !== undefined) tree = placed(tree, path.split('.'), text);
  }
  return writeTree(tree);
}

/** Where the whole of something stands, its parts are not put in again. */
function placed(tree: Tree, [key = '', ...rest]: readonly string[], text: string): Tree {
  const here = Object.hasOwn(tree, key) ? tree[key] : undefined;
  if (typeof here === 'string') return tree;
  return { ...tree, [key]: rest.length === 0 ? text : placed(here ?? {}, rest, text) };
}

function writeTree(tree: Tree | string): string {
  if (typeof tree === 'string') return tree;
  return `{${sortedKeys(tree)
    .map((key) => `${goJson(key)}:${writeTree(tree[key] ?? {})}`)
    .join(',')}}`;
}

function at(app: Json, path: string): Json | undefined {
  return memberAt(app, ...path.split('.')) ?? undefined;
}

function written(path: string): Part {
  return (app) => goJson(at(app, path) ?? '');
}

function orNull(path: string): Part {
  return (app) => stringifyJson(at(app, path) ?? null, { sorted: true, html: true });
}

function structure(path: string, struct: AnyStruct): Part {
  return (app) => encodeJson(struct, at(app, path) ?? {});
}

function pointer(path: string, struct: AnyStruct): Part {
  return (app) => (at(app, path) === undefined ? 'null' : encodeJson(struct, at(app, path)));
}

function there(path: string, struct: AnyStruct): Part {
  return (app) => (at(app, path) === undefined ? undefined : encodeJson(struct, at(app, path)));
}

function listOf(path: string, struct: AnyStruct): Part {
  return (app) => {
    const items = at(app, path);
    if (!isList(items) || items.length === 0) return undefined;
    return `[${items.map((item) => encodeJson(struct, item)).join(',')}]`;
  };
}

function ifRun(path: string, part: (path: string) => Part): Part {
  return (app) => (at(app, 'status.operationState') === undefined ? undefined : part(path)(app));
}
