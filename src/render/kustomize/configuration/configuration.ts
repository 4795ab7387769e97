/** Where each transformer works: what Kustomize brings, what `configurations` and `crds` add. */
import { isList, isObject, type Json, member } from '../../../base/json-value.ts';
import { readYaml } from '../../../lang/yaml/read.ts';
import { explained, kustomizeFault } from '../fault.ts';
import type { Folder } from '../files/folder.ts';
import type { GvkSelector } from '../object/kind.ts';
import { compareKinds } from '../object/kind-order.ts';
import defaults from './default-configuration.facts.json' with { type: 'json' };
import { type FieldSpec, mergeFieldSpecs } from './field-spec.ts';

/** Fields that hold names of objects of a kind. */
export interface NameReference extends GvkSelector {
  readonly fieldSpecs: readonly FieldSpec[];
}

const SPEC_LISTS = [
  'namePrefix',
  'nameSuffix',
  'namespace',
  'commonLabels',
  'labels',
  'templateLabels',
  'commonAnnotations',
  'varReference',
  'images',
  'replicas',
] as const;

export type Configuration = Readonly<Record<(typeof SPEC_LISTS)[number], readonly FieldSpec[]>> & {
  readonly nameReference: readonly NameReference[];
};

export const NO_CONFIGURATION: Configuration = {
  ...(Object.fromEntries(SPEC_LISTS.map((name) => [name, []])) as unknown as Omit<Configuration, 'nameReference'>),
  nameReference: [],
};

export const DEFAULT_CONFIGURATION: Configuration = sortedLists({
  ...NO_CONFIGURATION,
  ...(defaults as Partial<Configuration>),
});

function sortedLists(configuration: Configuration): Configuration {
  const lists = Object.entries(configuration).map(([name, list]) => [name, sortedByKind<GvkSelector>(list)]);
  return Object.fromEntries(lists) as Configuration;
}

/** Both together. Throws where they contradict one another. */
export function mergeConfigurations(left: Configuration, right: Configuration): Configuration {
  if (right === NO_CONFIGURATION || left === right) return left;
  if (left === NO_CONFIGURATION && right === DEFAULT_CONFIGURATION) return right;
  const lists = SPEC_LISTS.map((name) => {
    const about = `failed to merge ${name === 'namespace' ? 'NameSpace' : name[0]?.toUpperCase()}${name === 'namespace' ? '' : name.slice(1)} fieldSpec`;
    return [name, sortedByKind(explained(about, () => mergeFieldSpecs(left[name], right[name])))];
  });
  return {
    ...(Object.fromEntries(lists) as Omit<Configuration, 'nameReference'>),
    nameReference: sortedByKind(mergeReferences(left.nameReference, right.nameReference)),
  };
}

function sortedByKind<T extends GvkSelector>(entries: readonly T[]): readonly T[] {
  return [...entries].sort(compareKinds);
}

function mergeReferences(left: readonly NameReference[], right: readonly NameReference[]): readonly NameReference[] {
  const result = [...left];
  for (const reference of right) {
    const index = result.findIndex((each) => sameKind(each, reference));
    const found = result[index];
    if (found === undefined) result.push(reference);
    else result[index] = { ...found, fieldSpecs: mergeFieldSpecs(found.fieldSpecs, reference.fieldSpecs) };
  }
  return result;
}

function sameKind(left: GvkSelector, right: GvkSelector): boolean {
  const key = ({ group = '', version = '', kind = '' }: GvkSelector): string => `${group}/${version}/${kind}`;
  return key(left) === key(right);
}

/** The default with what the files of a folder add. */
export function readConfiguration(folder: Folder, paths: readonly string[]): Configuration {
  return paths.reduce((configuration, path) => {
    const text = Buffer.from(folder.read(path)).toString('utf8');
    return mergeConfigurations(configuration, configurationOf(readYaml(text)));
  }, DEFAULT_CONFIGURATION);
}

function configurationOf(value: Json): Configuration {
  if (!isObject(value)) return NO_CONFIGURATION;
  for (const [key, item] of Object.entries(value)) checkList(key, item ?? null);
  const lists = SPEC_LISTS.map((name) => [name, specsOf(value[name])]);
  const references = value['nameReference'];
  return {
    ...(Object.fromEntries(lists) as Omit<Configuration, 'nameReference'>),
    nameReference: isList(references)
      ? references.map((reference) => ({
          ...(reference as GvkSelector),
          fieldSpecs: specsOf(member(reference, 'fieldSpecs')),
        }))
      : [],
  };
}

