/** Joins what the Go types say about a field (wire form, patch strategy) with what the OpenAPI schema says (list type, default). */

interface GoField {
  readonly name?: string;
  readonly type: string;
  readonly proto?: string;
  readonly omit?: string;
  readonly inline?: boolean;
  readonly patchStrategy?: string;
  readonly patchMergeKey?: string;
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly format?: string;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: string;
  readonly 'x-kubernetes-unions'?: unknown;
}

export interface FactsInput {
  readonly types: { readonly kinds: Record<string, string>; readonly types: Record<string, readonly GoField[]> };
  readonly openapi: { readonly schemas: Record<string, Schema> };
}

interface TypeFact {
  readonly fields: object[];
  readonly mapType?: string;
  readonly unions?: unknown;
}

/** The kinds unchanged, and every Go type with its fields in Go order, each with all that is known about it. */
export function joinFacts(input: FactsInput): {
  readonly kinds: Record<string, string>;
  readonly types: Record<string, TypeFact>;
} {
  const extra = new Map<GoField, object>();
  const heads = new Map<string, object>();
  for (const name of Object.keys(input.types.types)) {
    const schema = schemaOf(input, name);
    if (schema === undefined) continue;
    heads.set(name, headOf(schema));
    for (const field of flatten(input, name)) {
      const property = schema.properties?.[field.name ?? ''];
      if (property === undefined || extra.has(field)) continue;
      extra.set(field, schemaFacts(property, schema.required?.includes(field.name ?? '') ?? false));
    }
  }
  const types: Record<string, TypeFact> = {};
  for (const [name, fields] of Object.entries(input.types.types)) {
    types[name] = { fields: fields.map((field) => ({ ...field, ...extra.get(field) })), ...heads.get(name) };
  }
  return { kinds: input.types.kinds, types };
}

/** `core/v1.Pod` is `io.k8s.api.core.v1.Pod`: the last three parts are the same. */
function schemaOf(input: FactsInput, typeName: string): Schema | undefined {
  if (!typeName.includes('.')) return undefined;
  const ending = `.${typeName.replace('/', '.')}`;
  const name = Object.keys(input.openapi.schemas).find((candidate) => candidate.endsWith(ending));
  return name === undefined ? undefined : input.openapi.schemas[name];
}

function* flatten(input: FactsInput, typeName: string): Generator<GoField> {
  for (const field of input.types.types[typeName.replace(/^\*/, '')] ?? []) {
    if (field.inline) yield* flatten(input, field.type);
    else yield field;
  }
}

function headOf(schema: Schema): object {
  return {
    ...(schema['x-kubernetes-map-type'] && { mapType: schema['x-kubernetes-map-type'] }),
    ...(schema['x-kubernetes-unions'] !== undefined && { unions: schema['x-kubernetes-unions'] }),
  };
}

function schemaFacts(property: Schema, required: boolean): object {
  const elementEnum = (property.items ?? property.additionalProperties)?.enum;
  return {
    ...(required && { required }),
    ...(property.default !== undefined && { default: property.default }),
    ...(property.enum && { enum: property.enum }),
    ...(elementEnum && { elementEnum }),
    ...(property['x-kubernetes-list-type'] && { listType: property['x-kubernetes-list-type'] }),
    ...(property['x-kubernetes-list-map-keys'] && { listKeys: property['x-kubernetes-list-map-keys'] }),
    ...(property['x-kubernetes-map-type'] && { mapType: property['x-kubernetes-map-type'] }),
  };
}
