/** OpenAPI schemas of built-in kinds, made from the type table: types, merge keys, list types, no prose. */
import { isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { BUILTIN_FACTS, type FieldFact } from '../../kube/builtin/facts.ts';
import { type Field, type StructType, structType, type TypeRef } from '../../kube/builtin/type-table.ts';
import { splitApiVersion } from '../../kube/object/kube-object.ts';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const DEFINITIONS = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1';
const TEXT: JsonObject = { type: 'string' };

/** Scalars that are a plain type wherever they stand. */
const PLAIN: Readonly<Record<string, JsonObject>> = {
  string: TEXT,
  bool: { type: 'boolean' },
  int32: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  float64: { type: 'number', format: 'double' },
  bytes: { type: 'string', format: 'byte' },
};

/** Scalars with a schema of their own, by type: its name and content. */
const NAMED: Readonly<Record<string, readonly [name: string, schema: JsonObject]>> = {
  Time: [`${META}.Time`, { type: 'string', format: 'date-time' }],
  MicroTime: [`${META}.MicroTime`, { type: 'string', format: 'date-time' }],
  Duration: [`${META}.Duration`, TEXT],
  FieldsV1: [`${META}.FieldsV1`, { type: 'object' }],
  Quantity: ['io.k8s.apimachinery.pkg.api.resource.Quantity', { oneOf: [TEXT, { type: 'number' }] }],
  IntOrString: [
    'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
    { format: 'int-or-string', oneOf: [{ type: 'integer' }, TEXT] },
  ],
  JSON: [`${DEFINITIONS}.JSON`, {}],
  JSONSchemaPropsOrArray: [`${DEFINITIONS}.JSONSchemaPropsOrArray`, {}],
  JSONSchemaPropsOrBool: [`${DEFINITIONS}.JSONSchemaPropsOrBool`, {}],
  JSONSchemaPropsOrStringArray: [`${DEFINITIONS}.JSONSchemaPropsOrStringArray`, {}],
  RawExtension: ['io.k8s.apimachinery.pkg.runtime.RawExtension', { type: 'object' }],
};

/** Fields that the server describes with no word: only these refer to their type directly. */
const WORDLESS: ReadonlySet<string> = new Set([
  ...['additionalItems', 'additionalProperties', 'example', 'externalDocs', 'items', 'not'].map(
    (name) => `apiextensions/v1.JSONSchemaProps.${name}`,
  ),
  'networking/v1.IngressRuleValue.http',
]);

const ZEROES: Readonly<Record<string, Json>> = { string: '', bool: false, int32: 0, int64: 0, float64: 0 };

/** Schemas by name, with everything they refer to. */
export class SchemaCollection {
  readonly #schemas = new Map<string, Json>();
  readonly #origin: 'all' | 'custom';

  /** `custom`: in a document of custom resources alone, whose server knows fewer groups. */
  constructor(origin: 'all' | 'custom' = 'all') {
    this.#origin = origin;
  }

  /** Adds the schema of a Go type and of all it holds, or that of a name; the answer refers to it. */
  refer(goType: string, schema?: JsonObject): JsonObject {
    if (schema !== undefined) {
      this.#schemas.set(goType, schema);
      return reference(goType);
    }
    const name = schemaName(goType);
    const struct = structType(goType);
    if (!this.#schemas.has(name) && struct) {
      this.#schemas.set(name, {});
      this.#schemas.set(name, this.#structSchema(struct));
    }
    return reference(name);
  }

  /** All schemas in the order of their names. */
  all(): JsonObject {
    return Object.fromEntries([...this.#schemas].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #structSchema(struct: StructType): JsonObject {
    const properties = struct.fields.map((field): [string, Json] => [field.name, this.#property(field)]);
    const required = struct.fields.filter(({ fact }) => fact.required).map(({ name }) => name);
    const common = COMMON_KINDS[struct.name]?.filter(
      ({ group }) => this.#origin === 'all' || !NOT_OF_CUSTOM.has(group),
    );
    const kinds = KINDS_OF_TYPES.get(struct.name) ?? common;
    const unions = BUILTIN_FACTS.types[struct.name]?.unions as Json | undefined;
    return {
      type: 'object',
      ...(required.length > 0 && { required }),
      ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
      ...(struct.atomic && { 'x-kubernetes-map-type': 'atomic' }),
      ...(unions !== undefined && { 'x-kubernetes-unions': unions }),
      ...(kinds && { 'x-kubernetes-group-version-kind': kinds }),
    };
  }

  #property({ name, type, fact, owner }: Field): JsonObject {
    const schema = withElementEnum(this.#typeSchema(type), fact);
    const { default: usual } = fact as { readonly default?: Json };
    const bare = WORDLESS.has(`${owner}.${name}`);
    const inner = { ...(usual !== undefined && { default: usual }), ...(bare ? schema : asAllOf(schema)) };
    return {
      ...inner,
      ...(fact.enum && { enum: fact.enum }),
      ...(fact.listType && { 'x-kubernetes-list-type': fact.listType }),
      ...(fact.listKeys && { 'x-kubernetes-list-map-keys': fact.listKeys }),
      ...(fact.mapType && { 'x-kubernetes-map-type': fact.mapType }),
      ...(fact.patchStrategy && { 'x-kubernetes-patch-strategy': fact.patchStrategy }),
      ...(fact.patchMergeKey && { 'x-kubernetes-patch-merge-key': fact.patchMergeKey }),
    };
  }

  #typeSchema(type: TypeRef): JsonObject {
    switch (type.kind) {
      case 'struct':
        return this.refer(type.name);
      case 'list':
        return { type: 'array', items: this.#element(type.of) };
      case 'map':
        return { type: 'object', additionalProperties: this.#element(type.of) };
      case 'scalar':
        return this.#scalarSchema(type.name);
    }
  }

  /** Elements of lists and maps have the zero of their type. */
  #element(type: TypeRef): JsonObject {
    const schema = this.#typeSchema(type);
    if (type.pointer) return schema;
    if (type.kind === 'struct') return { default: {}, ...asAllOf(schema) };
    const zero = type.kind === 'scalar' ? ZEROES[type.name] : undefined;
    return zero === undefined ? schema : { ...schema, default: zero };
  }

  #scalarSchema(name: string): JsonObject {
    if (Object.hasOwn(PLAIN, name)) return PLAIN[name] ?? {};
    const named = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
    if (!named) return {};
    this.#schemas.set(named[0], named[1]);
    return reference(named[0]);
  }
}

/** The values that elements of a list or map may have. */
function withElementEnum(schema: JsonObject, { elementEnum }: FieldFact): JsonObject {
  if (elementEnum === undefined) return schema;
  const place = schema['items'] === undefined ? 'additionalProperties' : 'items';
  const element = schema[place];
  return { ...schema, [place]: { ...(isObject(element) ? element : {}), enum: elementEnum } };
}

function reference(name: string): JsonObject {
  return { $ref: `#/components/schemas/${name}` };
}

/** Nothing may stand beside a reference but in `allOf`. */
function asAllOf(schema: JsonObject): JsonObject {
  return schema['$ref'] === undefined ? schema : { allOf: [schema] };
}

/** `apps/v1.Deployment` → `io.k8s.api.apps.v1.Deployment`. */
export function schemaName(goType: string): string {
  const [group = '', rest = ''] = goType.split('/', 2);
  return `${PACKAGES[group] ?? `io.k8s.api.${group}`}.${rest}`;
}

const PACKAGES: Readonly<Record<string, string>> = {
  meta: 'io.k8s.apimachinery.pkg.apis.meta',
  apiextensions: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions',
  apiregistration: 'io.k8s.kube-aggregator.pkg.apis.apiregistration',
};

const KINDS_OF_TYPES: ReadonlyMap<string, readonly JsonObject[]> = kindsOfTypes();

function kindsOfTypes(): ReadonlyMap<string, readonly JsonObject[]> {
  const kinds = new Map<string, readonly JsonObject[]>();
  for (const [key, goType] of Object.entries(BUILTIN_FACTS.kinds)) {
    const [apiVersion = '', kind = ''] = key.split(' ');
    const { group, version } = splitApiVersion(apiVersion);
    kinds.set(goType, [...(kinds.get(goType) ?? []), { group, kind, version }]);
  }
  return kinds;
}

/** Versions of all groups that the server's code knows, served or not. Source: OpenAPI of a real server. */
const KNOWN_VERSIONS: Readonly<Record<string, string>> = {
  '': 'v1',
  'admission.k8s.io': 'v1 v1beta1',
  'admissionregistration.k8s.io': 'v1 v1alpha1 v1beta1',
  'apiextensions.k8s.io': 'v1 v1beta1',
  'apiregistration.k8s.io': 'v1 v1beta1',
  apps: 'v1 v1beta1 v1beta2',
  'authentication.k8s.io': 'v1 v1alpha1 v1beta1',
  'authorization.k8s.io': 'v1 v1beta1',
  autoscaling: 'v1 v2 v2beta1 v2beta2',
  batch: 'v1 v1beta1',
  'certificates.k8s.io': 'v1 v1alpha1 v1beta1',
  'coordination.k8s.io': 'v1 v1alpha2 v1beta1',
  'discovery.k8s.io': 'v1 v1beta1',
  'events.k8s.io': 'v1 v1beta1',
  extensions: 'v1beta1',
  'flowcontrol.apiserver.k8s.io': 'v1 v1beta1 v1beta2 v1beta3',
  'imagepolicy.k8s.io': 'v1alpha1',
  'internal.apiserver.k8s.io': 'v1alpha1',
  'networking.k8s.io': 'v1 v1beta1',
  'node.k8s.io': 'v1 v1alpha1 v1beta1',
  policy: 'v1 v1beta1',
  'rbac.authorization.k8s.io': 'v1 v1alpha1 v1beta1',
  'resource.k8s.io': 'v1 v1alpha3 v1beta1 v1beta2',
  'scheduling.k8s.io': 'v1 v1alpha1 v1beta1',
  'storage.k8s.io': 'v1 v1alpha1 v1beta1',
  'storagemigration.k8s.io': 'v1beta1',
};

/** Groups that the part of the server for custom resources does not know. */
const NOT_OF_CUSTOM: ReadonlySet<Json | undefined> = new Set<Json | undefined>([
  ...['admission.k8s.io', 'apiextensions.k8s.io', 'apiregistration.k8s.io', 'imagepolicy.k8s.io'],
]);

/** Kinds that are no resources: of the core group, or of every version. */
const COMMON_KINDS: Readonly<Record<string, readonly JsonObject[]>> = {
  ...Object.fromEntries(
    ['APIGroup', 'APIGroupList', 'APIResourceList', 'APIVersions', 'Status'].map((kind) => [
      `meta/v1.${kind}`,
      [{ group: '', kind, version: 'v1' }],
    ]),
  ),
  ...Object.fromEntries(['DeleteOptions', 'WatchEvent'].map((kind) => [`meta/v1.${kind}`, inEveryVersion(kind)])),
};

function inEveryVersion(kind: string): readonly JsonObject[] {
  return Object.entries(KNOWN_VERSIONS).flatMap(([group, versions]) =>
    versions.split(' ').map((version) => ({ group, kind, version })),
  );
}

/** The Go type of a kind. */
export function goTypeOf(apiVersion: string, kind: string): string | undefined {
  const key = `${apiVersion} ${kind}`;
  return Object.hasOwn(BUILTIN_FACTS.kinds, key) ? BUILTIN_FACTS.kinds[key] : undefined;
}
