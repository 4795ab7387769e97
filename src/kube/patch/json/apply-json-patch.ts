/** JSON patch (RFC 6902) as the API server applies it: all or nothing, negative list indexes counted from the end. */
import { jsonEqual } from '../../../base/json-equal.ts';
import { parsePointer } from '../../../base/json-pointer.ts';
import { isList, isObject, type Json, type JsonObject } from '../../../base/json-value.ts';
import { kubeFault } from '../../object/kube-fault.ts';
import { sortedMembers } from '../sorted-members.ts';

/** More operations than this are refused (`JSONPatchMaxCopyBytes`' sibling in apiserver's patch handler). */
const MOST_OPERATIONS = 10_000;
const REJECTED = 'the server rejected our request due to an error in our request';
const MEMBERS = new Set(['op', 'path', 'from', 'value']);

interface Operation {
  readonly op: string;
  readonly path: readonly string[];
  readonly from: readonly string[] | undefined;
  readonly value: Json | undefined;
}

/**
 * The document after the patch; unchanged parts are shared with the input. Throws `kube.bad-request` for what is no patch,
 * `kube.too-large` for too many operations, `kube.invalid` where an operation fails; each with the server's message.
 */
export function applyJsonPatch(document: Json, patch: Json): Json {
  return parseOperations(patch).reduce<Json>((here, operation) => applyOne(here, operation), document);
}

/** Members of operations that RFC 6902 does not know, as strict decoding names them: `json patch unknown field "[0].extra"`. */
export function unknownPatchMembers(patch: Json): readonly string[] {
  if (!isList(patch)) return [];
  return patch.flatMap((operation, index) =>
    isObject(operation)
      ? Object.keys(operation)
          .filter((name) => !MEMBERS.has(name))
          .map((name) => `json patch unknown field "[${index}].${name}"`)
      : [],
  );
}

function parseOperations(patch: Json): readonly Operation[] {
  if (!isList(patch)) throw undecodable(patch, '[]handlers.jsonPatchOp');
  if (patch.length > MOST_OPERATIONS) {
    throw kubeFault({
      code: 'kube.too-large',
      message: `The allowed maximum operations in a JSON patch is ${MOST_OPERATIONS}, got ${patch.length}`,
    });
  }
  return patch.map(parseOperation);
}

function parseOperation(operation: Json): Operation {
  if (!isObject(operation)) throw undecodable(operation, 'handlers.jsonPatchOp');
  const path = pointerMember(operation, 'path');
  if (typeof operation['op'] !== 'string' || path === undefined) throw rejected();
  return { op: operation['op'], path, from: pointerMember(operation, 'from'), value: operation['value'] };
}

function pointerMember(operation: JsonObject, name: string): readonly string[] | undefined {
  const text = operation[name];
  if (typeof text !== 'string') return undefined;
  // The server's library does not look at what stands before the first slash.
  return parsePointer(text.slice(Math.max(0, text.indexOf('/'))));
}

function applyOne(document: Json, { op, path, from, value }: Operation): Json {
  switch (op) {
    case 'add':
      return edit(document, path, (parent, step) => add(parent, step, value ?? null), value ?? null);
    case 'remove':
      return edit(document, path, remove, null);
    case 'replace':
      return edit(document, path, (parent, step) => replace(parent, step, value ?? null), value ?? null);
    case 'test':
      if (!jsonEqual(find(document, path) ?? null, value ?? null)) throw rejected();
      return document;
    case 'move': {
      const moved = existing(document, from);
      return applyOne(edit(document, from ?? [], remove, null), { op: 'add', path, from: undefined, value: moved });
    }
    case 'copy':
      return applyOne(document, { op: 'add', path, from: undefined, value: copied(document, from) });
    default:
      throw rejected();
  }
}

/** A member that is not there is copied as null (the server's library forgives that). */
function copied(document: Json, from: readonly string[] | undefined): Json {
  const parent = from === undefined ? undefined : find(document, from.slice(0, -1));
  return isObject(parent) && from ? (find(document, from) ?? null) : existing(document, from);
}

function existing(document: Json, path: readonly string[] | undefined): Json {
  const found = path === undefined ? undefined : find(document, path);
  if (found === undefined) throw rejected();
  return found;
}

function find(document: Json, path: readonly string[]): Json | undefined {
  let here: Json | undefined = document;
  for (const step of path) {
    if (isList(here)) here = here[indexIn(here, step)];
    else if (isObject(here) && Object.hasOwn(here, step)) here = here[step];
    else return undefined;
  }
  return here;
}

/** Rebuilds the way down to the parent of the last step and lets `change` make the new parent. */
function edit(
  document: Json,
  path: readonly string[],
  change: (parent: Json, step: string) => Json,
  whole: Json,
): Json {
  const [step, ...rest] = path;
  if (step === undefined) return whole;
  if (rest.length === 0) return change(document, step);
  const child = find(document, [step]);
  if (child === undefined) throw rejected();
  return replace(document, step, edit(child, rest, change, whole));
}

function add(parent: Json, step: string, value: Json): Json {
  if (!isList(parent)) return member(parent, step, value);
  const index = step === '-' ? parent.length : indexIn(parent, step, 1);
  if (index > parent.length) throw rejected();
  return parent.toSpliced(index, 0, value);
}

/** A member need not be there (the server's library forgives that), an element must. */
function replace(parent: Json, step: string, value: Json): Json {
  if (isList(parent) && find(parent, [step]) === undefined) throw rejected();
  return isList(parent) ? parent.with(indexIn(parent, step), value) : member(parent, step, value);
}

function remove(parent: Json, step: string): Json {
  if (find(parent, [step]) === undefined) throw rejected();
  if (isList(parent)) return parent.toSpliced(indexIn(parent, step), 1);
  const { [step]: _, ...rest } = parent as JsonObject;
  return sortedMembers(rest);
}

function member(parent: Json, key: string, value: Json): Json {
  if (!isObject(parent)) throw rejected();
  return sortedMembers({ ...parent, [key]: value });
}

function indexIn(list: readonly Json[], step: string, extra = 0): number {
  if (!/^-?(0|[1-9][0-9]*)$/.test(step)) throw rejected();
  const index = Number(step);
  return index < 0 ? index + list.length + extra : index;
}

function rejected(): Error {
  return kubeFault({ code: 'kube.invalid', message: REJECTED });
}

function undecodable(value: Json, goType: string): Error {
  const kind = isList(value) ? 'array' : isObject(value) ? 'object' : typeof value;
  return kubeFault({
    code: 'kube.bad-request',
    message: `error decoding patch: json: cannot unmarshal ${kind} into Go value of type ${goType}`,
  });
}
