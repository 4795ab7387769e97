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
  | { readonly struct: Fields };
type Fields = Readonly<Record<string, Shape>>;

const ID: Fields = { group: 'text', version: 'text', kind: 'text', name: 'text', namespace: 'text' };
const SELECTOR: Shape = { struct: { ...ID, labelSelector: 'text', annotationSelector: 'text' } };
const SPEC: Shape = { struct: { group: 'text', version: 'text', kind: 'text', path: 'text', create: 'flag' } };
const FIELD_OPTIONS: Shape = { struct: { delimiter: 'text', index: 'number', encoding: 'text', create: 'flag' } };
const PATCH: Shape = {
  struct: {
    path: 'text',
    patch: 'text',
    target: SELECTOR,
    options: { struct: { allowNameChange: 'flag', allowKindChange: 'flag' } },
  },
};
const GENERATOR_OPTIONS: Shape = {
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
  struct: { name: 'text', newName: 'text', tagSuffix: 'text', newTag: 'text', digest: 'text' },
};
const CHART: Shape = {
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
  metadata: { struct: { name: 'text', namespace: 'text', labels: 'pairs', annotations: 'pairs' } },
  openapi: 'pairs',
  namePrefix: 'text',
  nameSuffix: 'text',
  namespace: 'text',
  commonLabels: 'pairs',
  labels: {
    list: { struct: { pairs: 'pairs', includeSelectors: 'flag', includeTemplates: 'flag', fields: { list: SPEC } } },
  },
  commonAnnotations: 'pairs',
  patchesStrategicMerge: 'texts',
  patchesJson6902: { list: PATCH },
  patches: { list: PATCH },
  images: { list: IMAGE },
  imageTags: { list: IMAGE },
  replacements: {
    list: {
      struct: {
        path: 'text',
        source: { struct: { ...ID, fieldPath: 'text', options: FIELD_OPTIONS } },
        sourceValue: 'text',
        targets: {
          list: {
            struct: { select: SELECTOR, reject: { list: SELECTOR }, fieldPaths: 'texts', options: FIELD_OPTIONS },
          },
        },
      },
    },
  },
  replicas: { list: { struct: { name: 'text', count: 'number' } } },
  vars: {
    list: {
      struct: {
        name: 'text',
        objref: { struct: { ...ID, apiVersion: 'text' } },
        fieldref: { struct: { fieldpath: 'text', fieldPath: 'text' } },
      },
    },
  },
  sortOptions: {
    struct: { order: 'text', legacySortOptions: { struct: { orderFirst: 'texts', orderLast: 'texts' } } },
  },
  resources: 'texts',
  components: 'texts',
  crds: 'texts',
  bases: 'texts',
  configMapGenerator: { list: { struct: MAP_ARGUMENTS } },
  secretGenerator: { list: { struct: { ...MAP_ARGUMENTS, type: 'text' } } },
  helmGlobals: { struct: { chartHome: 'text', configHome: 'text' } },
  helmCharts: { list: CHART },
  helmChartInflationGenerator: { list: 'any' },
  generatorOptions: GENERATOR_OPTIONS,
  configurations: 'texts',
  generators: 'texts',
  transformers: 'texts',
  validators: 'texts',
  buildMetadata: 'texts',
};

/** The object with each key in its right spelling. Throws for unknown keys and wrong types, naming the field. */
export function checkFields(written: JsonObject): JsonObject {
  return checkedStruct(written, FIELDS, '') as JsonObject;
}

function checkedStruct(value: JsonObject, fields: Fields, path: string): JsonObject {
  const result: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) {
    const name = Object.hasOwn(fields, key)
      ? key
      : Object.keys(fields).find((each) => each.toLowerCase() === key.toLowerCase());
    const shape = name === undefined ? undefined : fields[name];
    if (name === undefined || shape === undefined)
      throw kustomizeFault(`invalid Kustomization: json: unknown field "${key}"`);
    if (item !== null && item !== undefined)
      result[name] = checked(item, shape, path === '' ? name : `${path}.${name}`);
  }
  return result;
}

function checked(value: Json, shape: Shape, path: string): Json {
  if (shape === 'any') return value;
  if (shape === 'text') return expect(value, typeof value === 'string', { path, type: 'string' });
  if (shape === 'flag') return expect(value, typeof value === 'boolean', { path, type: 'bool' });
  if (shape === 'number') return expect(value, Number.isInteger(value), { path, type: 'int' });
  if (shape === 'texts') return checkedList(value, 'text', path);
  if (shape === 'pairs') return checkedPairs(value, path);
  if ('list' in shape) return checkedList(value, shape.list, path);
  expect(value, isObject(value), { path, type: 'struct' });
  return isObject(value) ? checkedStruct(value, shape.struct, path) : value;
}

function checkedList(value: Json, shape: Shape, path: string): Json {
  expect(value, isList(value), { path, type: shape === 'text' ? '[]string' : 'slice' });
  return isList(value)
    ? value.map((item) => (item === null && shape === 'text' ? '' : checked(item, shape, path)))
    : value;
}

function checkedPairs(value: Json, path: string): Json {
  expect(value, isObject(value), { path, type: 'map[string]string' });
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      item === null || item === undefined ? '' : checked(item, 'text', path),
    ]),
  );
}

function expect(value: Json, fits: boolean, { path, type }: { readonly path: string; readonly type: string }): Json {
  if (fits) return value;
  const found = isList(value)
    ? 'array'
    : isObject(value)
      ? 'object'
      : typeof value === 'boolean'
        ? 'bool'
        : typeof value === 'string'
          ? 'string'
          : 'number';
  throw kustomizeFault(
    `invalid Kustomization: json: cannot unmarshal ${found} into Go struct field Kustomization.${path} of type ${type}`,
  );
}
