/** The data file of facts about built-in kinds, with its types. Everything else in this folder is lookup over it. */
import data from './builtin.facts.json' with { type: 'json' };

export interface FieldFact {
  /** In JSON; of inlined structs the name in protobuf, if any. */
  readonly name?: string;
  /** `*` pointer, `[]` list, `map[K]` map, `group/version.Name` struct, else a scalar or special type. */
  readonly type: string;
  /** Number, wire kind and label of the protobuf tag, e.g. `3,bytes,opt`. */
  readonly proto?: string;
  readonly omit?: 'empty' | 'zero';
  readonly inline?: boolean;
  readonly patchStrategy?: string;
  readonly patchMergeKey?: string;
  readonly listType?: 'atomic' | 'set' | 'map';
  readonly listKeys?: readonly string[];
  readonly mapType?: 'atomic' | 'granular';
  readonly required?: boolean;
  /** Of the OpenAPI schema: not set by servers, but completes the keys of list elements. */
  readonly default?: unknown;
  readonly enum?: readonly string[];
  /** Of the elements of a list or map. */
  readonly elementEnum?: readonly string[];
}

export interface TypeFact {
  readonly fields: readonly FieldFact[];
  readonly mapType?: 'atomic' | 'granular';
  readonly unions?: unknown;
}

export interface SubresourceFact {
  readonly name: string;
  /** apiVersion and kind of its answer. */
  readonly responseKind: string;
  readonly verbs: readonly string[];
}

export interface ResourceFact {
  readonly name: string;
  readonly singular: string;
  readonly kind: string;
  readonly responseKind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
  readonly storageVersionHash?: string;
  readonly subresources?: readonly SubresourceFact[];
}

export interface GroupFact {
  /** Empty for the core group. */
  readonly name: string;
  readonly preferred: string;
  readonly versions: readonly { readonly version: string; readonly resources: readonly ResourceFact[] }[];
}

export interface ColumnFact {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  /** Columns with a priority are shown in wide output only. */
  readonly priority?: number;
}

export interface Facts {
  /** Groups, versions and resources in the order in which a real server tells them. */
  readonly discovery: readonly GroupFact[];
  /** Go type by `apiVersion Kind`. */
  readonly kinds: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, TypeFact>>;
  /** Table columns by `apiVersion Kind`. */
  readonly tables: Readonly<Record<string, readonly ColumnFact[]>>;
}

/** What a real API server (the version its maker names) says about its built-in kinds. */
export const BUILTIN_FACTS: Facts = data as unknown as Facts;
