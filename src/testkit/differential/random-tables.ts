/** Random objects, asked for as Tables: the same requests for any API server, and its rows in a comparable form. */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import { BUILTIN_FACTS } from '../../kube/builtin/facts.ts';
import { BUILTIN_RESOURCES } from '../../kube/builtin/resources.ts';
import { structType } from '../../kube/builtin/type-table.ts';
import { randomNumbers } from '../conversation/random-programs.ts';
import type { TalkReply, TalkRequest } from '../conversation/talk.ts';
import { collectionOf } from './object-places.ts';
import { type RandomValues, randomChange, randomStruct } from './random-values.ts';

export interface TableAsking {
  readonly seed: number;
  readonly object: JsonObject;
  /** Milliseconds. */
  readonly now: number;
  readonly namespace: string;
  /** How many of each sort. */
  readonly rounds: number;
}

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io';

/** Creates the object, then dry runs: changed objects as new ones, and the stored one with random statuses. */
export function tableRequests({ seed, object, now, namespace, rounds }: TableAsking): readonly TalkRequest[] {
  const goType = BUILTIN_FACTS.kinds[`${object['apiVersion']} ${object['kind']}`];
  if (goType === undefined) return [];
  const values: RandomValues = { random: randomNumbers(seed), now, names: [...namesWithin(object), 'other', ''] };
  const place = collectionOf(object, namespace);
  const name = textAt(object, 'metadata', 'name') ?? '';
  const creates = Array.from({ length: rounds }, (_, round) => {
    const changed = changedTimes(values, object, { goType, times: 1 + (round % 4) });
    const renamed = { ...changed, metadata: { ...objectAt(object, 'metadata'), name: `${name}x` } };
    return asked('POST', `${place}?dryRun=All&fieldValidation=Ignore`, renamed);
  });
  const status = structType(goType)?.fields.find((field) => field.name === 'status')?.type;
  const statuses =
    status?.kind !== 'struct' || !hasStatus(object)
      ? []
      : Array.from({ length: rounds }, () => {
          const sent = { ...object, status: randomStruct(values, status.name) };
          return asked('PUT', `${place}/${name}/status?dryRun=All&fieldValidation=Ignore`, sent);
        });
  return [asked('POST', place, object), ...creates, ...statuses, ...readsOf(`${place}/${name}`)];
}

/** One object in every form, with everything that rows may carry. */
function readsOf(url: string): readonly TalkRequest[] {
  const carried = ['None', 'Metadata', 'Object', 'Odd'].map((what) => reading(`${url}?includeObject=${what}`, TABLE));
  const forms = ['v1', 'v1beta1'].flatMap((version) =>
    ['Table', 'PartialObjectMetadata'].map((form) =>
      reading(url, `application/json;as=${form};v=${version};g=meta.k8s.io`),
    ),
  );
  return [...carried, ...forms];
}

function reading(url: string, accept: string): TalkRequest {
  return { method: 'GET', url, headers: { accept }, body: Buffer.from('') };
}

function changedTimes(
  values: RandomValues,
  object: JsonObject,
  { goType, times }: { readonly goType: string; readonly times: number },
): JsonObject {
  const { apiVersion, kind, metadata } = object;
  let changed = object;
  for (let time = 0; time < times; time += 1) changed = randomChange(values, changed, goType);
  return {
    ...changed,
    ...(apiVersion !== undefined && { apiVersion }),
    ...(kind !== undefined && { kind }),
    ...(metadata && { metadata }),
  };
}

function hasStatus({ apiVersion, kind }: JsonObject): boolean {
  const found = BUILTIN_RESOURCES.find((entry) => entry.apiVersion === apiVersion && entry.resource.kind === kind);
  return found?.resource.subresources?.some(({ name }) => name === 'status') ?? false;
}

function namesWithin(value: Json): readonly string[] {
  if (isList(value)) return value.flatMap(namesWithin);
  if (!isObject(value)) return [];
  const own = typeof value['name'] === 'string' ? [value['name']] : [];
  return [...own, ...Object.values(value).flatMap((member) => namesWithin(member ?? null))];
}

function asked(method: string, url: string, body: JsonObject): TalkRequest {
  const headers = { accept: TABLE, 'content-type': 'application/json' };
  return { method, url, headers, body: Buffer.from(JSON.stringify(body)) };
}

function objectAt(value: JsonObject, name: string): JsonObject {
  const member = value[name];
  return isObject(member) ? member : {};
}

/** Code, columns and cells, without what differs between two runs; of what is refused the code alone, of reads no cells. */
export function rowsOf({ code, body }: TalkReply, of: 'read' | 'write' | 'list' = 'write'): Json {
  if (code >= 300) return { code };
  const table = JSON.parse(body.toString()) as JsonObject;
  if (table['kind'] !== 'Table') return { code, members: Object.keys(table), kind: table['kind'] ?? null };
  const columns = isList(table['columnDefinitions']) ? table['columnDefinitions'] : [];
  const names = columns.map((column) => String(memberAt(column, 'name')));
  const rows = isList(table['rows']) ? table['rows'] : [];
  return {
    code,
    apiVersion: table['apiVersion'] ?? null,
    columns: columns.map((column) => {
      const { description: _, ...rest } = isObject(column) ? column : {};
      return rest;
    }),
    rows: rows.map((row) => {
      const cells = memberAt(row, 'cells');
      const kind = memberAt(row, 'object', 'kind') ?? null;
      // Controllers of the real server have written since.
      if (of === 'read') return { kind };
      const created = memberAt(row, 'object', 'metadata', 'creationTimestamp');
      return {
        kind,
        cells: (isList(cells) ? cells : []).map((cell, at) =>
          cell === created ? 'CREATED' : plainCell(names[at] ?? '', cell),
        ),
      };
    }),
  };
}

/** Ages of what was just made, and addresses and ports that a server chose. */
function plainCell(column: string, cell: Json): Json {
  if (typeof cell !== 'string') return cell;
  if (/^\d+s$/.test(cell)) return 'AGE';
  const plain = cell.replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, 'UID');
  if (column === 'Created At') return 'TIME';
  return plain.replace(/\b10\.(?!1\.2\.3\b)\d+\.\d+\.\d+\b/g, 'IP').replace(/:3[0-2]\d{3}\b/g, ':NODE_PORT');
}
