/** Types of the fields of a kustomization, as its decoder in Go knows them; keys are found whatever their case. */
import { isList, isObject, type Json, type JsonObject } from '../../../base/json-value.ts';
import { kustomizeFault } from '../fault.ts';

type Shape =
  | 'text'
  | 'flag'
  | 'number'
  | 'any'
  | 'texts'
  | 'pairs'
  | { readonly list: Shape }
  | { readonly struct: Fields /** Its type in Go, for messages. */; readonly of: string };
type Fields = Readonly<Record<string, Shape>>;

const ID: Fields = { group: 'text', version: 'text', kind: 'text', name: 'text', namespace: 'text' };
const SELECTOR: Shape = { of: 'Selector', struct: { ...ID, labelSelector: 'text', annotationSelector: 'text' } };
const SPEC: Shape = {
  of: 'FieldSpec',
  struct: { group: 'text', version: 'text', kind: 'text', path: 'text', create: 'flag' },
};
const FIELD_OPTIONS: Shape = {
  of: 'FieldOptions',
  struct: { delimiter: 'text', index: 'number', encoding: 'text', create: 'flag' },
};
const PATCH: Shape = {
  of: 'Patch',
  struct: {
    path: 'text',
    patch: 'text',
    target: SELECTOR,
    options: { of: 'PatchArgs', struct: { allowNameChange: 'flag', allowKindChange: 'flag' } },
  },
};
const GENERATOR_OPTIONS: Shape = {
  of: 'GeneratorOptions',
  struct: { labels: 'pairs', annotations: 'pairs', disableNameSuffixHash: 'flag', immutable: 'flag' },
};
const MAP_ARGUMENTS: Fields = {
  namespace: 'text',
  name: 'text',
  behavior: 'text',
  literals: 'texts',
  files: 'texts',
  envs: 'texts',
  env: 'text',
  options: GENERATOR_OPTIONS,
};
const IMAGE: Shape = {
  of: 'Image',
  struct: { name: 'text', newName: 'text', tagSuffix: 'text', newTag: 'text', digest: 'text' },
};
const CHART: Shape = {
  of: 'HelmChart',
  struct: {
    name: 'text',
    version: 'text',
    repo: 'text',
    releaseName: 'text',
    namespace: 'text',
    valuesFile: 'text',
    additionalValuesFiles: 'texts',
    valuesInline: 'any',
    valuesMerge: 'text',
    includeCRDs: 'flag',
    skipHooks: 'flag',
    apiVersions: 'texts',
    kubeVersion: 'text',
    nameTemplate: 'text',
    skipTests: 'flag',
    debug: 'flag',
    devel: 'flag',
  },
};

const FIELDS: Fields = {
  apiVersion: 'text',
  kind: 'text',
  metadata: { of: 'ObjectMeta', struct: { name: 'text', namespace: 'text', labels: 'pairs', annotations: 'pairs' } },
  openapi: 'pairs',
  namePrefix: 'text',
  nameSuffix: 'text',
  namespace: 'text',
  commonLabels: 'pairs',
  labels: {
    list: {
      of: 'Label',
      struct: { pairs: 'pairs', includeSelectors: 'flag', includeTemplates: 'flag', fields: { list: SPEC } },
    },
  },
  commonAnnotations: 'pairs',
  patchesStrategicMerge: 'texts',
  patchesJson6902: { list: PATCH },
  patches: { list: PATCH },
  images: { list: IMAGE },
  imageTags: { list: IMAGE },
  replacements: {
    list: {
      of: 'ReplacementField',
      struct: {
        path: 'text',
        source: { of: 'SourceSelector', struct: { ...ID, fieldPath: 'text', options: FIELD_OPTIONS } },
        sourceValue: 'text',
        targets: {
          list: {
            of: 'TargetSelector',
            struct: { select: SELECTOR, reject: { list: SELECTOR }, fieldPaths: 'texts', options: FIELD_OPTIONS },
          },
        },
      },
    },
  },
  replicas: { list: { of: 'Replica', struct: { name: 'text', count: 'number' } } },
  vars: {
    list: {
      of: 'Var',
      struct: {
        name: 'text',
        objref: { of: 'Target', struct: { ...ID, apiVersion: 'text' } },
        fieldref: { of: 'FieldSelector', struct: { fieldpath: 'text', fieldPath: 'text' } },
      },
    },
  },
  sortOptions: {
    of: 'SortOptions',
    struct: {
      order: 'text',
      legacySortOptions: { of: 'LegacySortOptions', struct: { orderFirst: 'texts', orderLast: 'texts' } },
    },
  },
  resources: 'texts',
  components: 'texts',
  crds: 'texts',
  bases: 'texts',
  configMapGenerator: { list: { of: 'ConfigMapArgs', struct: MAP_ARGUMENTS } },
  secretGenerator: { list: { of: 'SecretArgs', struct: { ...MAP_ARGUMENTS, type: 'text' } } },
  helmGlobals: { of: 'HelmGlobals', struct: { chartHome: 'text', configHome: 'text' } },
  helmCharts: { list: CHART },
  helmChartInflationGenerator: { list: 'any' },
  generatorOptions: GENERATOR_OPTIONS,
  configurations: 'texts',
  generators: 'texts',
  transformers: 'texts',
  validators: 'texts',
  buildMetadata: 'texts',
};

