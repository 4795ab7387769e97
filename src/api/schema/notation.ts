/**
 * The notation in which field tables are written: one function per Go type, each `(number, …, doc, rule)`. The rule says
 * what Go's encoder does with a zero value; without one it is what Go code usually has for that type.
 */
import type { Json, JsonObject } from '../../base/json-value.ts';
import type { Field, Fields, Member, ObjectOf, Presence, Rule, ScalarKind, Shape, Struct } from './field.ts';

/** Rules by name, so that a table reads `text(1, 'Name', always)`. Their meaning stands at `Rule`. */
export const omitEmpty = 'omitEmpty';
export const always = 'always';
export const pointer = 'pointer';
export const written = 'written';
export const nullable = 'nullable';
export const stated = 'stated';

type PresenceOf<R extends Rule> = R extends 'always' | 'nullable' | 'stated' ? 'required' : 'optional';

/** A struct of the API. `name` is Go's type name; the order of the fields is Go's. */
export function struct<const F extends Fields>(name: string, fields: F): Struct<ObjectOf<F>> {
  return { name, fields, members: membersOf(fields), wire: wireOf(fields), atomic: false };
}

/** A struct that server-side apply replaces as one. */
export function atomicStruct<const F extends Fields>(name: string, fields: F): Struct<ObjectOf<F>> {
  return { ...struct(name, fields), atomic: true };
}

function wireOf(fields: Fields): readonly Member[] {
  const rows = Object.entries(fields).map(([key, row]) => memberOf(key, row));
  return rows.filter(({ field: row }) => row.number > 0).sort((a, b) => a.field.number - b.field.number);
}

function memberOf(key: string, row: Field): Member {
  return { key, field: row, label: `${JSON.stringify(key)}:` };
}

function membersOf(fields: Fields): readonly Member[] {
  return Object.entries(fields).flatMap(([key, row]) =>
    row.embedded && row.shape.kind === 'struct' ? row.shape.struct.members : [memberOf(key, row)],
  );
}

/** `string`. */
export function text<R extends Rule = 'omitEmpty'>(number: number, doc: string, rule?: R) {
  return field<string, R>(number, scalar('text'), doc, rule ?? 'omitEmpty');
}

/** `string` of at most so many characters. */
export function shortText(number: number, maxLength: number, doc: string) {
  return field<string, 'omitEmpty'>(number, { kind: 'text', maxLength }, doc, 'omitEmpty');
}

/**
 * A string of a known set. Go accepts any text here, so a reader must expect others (and the empty text of a zero value)
 * at run time; the type is what writers may write.
 */
export function choice<const V extends readonly string[], R extends Rule = 'omitEmpty'>(
  number: number,
  _values: V,
  doc: string,
  rule?: R,
) {
  return field<V[number] | '', R>(number, scalar('text'), doc, rule ?? 'omitEmpty');
}

/** A string of a set that the CRD enforces. */
export function enforcedChoice<const V extends readonly string[], R extends Rule = 'omitEmpty'>(
  number: number,
  values: V,
  doc: string,
  rule?: R,
) {
  return field<V[number], R>(number, { kind: 'text', values }, doc, rule ?? 'omitEmpty');
}

/** `bool`. */
export function flag<R extends Rule = 'omitEmpty'>(number: number, doc: string, rule?: R) {
  return field<boolean, R>(number, scalar('flag'), doc, rule ?? 'omitEmpty');
}

/** `int64`. Read as a number; the decoder rounds what is beyond 2^53, the encoders keep every digit. */
export function integer<R extends Rule = 'omitEmpty'>(number: number, doc: string, rule?: R) {
  return field<number, R>(number, scalar('int64'), doc, rule ?? 'omitEmpty');
}

/** `int32`. */
export function smallInteger<R extends Rule = 'omitEmpty'>(number: number, doc: string, rule?: R) {
  return field<number, R>(number, scalar('int32'), doc, rule ?? 'omitEmpty');
}

/** `*metav1.Time`. */
export function time(number: number, doc: string) {
  return field<string, 'pointer'>(number, scalar('time'), doc, 'pointer');
}

/** `metav1.Time` by value, or a pointer without `omitempty`: `null` when there is none. */
export function timeValue<R extends 'always' | 'nullable' | 'written' | 'omitEmpty'>(
  number: number,
  doc: string,
  rule: R,
) {
  return field<string | null, R>(number, scalar('time'), doc, rule);
}

/** `[]byte`: base64 text in JSON. */
export function bytes<R extends Rule = 'omitEmpty'>(number: number, doc: string, rule?: R) {
  return field<string, R>(number, scalar('bytes'), doc, rule ?? 'omitEmpty');
}

