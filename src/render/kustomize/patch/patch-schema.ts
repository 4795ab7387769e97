/** What an OpenAPI v2 document says about how values merge: of each type its fields, and of lists what tells elements apart. */
import { isList, isObject, type Json, type JsonObject, member, textAt } from '../../../base/json-value.ts';

/** The type of a value. */
export interface PatchSchema {
  /** Of a field, or of what a map holds under any key; undefined where nothing is known. */
  field(name: string): PatchSchema | undefined;
  /** Of the elements of a list. */
  element(): PatchSchema | undefined;
  /** Elements of this list are merged, not replaced as a whole. */
  readonly merges: boolean;
  /** What tells the elements apart; empty where they are told apart by themselves. */
  readonly keys: readonly string[];
}

/** Schemas of whole objects. */
export interface SchemasOfKinds {
  schemaOf(apiVersion: string, kind: string): PatchSchema | undefined;
}

/** The kinds among the definitions of a document, each looked at when it is asked for. */
export function schemasOfDefinitions(definitions: JsonObject): SchemasOfKinds {
  const made = new Map<JsonObject, PatchSchema>();
  const resolve = (written: JsonObject): JsonObject | undefined => resolved(definitions, written);
  const names = new Map(Object.keys(definitions).flatMap((name) => kindsOf(definitions, name)));
  const schema = (written: Json | undefined): PatchSchema | undefined => {
    const found = isObject(written) ? resolve(written) : undefined;
    if (found === undefined) return undefined;
    const known = made.get(found) ?? new Definition(found, schema);
    made.set(found, known);
    return known;
  };
  return { schemaOf: (apiVersion, kind) => schema(member(definitions, names.get(`${apiVersion} ${kind}`) ?? '')) };
}

/** A definition may refer to another one; a circle of nothing but references leads nowhere. */
function resolved(definitions: JsonObject, written: JsonObject): JsonObject | undefined {
  let found: Json | undefined = written;
  const seen = new Set<string>();
  while (isObject(found)) {
    const reference = textAt(found, '$ref');
    if (reference === undefined || reference === '') return found;
    if (seen.has(reference)) return undefined;
    seen.add(reference);
    found = member(definitions, reference.replace(/^#\/definitions\//, ''));
  }
  return undefined;
}

function kindsOf(definitions: JsonObject, name: string): readonly (readonly [string, string])[] {
  const kinds = member(member(definitions, name), 'x-kubernetes-group-version-kind');
  return (isList(kinds) ? kinds : []).map((gvk) => {
    const [group, version] = [textAt(gvk, 'group') ?? '', textAt(gvk, 'version') ?? ''];
    return [`${group === '' ? version : `${group}/${version}`} ${textAt(gvk, 'kind') ?? ''}`, name];
  });
}

class Definition implements PatchSchema {
  private readonly written: JsonObject;
  private readonly schema: (written: Json | undefined) => PatchSchema | undefined;

  constructor(written: JsonObject, schema: (written: Json | undefined) => PatchSchema | undefined) {
    this.written = written;
    this.schema = schema;
  }

  field(name: string): PatchSchema | undefined {
    const property = member(this.written['properties'], name) ?? this.written['additionalProperties'];
    return this.schema(property);
  }

  element(): PatchSchema | undefined {
    return textAt(this.written, 'type') === 'array' ? this.schema(this.written['items']) : undefined;
  }

  get merges(): boolean {
    return this.strategy.split(',').includes('merge');
  }

  get keys(): readonly string[] {
    const keys = this.written['x-kubernetes-list-map-keys'];
    if (this.strategy === '') return [];
    if (isList(keys)) return keys.map(String);
    const key = textAt(this.written, 'x-kubernetes-patch-merge-key');
    return key === undefined ? [] : [key];
  }

  private get strategy(): string {
    return textAt(this.written, 'x-kubernetes-patch-strategy') ?? '';
  }
}
