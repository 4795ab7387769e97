/** Chart.yaml, requirements.yaml and the lock files into their structs. */
import { AppError } from '../../../base/errors.ts';
import { isObject, type Json, type JsonObject } from '../../../base/json-value.ts';
import { readYaml } from '../../../lang/yaml/read.ts';
import { helmFault } from '../helm-fault.ts';
import type { ChartDependency, ChartLock, ChartMaintainer, ChartMetadata } from './chart.ts';
import { booleanOf, fieldOf, float32Text, listOf, objectOf, textOf } from './go-decoder.ts';

const METADATA = 'chart.Metadata';
const EMPTY: JsonObject = {};

/** A whole number written as a float: the reader gives the number alone, Go knows that it was a float. */
const FLOAT_LINE = /^([A-Za-z]+):[ \t]+([-+]?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?)[ \t]*(?:#.*)?$/gm;

/**
 * The struct of Chart.yaml. `over` are texts that are decoded into the same struct afterwards, as requirements.yaml is:
 * what they have replaces what was there. Throws `helm.invalid-chart`.
 */
export function decodeMetadata(text: string, over: readonly { name: string; text: string }[] = []): ChartMetadata {
  let merged = readObject(text, 'Chart.yaml');
  for (const more of over) merged = { ...merged, ...readObject(more.text, more.name) };
  return inFile('Chart.yaml', () => metadataOf(merged, floatTexts(text)));
}

/** A lock file. Throws `helm.invalid-chart`. */
export function decodeLock(text: string, file: string): ChartLock {
  const lock = readObject(text, file);
  return inFile(file, () => ({
    dependencies: dependenciesOf(fieldOf(lock, 'dependencies'), 'Lock') ?? [],
    digest: textOf(fieldOf(lock, 'digest'), { struct: 'chart.Lock', path: 'digest' }),
  }));
}

function readObject(text: string, file: string): JsonObject {
  return inFile(file, () => {
    const value = readYaml(text);
    if (value === null) return EMPTY;
    return objectOf(value, { struct: METADATA, path: '' }, METADATA) ?? EMPTY;
  });
}

function inFile<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw helmFault('helm.invalid-chart', `cannot load ${file}: ${error.message}`);
  }
}

function metadataOf(object: JsonObject, floats: ReadonlyMap<string, string>): ChartMetadata {
  const text = (name: string): string => {
    const value = fieldOf(object, name);
    return (typeof value === 'number' && floats.get(name)) || textOf(value, { struct: METADATA, path: name });
  };
  return {
    name: text('name'),
    home: text('home'),
    sources: textsOf(object, 'sources'),
    version: text('version'),
    description: text('description'),
    keywords: textsOf(object, 'keywords'),
    maintainers: maintainersOf(fieldOf(object, 'maintainers')),
    icon: text('icon'),
    apiVersion: text('apiVersion'),
    condition: text('condition'),
    tags: text('tags'),
    appVersion: text('appVersion'),
    deprecated: booleanOf(fieldOf(object, 'deprecated'), { struct: METADATA, path: 'deprecated' }),
    annotations: annotationsOf(object),
    kubeVersion: text('kubeVersion'),
    dependencies: dependenciesOf(fieldOf(object, 'dependencies'), 'Metadata'),
    type: text('type'),
  };
}

function floatTexts(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [, key = '', number = ''] of text.matchAll(FLOAT_LINE)) {
    if (/[.eE]/.test(number)) found.set(key, float32Text(Number(number)));
  }
  return found;
}

function textsOf(object: JsonObject, name: string): readonly string[] {
  const items = listOf(fieldOf(object, name), { struct: METADATA, path: name }, '[]string') ?? [];
  return items.map((item) => textOf(item, { struct: METADATA, path: name }));
}

function annotationsOf(object: JsonObject): ReadonlyMap<string, string> | undefined {
  const place = { struct: METADATA, path: 'annotations' };
  const annotations = objectOf(fieldOf(object, 'annotations'), place, 'map[string]string');
  if (annotations === undefined) return undefined;
  return new Map(Object.entries(annotations).map(([key, value]) => [key, textOf(value, place)]));
}

function maintainersOf(value: Json | undefined): readonly ChartMaintainer[] {
  const list = listOf(value, { struct: METADATA, path: 'maintainers' }, '[]*chart.Maintainer') ?? [];
  return list.map((item) => {
    if (item === null) throw validation('maintainers must not contain empty or null nodes');
    const place = { struct: METADATA, path: 'maintainers' };
    const one = objectOf(item, place, 'chart.Maintainer') ?? EMPTY;
    const text = (name: string): string =>
      textOf(fieldOf(one, name), { struct: 'chart.Maintainer', path: `maintainers.${name}` });
    return { name: text('name'), email: text('email'), url: text('url') };
  });
}

function dependenciesOf(value: Json | undefined, struct: string): readonly ChartDependency[] | undefined {
  const list = listOf(value, { struct, path: 'dependencies' }, '[]*chart.Dependency');
  return list?.map((item) => {
    if (item === null) throw validation('dependencies must not contain empty or null nodes');
    return dependencyOf(objectOf(item, { struct, path: 'dependencies' }, 'chart.Dependency') ?? EMPTY);
  });
}

function dependencyOf(object: JsonObject): ChartDependency {
  const place = (name: string): { struct: string; path: string } => ({
    struct: 'chart.Dependency',
    path: `dependencies.${name}`,
  });
  const text = (name: string): string => textOf(fieldOf(object, name), place(name));
  const tags = listOf(fieldOf(object, 'tags'), place('tags'), '[]string') ?? [];
  const imported = listOf(fieldOf(object, 'import-values'), place('import-values'), '[]interface {}') ?? [];
  return {
    name: text('name'),
    version: text('version'),
    repository: text('repository'),
    condition: text('condition'),
    tags: tags.map((tag) => textOf(tag, place('tags'))),
    enabled: booleanOf(fieldOf(object, 'enabled'), place('enabled')),
    importValues: imported.filter((item) => typeof item === 'string' || isObject(item)),
    alias: text('alias'),
  };
}

function validation(message: string): Error {
  return helmFault('helm.invalid-chart', `validation: ${message}`);
}
