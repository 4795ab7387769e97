/**
 * What merging must know of a type: which lists merge by which key, what is atomic, what a field may hold. One view for
 * strategic merge and server-side apply, whether it comes from the built-in table or from an OpenAPI document.
 */
import type { Json } from '../../base/json-value.ts';

export interface MergeField {
  readonly schema: MergeSchema;
  /** Strategic merge: `merge`, `replace`, `retainKeys`; empty where nothing is said. */
  readonly strategies: readonly string[];
  /** Strategic merge: the key that tells list elements apart; empty where there is none. */
  readonly mergeKey: string;
  /** Completes the key of a list element that leaves this field out. */
  readonly default: Json | undefined;
}

/** The type of a value. Answers are lazy and shared, so a type may hold itself. */
export interface MergeSchema {
  /**
   * `object` has named fields, `map` any key, `list` elements, `untyped` anything (lists in it are atomic, maps are not),
   * the rest are leaves.
   */
  readonly kind: 'object' | 'map' | 'list' | 'untyped' | 'string' | 'number' | 'boolean' | 'scalar';
  /** Server-side apply owns and replaces the value as a whole. */
  readonly atomic: boolean;
  /** Of a list that is not atomic: `set` or `map`. */
  readonly listType: 'atomic' | 'set' | 'map';
  /** Of a list of type `map`: the fields that make the key, in schema order. */
  readonly listKeys: readonly string[];
  /** Of a list or map. */
  readonly element: MergeSchema;
  /** Go's name of a struct that holds any JSON: strategic merge knows none of its fields. */
  readonly raw?: string;
  /** Go's name of a struct with named fields, where it is known: strategic merge names it in what it says. */
  readonly struct?: string;
  /** The field of an object, or of a map or untyped value its element under any name; undefined where there is none. */
  field(name: string): MergeField | undefined;
}

/** Where schemas of whole objects come from: the built-in table, or a cluster's own OpenAPI document. */
export interface SchemaSource {
  /** Undefined where the kind is unknown: merge as a custom resource without schema. */
  schemaOf(apiVersion: string, kind: string): MergeSchema | undefined;
}

const UNTYPED_FIELD: MergeField = {
  get schema() {
    return UNTYPED;
  },
  strategies: [],
  mergeKey: '',
  default: undefined,
};

/** Anything: maps merge by key, lists are replaced. */
export const UNTYPED: MergeSchema = {
  kind: 'untyped',
  atomic: false,
  listType: 'atomic',
  listKeys: [],
  get element() {
    return UNTYPED;
  },
  field: () => UNTYPED_FIELD,
};

/** A leaf of this kind. */
export function leafSchema(kind: 'string' | 'number' | 'boolean' | 'scalar'): MergeSchema {
  return { kind, atomic: true, listType: 'atomic', listKeys: [], element: UNTYPED, field: () => undefined };
}