const GVK = { group: 'ResId.Gvk', version: 'ResId.Gvk', kind: 'ResId.Gvk', name: 'ResId', namespace: 'ResId' };
const PLAIN_GVK = { group: 'Gvk', version: 'Gvk', kind: 'Gvk' };
const GENERATOR = {
  ...{ namespace: 'GeneratorArgs', name: 'GeneratorArgs', behavior: 'GeneratorArgs', options: 'GeneratorArgs' },
  ...Object.fromEntries(['literals', 'files', 'envs', 'env'].map((name) => [name, 'GeneratorArgs.KvPairSources'])),
};

/** Structs within structs of Go that YAML does not show; messages do. */
const EMBEDDED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ConfigMapArgs: GENERATOR,
  SecretArgs: GENERATOR,
  ReplacementField: { source: 'Replacement', sourceValue: 'Replacement', targets: 'Replacement' },
  Selector: GVK,
  SourceSelector: GVK,
  FieldSpec: PLAIN_GVK,
  Target: PLAIN_GVK,
  Kustomization: { apiVersion: 'TypeMeta', kind: 'TypeMeta' },
};

/** The object with each key in its right spelling. Throws for unknown keys and wrong types, naming the field. */
export function checkFields(written: JsonObject): JsonObject {
  return checkedStruct(written, FIELDS, { of: 'Kustomization', path: [] }) as JsonObject;
}

/** A field, as messages of Go's decoder name it: by the struct that holds it and the whole path. */
interface Where {
  readonly of: string;
  readonly path: readonly string[];
}

function checkedStruct(value: JsonObject, fields: Fields, { of, path }: Where): JsonObject {
  const result: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) {
    const name = Object.hasOwn(fields, key)
      ? key
      : Object.keys(fields).find((each) => each.toLowerCase() === key.toLowerCase());
    const shape = name === undefined ? undefined : fields[name];
    if (name === undefined || shape === undefined)
      throw kustomizeFault(`invalid Kustomization: json: unknown field "${key}"`);
    const inner = [...path, ...(EMBEDDED[of]?.[name]?.split('.') ?? []), name];
    if (item !== null && item !== undefined) result[name] = checked(item, shape, { of, path: inner });
  }
  return result;
}

function checked(value: Json, shape: Shape, where: Where): Json {
  if (shape === 'any') return value;
  if (shape === 'text') return expect(value, typeof value === 'string', { where, type: 'string' });
  if (shape === 'flag') return expect(value, typeof value === 'boolean', { where, type: 'bool' });
  if (shape === 'number')
    return expect(value, Number.isInteger(value), { where, type: where.path.at(-1) === 'count' ? 'int64' : 'int' });
  if (shape === 'texts') return checkedList(value, 'text', where);
  if (shape === 'pairs') return checkedPairs(value, where);
  if ('list' in shape) return checkedList(value, shape.list, where);
  expect(value, isObject(value), { where, type: `types.${shape.of}` });
  return isObject(value) ? checkedStruct(value, shape.struct, { of: shape.of, path: where.path }) : value;
}

function checkedList(value: Json, shape: Shape, where: Where): Json {
  const element = typeof shape === 'object' && 'of' in shape ? `types.${shape.of}` : 'string';
  expect(value, isList(value), { where, type: `[]${element}` });
  return isList(value)
    ? value.map((item) => (item === null && shape === 'text' ? '' : checked(item, shape, where)))
    : value;
}

function checkedPairs(value: Json, where: Where): Json {
  expect(value, isObject(value), { where, type: 'map[string]string' });
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      item === null || item === undefined ? '' : checked(item, 'text', where),
    ]),
  );
}

interface Expected {
  readonly where: Where;
  /** As Go names it. */
  readonly type: string;
}

function expect(value: Json, fits: boolean, { where: { of, path }, type }: Expected): Json {
  if (fits) return value;
  throw kustomizeFault(
    `invalid Kustomization: json: cannot unmarshal ${nameOf(value)} into Go struct field ${of}.${path.join('.')} of type ${type}`,
  );
}

function nameOf(value: Json): string {
  if (isList(value)) return 'array';
  if (isObject(value)) return 'object';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'number';
}
