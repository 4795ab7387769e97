/** Types of built-in kinds: parsed lazily from the facts, one immutable answer per type, shared by all users. */
import { BUILTIN_FACTS, type FieldFact } from './facts.ts';

/** A type expression, parsed. `scalar` also covers special types such as `Time`, `Quantity`, `IntOrString`, `RawExtension`, `bytes`. */
export type TypeRef =
  | { readonly kind: 'scalar'; readonly name: string; readonly pointer: boolean }
  | { readonly kind: 'struct'; readonly name: string; readonly pointer: boolean }
  | { readonly kind: 'list'; readonly of: TypeRef; readonly pointer: boolean }
  | { readonly kind: 'map'; readonly of: TypeRef; readonly pointer: boolean };

export interface Field {
  /** In JSON. */
  readonly name: string;
  readonly type: TypeRef;
  readonly fact: FieldFact;
  /** The struct that declares it: not the type it was asked of where that one inlines the other. */
  readonly owner: string;
  /** Short names of the inlined structs it comes through, outermost first. */
  readonly through: readonly string[];
}

export interface StructType {
  /** e.g. `core/v1.PodSpec`. */
  readonly name: string;
  /** The whole value is one field to server-side apply. */
  readonly atomic: boolean;
  /** All fields in the order Go writes them, inlined structs spread out. */
  readonly fields: readonly Field[];
  readonly byName: ReadonlyMap<string, Field>;
}

const structs = new Map<string, StructType | undefined>();
const expressions = new Map<string, TypeRef>();

/** The struct of this name, or undefined if there is none (scalars and special types are no structs). */
export function structType(name: string): StructType | undefined {
  if (!structs.has(name)) structs.set(name, buildStruct(name));
  return structs.get(name);
}

/** The struct of a built-in kind, or undefined for any other kind. */
export function structOfKind(apiVersion: string, kind: string): StructType | undefined {
  const key = `${apiVersion} ${kind}`;
  return Object.hasOwn(BUILTIN_FACTS.kinds, key) ? structType(BUILTIN_FACTS.kinds[key] ?? '') : undefined;
}

/** The field of a struct by its JSON name. */
export function fieldOf(struct: StructType, name: string): Field | undefined {
  return struct.byName.get(name);
}

/** Parses a type expression as the facts write it. */
export function parseType(text: string): TypeRef {
  let parsed = expressions.get(text);
  if (parsed === undefined) {
    parsed = readType(text, false);
    expressions.set(text, parsed);
  }
  return parsed;
}

function readType(text: string, pointer: boolean): TypeRef {
  if (text.startsWith('*')) return readType(text.slice(1), true);
  if (text.startsWith('[]')) return { kind: 'list', of: readType(text.slice(2), false), pointer };
  if (text.startsWith('map[')) return { kind: 'map', of: readType(text.slice(text.indexOf(']') + 1), false), pointer };
  if (!text.includes('.')) return { kind: 'scalar', name: text, pointer };
  // Named lists (`Verbs`, `ExtraValue`) are one inlined list: to JSON they are that list.
  const only = BUILTIN_FACTS.types[text]?.fields;
  if (only?.length === 1 && only[0]?.inline && only[0].type.startsWith('[]')) return readType(only[0].type, pointer);
  return { kind: 'struct', name: text, pointer };
}

function buildStruct(name: string): StructType | undefined {
  if (!Object.hasOwn(BUILTIN_FACTS.types, name) || !name.includes('.')) return undefined;
  const fields = [...spread(name)];
  const atomic = BUILTIN_FACTS.types[name]?.mapType === 'atomic';
  return { name, atomic, fields, byName: new Map(fields.map((field) => [field.name, field])) };
}

function* spread(name: string, through: readonly string[] = []): Generator<Field> {
  for (const fact of BUILTIN_FACTS.types[name]?.fields ?? []) {
    if (fact.inline) {
      const inlined = fact.type.replace('*', '');
      yield* spread(inlined, [...through, shortTypeName(inlined)]);
    } else if (fact.name !== undefined) {
      yield { name: fact.name, type: parseType(fact.type), fact, owner: name, through };
    }
  }
}

/** `apps/v1.DeploymentSpec` → `DeploymentSpec`. */
export function shortTypeName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
