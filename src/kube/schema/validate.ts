/**
 * Judges values by a schema, with the sentences of the API server (kube-openapi, validate). Rules in CEL are not evaluated
 * here.
 */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { combinationVerdict } from './combination-rules.ts';
import { type Earlier, earlierElement, earlierMember } from './correlation.ts';
import { formatVerdict, numberVerdict, textVerdict } from './scalar-rules.ts';
import { itemSchema, joinPath, memberSchema } from './structural.ts';
import { enumVerdict, typeVerdict } from './type-rules.ts';
import { counted, FINE, together, unfit, type Verdict, wrong } from './verdict.ts';

interface Place {
  /** Of the value; empty for the one that was given. */
  readonly path: string;
  /** What was there before, on an update. */
  readonly earlier?: Earlier | undefined;
}

/**
 * What is wrong with a value by its schema; empty where nothing is. Fields begin with `at`, or are `<nil>` for the value
 * itself where that is empty. On an update, what is as in `earlier` is not looked at.
 */
export function schemaCauses(
  value: Json,
  schema: JsonObject,
  { at = '', earlier }: { readonly at?: string; readonly earlier?: Earlier | undefined } = {},
): readonly FieldCause[] {
  const { causes } = judgeChanged(value, schema, { path: '', earlier });
  return causes.map((cause) => ({ ...cause, field: (at === '' ? cause.field : joined(at, cause.field)) || '<nil>' }));
}

function joined(at: string, field: string): string {
  return field === '' ? at : field.startsWith('[') ? `${at}${field}` : `${at}.${field}`;
}

/** Faults of what did not change are forgiven. */
function judgeChanged(value: Json, schema: JsonObject, place: Place): Verdict {
  const verdict = judge(value, schema, place);
  const same = verdict.causes.length > 0 && place.earlier !== undefined && value !== null;
  return same && jsonEqual(place.earlier?.value, value) ? { ...verdict, causes: [] } : verdict;
}

/** The verdict of a schema and all schemas in it. */
function judge(value: Json, schema: JsonObject, place: Place): Verdict {
  if (value === null) return together([typeVerdict(value, schema, place.path), enumVerdict(value, schema, place.path)]);
  const typed = schema['type'] !== undefined || schema['x-kubernetes-int-or-string'] === true;
  const applied: Verdict[] = [
    ...(typed || schema['format'] !== undefined ? [typeVerdict(value, schema, place.path)] : []),
    combinationVerdict(schema, place.path, (one) => judge(value, one, place)),
  ];
  if (typeof value === 'string') {
    applied.push(textVerdict(value, schema, place.path), ...formatVerdict(value, schema, place.path));
  }
  if (typeof value === 'number' || typeof value === 'bigint') applied.push(numberVerdict(value, schema, place.path));
  if (isList(value)) applied.push(listVerdict(value, schema, place));
  applied.push(enumVerdict(value, schema, place.path));
  if (isObject(value)) applied.push(objectVerdict(value, schema, place));
  return counted(together(applied), applied.length + 1);
}

function listVerdict(list: readonly Json[], schema: JsonObject, place: Place): Verdict {
  const items = itemSchema(schema);
  const { minItems, maxItems } = schema;
  const { path } = place;
  const elements = list.map((item, index) =>
    items === undefined
      ? FINE
      : judgeChanged(item, items, {
          path: `${path}[${index}]`,
          earlier: earlierElement(place.earlier, schema, item),
        }),
  );
  return counted(
    together([
      ...elements,
      typeof minItems === 'number' && list.length < minItems
        ? unfit(path, list.length, `${path} in body should have at least ${minItems} items`)
        : FINE,
      typeof maxItems === 'number' && list.length > maxItems ? tooMany(path, list.length, maxItems) : FINE,
    ]),
  );
}

function objectVerdict(value: JsonObject, schema: JsonObject, place: Place): Verdict {
  const { path } = place;
  const required = isList(schema['required']) ? schema['required'].map(String) : [];
  const missing = required.filter((name) => value[name] === undefined);
  const present = Object.keys(value).filter((name) => value[name] !== undefined);
  return together([
    countVerdict(present.length, schema, path),
    ...present.map((name) => memberVerdict(value, name, { schema, place })),
    ...missing.map((name) => wrong(joinPath(path, name), 'Required value', 'FieldValueRequired')),
  ]);
}

interface Around {
  readonly schema: JsonObject;
  readonly place: Place;
}

function memberVerdict(value: JsonObject, name: string, { schema, place }: Around): Verdict {
  const inner = memberSchema(schema, name);
  const { path } = place;
  if (inner === undefined || inner === 'open') {
    return schema['additionalProperties'] === false
      ? unfit(path, name, `${path}.${name} in body is a forbidden property`)
      : FINE;
  }
  const earlier = earlierMember(place.earlier, schema, name);
  return judgeChanged(value[name] ?? null, inner, { path: joinPath(path, name), earlier });
}

function countVerdict(count: number, schema: JsonObject, path: string): Verdict {
  const { minProperties: least, maxProperties: most } = schema;
  return together([
    typeof least === 'number' && count < least
      ? unfit(path, count, `${path} in body should have at least ${least} properties`)
      : FINE,
    typeof most === 'number' && count > most ? tooMany(path, count, most) : FINE,
  ]);
}

function tooMany(path: string, count: number, most: number): Verdict {
  return wrong(
    path,
    `Too many: ${count}: must have at most ${most} ${most === 1 ? 'item' : 'items'}`,
    'FieldValueTooMany',
  );
}