/** `*apiextensions.JSON`: any JSON value. */
export function raw(number: number, doc: string) {
  return field<Json, 'pointer'>(number, scalar('raw'), doc, 'pointer');
}

/** `*FieldsV1`, or a `*runtime.RawExtension` that holds an object: a JSON object of any shape. */
export function rawObject(number: number, doc: string) {
  return field<JsonObject, 'pointer'>(number, scalar('rawObject'), doc, 'pointer');
}

/** `intstr.IntOrString`. */
export function intOrString<R extends Rule>(number: number, doc: string, rule: R) {
  return field<number | string, R>(number, scalar('intOrString'), doc, rule);
}

/** `resource.Quantity`. */
export function quantity<R extends Rule>(number: number, doc: string, rule: R) {
  return field<string, R>(number, scalar('quantity'), doc, rule);
}

/** A pointer to a struct: left out when absent. */
export function optional<T>(number: number, of: Struct<T>, doc: string) {
  return field<T, 'pointer'>(number, { kind: 'struct', struct: of }, doc, 'pointer');
}

/** A struct by value with `omitempty`: Go writes it even when it is empty. */
export function value<T>(number: number, of: Struct<T>, doc: string) {
  return field<T, 'written'>(number, { kind: 'struct', struct: of }, doc, 'written');
}

/** A struct by value without `omitempty`. */
export function required<T>(number: number, of: Struct<T>, doc: string) {
  return field<T, 'always'>(number, { kind: 'struct', struct: of }, doc, 'always');
}

/** A pointer to a struct without `omitempty`: `null` when absent. */
export function structOrNull<T>(number: number, of: Struct<T>, doc: string) {
  return field<T | null, 'nullable'>(number, { kind: 'struct', struct: of }, doc, 'nullable');
}

/** A struct that Go embeds: nested on the wire, flat in JSON. The key only names it. */
export function embedded<T>(number: number, of: Struct<T>, rule: 'written' | 'pointer' = 'written') {
  const shape: Shape = { kind: 'struct', struct: of };
  const row: Field<T, 'embedded'> = { shape, number, rule, embedded: true, presence: 'embedded', doc: '' };
  return row;
}

/** `[]string`. */
export function texts<R extends Rule = 'omitEmpty'>(number: number, doc: string, rule?: R) {
  return field<readonly string[], R>(number, listOf(scalar('text')), doc, rule ?? 'omitEmpty');
}

/** `[]int64`. */
export function integers<R extends Rule = 'omitEmpty'>(number: number, doc: string, rule?: R) {
  return field<readonly number[], R>(number, listOf(scalar('int64')), doc, rule ?? 'omitEmpty');
}

/** A list of structs. */
export function list<T, R extends Rule = 'omitEmpty'>(number: number, of: Struct<T>, doc: string, rule?: R) {
  return field<readonly T[], R>(number, listOf({ kind: 'struct', struct: of }), doc, rule ?? 'omitEmpty');
}

/** A list of any JSON values. */
export function raws<R extends Rule = 'omitEmpty'>(number: number, doc: string, rule?: R) {
  return field<readonly Json[], R>(number, listOf(scalar('raw')), doc, rule ?? 'omitEmpty');
}

/** `map[string]string`. */
export function textMap<R extends Rule = 'omitEmpty'>(number: number, doc: string, rule?: R) {
  return field<Readonly<Record<string, string>>, R>(number, mapOf(scalar('text')), doc, rule ?? 'omitEmpty');
}

/** `map[string]bool`. */
export function flagMap(number: number, doc: string) {
  return field<Readonly<Record<string, boolean>>, 'omitEmpty'>(number, mapOf(scalar('flag')), doc, 'omitEmpty');
}

/** A map from text to any JSON value. */
export function rawMap(number: number, doc: string) {
  return field<JsonObject, 'omitEmpty'>(number, mapOf(scalar('raw')), doc, 'omitEmpty');
}

/** A map from text to structs. */
export function map<T>(number: number, of: Struct<T>, doc: string) {
  const shape = mapOf({ kind: 'struct', struct: of });
  return field<Readonly<Record<string, T>>, 'omitEmpty'>(number, shape, doc, 'omitEmpty');
}

function scalar(kind: ScalarKind): Shape {
  return { kind };
}

function listOf(of: Shape): Shape {
  return { kind: 'list', of };
}

function mapOf(of: Shape): Shape {
  return { kind: 'map', of };
}

function field<T, R extends Rule>(number: number, shape: Shape, doc: string, rule: Rule): Field<T, PresenceOf<R>> {
  return { shape, number, rule, embedded: false, presence: presenceOf(rule) as PresenceOf<R>, doc };
}

function presenceOf(rule: Rule): Presence {
  return rule === 'always' || rule === 'nullable' || rule === 'stated' ? 'required' : 'optional';
}
