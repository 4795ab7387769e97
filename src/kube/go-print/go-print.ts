/**
 * Values of built-in types as Go prints their structs in full (`%#v` of the spew printer, without methods, keys in byte order):
 * Kubernetes hashes this text to name what it makes from a template. Lists and maps that are empty count as absent, as
 * they do once they were stored.
 */
import { compareBytes } from '../../base/json/byte-order.ts';
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { BUILTIN_FACTS, type FieldFact } from '../builtin/facts.ts';
import { NAMED_TYPES } from '../builtin/named-types.ts';
import { shortTypeName } from '../builtin/type-table.ts';
import { goName, UNTOLD_TYPES } from './go-names.ts';
import { printQuantity } from './print-quantity.ts';

const NIL = '<nil>';

/** The text of a value of a type as the facts write it, e.g. `core/v1.PodTemplateSpec`. Never throws: what does not fit is zero. */
export function goPrint(value: Json | undefined, type: string): string {
  return printTyped(value, type, undefined);
}

/** With the type in front, as every field stands. `named`: the type of its leaves where Go has an own name for it. */
function printTyped(value: Json | undefined, type: string, named: string | undefined): string {
  if (!type.startsWith('*')) return `(${goType(type, named)})${printBare(value, type)}`;
  const isNil = value === undefined || value === null;
  return isNil ? `(${goType(type, named)})${NIL}` : `(${goType(type, named)})${printBare(value, type.slice(1))}`;
}

/** Elements of lists and maps stand without their type. */
function printBare(value: Json | undefined, type: string): string {
  if (type.startsWith('[]')) return printList(value, type.slice(2));
  if (type.startsWith('map[')) return printMap(value, type.slice(type.indexOf(']') + 1));
  return type.includes('/') ? printStruct(value, type) : printLeaf(value, type);
}

function printList(value: Json | undefined, element: string): string {
  if (!isList(value) || value.length === 0) return NIL;
  return `[${value.map((item) => printBare(item, element)).join(' ')}]`;
}

function printMap(value: Json | undefined, element: string): string {
  const keys = isObject(value) ? Object.keys(value).sort(compareBytes) : [];
  if (!isObject(value) || keys.length === 0) return NIL;
  return `map[${keys.map((key) => `${key}:${printBare(value[key], element)}`).join(' ')}]`;
}

function printStruct(value: Json | undefined, type: string): string {
  const members = isObject(value) ? value : {};
  return `{${fieldsOf(type)
    .map((field) => field(members))
    .join(' ')}}`;
}

/** Prints one field of the struct with these members. */
type FieldPrinter = (members: JsonObject) => string;

/** By type, for the types printed so far: all but the values is the same for each, and most values are absent. */
const printers = new Map<string, readonly FieldPrinter[]>();

function fieldsOf(type: string): readonly FieldPrinter[] {
  const known = printers.get(type);
  if (known !== undefined) return known;
  const made = (BUILTIN_FACTS.types[type]?.fields ?? []).map((field) => fieldPrinter(type, field));
  printers.set(type, made);
  return made;
}

function fieldPrinter(owner: string, { name = '', type, inline }: FieldFact): FieldPrinter {
  if (inline === true) {
    const head = `${shortTypeName(type)}:`;
    return (members) => head + printTyped(members, type, undefined);
  }
  const key = `${owner}.${name}`;
  const named = UNTOLD_TYPES[key] ?? NAMED_TYPES[key];
  const head = `${goName(owner, name)}:`;
  let absent: string | undefined;
  return (members) => {
    const value = members[name];
    if (value !== undefined) return head + printTyped(value, type, named);
    absent ??= head + printTyped(undefined, type, named);
    return absent;
  };
}

/** Go's name of a type: packages without their path, leaves under their own names. */
function goType(type: string, named: string | undefined): string {
  if (type.startsWith('*')) return `*${goType(type.slice(1), named)}`;
  if (type.startsWith('[]')) return `[]${goType(type.slice(2), named)}`;
  if (type.startsWith('map[')) return named ?? `map[string]${goType(type.slice(type.indexOf(']') + 1), undefined)}`;
  if (type.includes('/')) return type.slice(type.indexOf('/') + 1);
  return named ?? LEAF_TYPES[type] ?? type;
}

const LEAF_TYPES: Readonly<Record<string, string>> = {
  Quantity: 'resource.Quantity',
  IntOrString: 'intstr.IntOrString',
  Time: 'v1.Time',
  FieldsV1: 'v1.FieldsV1',
};

/** A time in a template is what nobody sets: it prints as none. */
const NO_TIME = '{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}';

function printLeaf(value: Json | undefined, type: string): string {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? value : '';
    case 'bool':
      return String(value === true);
    case 'Quantity':
      return printQuantity(value);
    case 'IntOrString':
      return printIntOrString(value);
    case 'Time':
      return NO_TIME;
    case 'FieldsV1':
      return `{Raw:([]uint8)${NIL}}`;
    default:
      return printInteger(value);
  }
}

function printInteger(value: Json | undefined): string {
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : '0';
}

function printIntOrString(value: Json | undefined): string {
  const [kind, number, text] = typeof value === 'string' ? [1, '0', value] : [0, printInteger(value), ''];
  return `{Type:(intstr.Type)${kind} IntVal:(int32)${number} StrVal:(string)${text}}`;
}