const UNREADABLE = 'error unmarshaling JSON: while decoding JSON: json:';

function checkList(key: string, item: Json): void {
  const isKnown = key === 'nameReference' || SPEC_LISTS.some((name) => name === key);
  if (!isKnown) throw kustomizeFault(`${UNREADABLE} unknown field ${JSON.stringify(key)}`);
  if (item === null || isList(item)) return;
  const [found, type] = [isObject(item) ? 'object' : typeof item, key === 'nameReference' ? 'NbrSlice' : 'FsSlice'];
  const words = `cannot unmarshal ${found === 'boolean' ? 'bool' : found} into Go struct field TransformerConfig.${key}`;
  throw kustomizeFault(`${UNREADABLE} ${words} of type types.${type}`);
}

function specsOf(value: Json | undefined): readonly FieldSpec[] {
  return isList(value) ? (value.filter(isObject) as unknown as readonly FieldSpec[]) : [];
}

/** What the schemas of custom kinds say about names, labels and annotations. */
export function readDefinitions(folder: Folder, paths: readonly string[]): Configuration {
  return paths.reduce<Configuration>((configuration, path) => {
    const text = Buffer.from(folder.read(path)).toString('utf8');
    const value = explained(`unable to parse open API definition from '${path}'`, () => readYaml(text));
    if (!isObject(value)) throw kustomizeFault(`unable to parse open API definition from '${path}': it is no object`);
    return Object.keys(value).reduce(
      (sum, name) => mergeConfigurations(sum, fromDefinition(value, name)),
      configuration,
    );
  }, NO_CONFIGURATION);
}

function fromDefinition(all: Json, name: string): Configuration {
  const properties = propertiesOf(all, name);
  const isKind = ['kind', 'apiVersion', 'metadata'].every((key) => member(properties, key) !== undefined);
  if (!isKind) return NO_CONFIGURATION;
  return fromProperties({ all, kind: name.split('.').at(-1) ?? '', seen: [name] }, name, []);
}

function propertiesOf(all: Json, name: string): Json | undefined {
  return member(member(member(all, name), 'Schema'), 'properties');
}

interface Definition {
  readonly all: Json;
  readonly kind: string;
  readonly seen: readonly string[];
}

function fromProperties(definition: Definition, name: string, path: readonly string[]): Configuration {
  const properties = propertiesOf(definition.all, name);
  if (!isObject(properties)) return NO_CONFIGURATION;
  let result = NO_CONFIGURATION;
  for (const [key, property] of Object.entries(properties)) {
    const here = [...path, key];
    result = mergeConfigurations(result, fromProperty(definition.kind, property ?? null, here));
    const reference = member(property, '$ref');
    if (typeof reference !== 'string' || definition.seen.includes(reference)) continue;
    const inner = { ...definition, seen: [...definition.seen, reference] };
    result = mergeConfigurations(result, fromProperties(inner, reference, here));
  }
  return result;
}

function fromProperty(kind: string, property: Json, path: readonly string[]): Configuration {
  const spec = (...more: readonly string[]): FieldSpec => ({ kind, path: [...path, ...more].join('/') });
  const has = (name: string): boolean => typeof member(property, name) === 'string';
  const [version, target] = [
    member(property, 'x-kubernetes-object-ref-api-version'),
    member(property, 'x-kubernetes-object-ref-kind'),
  ];
  const key = member(property, 'x-kubernetes-object-ref-name-key');
  const refers = typeof version === 'string' && typeof target === 'string';
  return {
    ...NO_CONFIGURATION,
    commonAnnotations: has('x-kubernetes-annotation') ? [spec()] : [],
    commonLabels: has('x-kubernetes-label-selector') ? [spec()] : [],
    namePrefix: has('x-kubernetes-identity') ? [spec()] : [],
    nameReference: refers
      ? [{ kind: target, version, fieldSpecs: [spec(typeof key === 'string' ? key : 'name')] }]
      : [],
  };
}
