/**
 * What a field table is made of. One const table per struct is the only schema there is: TypeScript types are inferred
 * from it, and decoder, Go-JSON encoder, protobuf codec and CRD schema read it at run time.
 */
declare const TYPE: unique symbol;

/** The Go type behind a field, as far as any encoding cares. */
export type Shape =
  | { readonly kind: ScalarKind; readonly values?: readonly string[]; readonly maxLength?: number }
  | { readonly kind: 'struct'; readonly struct: AnyStruct }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'map'; readonly of: Shape };

/**
 * - `time`: metav1.Time, RFC 3339 with whole seconds.
 * - `bytes`: base64 text in JSON. `raw`: any JSON value (apiextensions JSON). `rawObject`: any JSON object (FieldsV1,
 *   RawExtension where only an object makes sense).
 * - `values` and `maxLength` of a text: what the schema enforces.
 */
export type ScalarKind =
  | 'text'
  | 'flag'
  | 'int64'
  | 'int32'
  | 'time'
  | 'bytes'
  | 'raw'
  | 'rawObject'
  | 'intOrString'
  | 'quantity';

/**
 * What Go's JSON encoder does with the zero value, and whether a schema asks for the field.
 * - `omitEmpty`: left out when zero (the usual `omitempty`; for a time by value `omitzero`).
 * - `pointer`: left out only when absent; `false`, `0`, `""` and empty collections are kept.
 * - `written`: a struct (or time) by value with `omitempty`, which Go ignores: always written, never asked for.
 * - `always`: no `omitempty`: always written, and required.
 * - `nullable`: a pointer without `omitempty`: `null` when absent, and required.
 * - `stated`: left out when zero, yet every whole object has it (apiVersion and kind).
 */
export type Rule = 'omitEmpty' | 'pointer' | 'written' | 'always' | 'nullable' | 'stated';

/** Whether a key must, may or does not itself stand in the JSON object. */
export type Presence = 'required' | 'optional' | 'embedded';

/** One row of a table. `T` is the TypeScript type of the value, `P` whether the key must be there. */
export interface Field<T = unknown, P extends Presence = Presence> {
  readonly shape: Shape;
  /** Protobuf field number; 0 for what is not on the wire. */
  readonly number: number;
  readonly rule: Rule;
  /** A struct embedded in Go: nested on the wire, flat in JSON. Its key in the table only names it. */
  readonly embedded: boolean;
  readonly presence: P;
  /** One line for people: CRD description, form hint. */
  readonly doc: string;
  readonly [TYPE]?: T;
}

/** A struct of the API: its Go name and its fields in Go's order, which is the order of JSON output. */
export interface Struct<T = unknown> {
  readonly name: string;
  readonly fields: Fields;
  /** The fields as JSON shows them: those of embedded structs stand in the place of the embedded one. */
  readonly members: readonly Member[];
  /** The fields that are on the wire, in the order of their protobuf numbers, in which Go writes them. */
  readonly wire: readonly Member[];
  /** Server-side apply replaces the struct as one, as Kubernetes declares for label selectors. */
  readonly atomic: boolean;
  readonly [TYPE]?: T;
}

/** A field under its JSON key. */
export interface Member {
  readonly key: string;
  readonly field: Field;
  /** The key as it begins a member in JSON text: `"key":`. */
  readonly label: string;
}

export type Fields = Readonly<Record<string, Field>>;
export type AnyStruct = Struct<unknown>;

/** The TypeScript type of a table. */
export type Infer<S> = S extends Struct<infer T> ? T : never;

/** The TypeScript type of one field. */
export type ValueOf<F> = F extends Field<infer T> ? T : never;

type Keys<F extends Fields, P extends Presence> = {
  [K in keyof F]: F[K] extends Field<unknown, P> ? K : never;
}[keyof F];

type Flat<T> = { [K in keyof T]: T[K] };
type Both<U> = (U extends unknown ? (value: U) => void : never) extends (value: infer I) => void ? I : never;
type Embedded<F extends Fields> = Keys<F, 'embedded'> extends never ? unknown : Both<ValueOf<F[Keys<F, 'embedded'>]>>;

/** The object type that rows describe: readonly, optional where Go may leave the key out. */
export type ObjectOf<F extends Fields> = Flat<
  { readonly [K in Keys<F, 'required'>]: ValueOf<F[K]> } & {
    readonly [K in Keys<F, 'optional'>]?: ValueOf<F[K]>;
  } & Embedded<F>
>;
