/** The file that says what to build, read strictly. */
import { isList, isObject, type Json, type JsonObject } from '../../../base/json-value.ts';
import { readYaml } from '../../../lang/yaml/read.ts';
import type { FieldSpec } from '../configuration/field-spec.ts';
import { explained, isUserFault, kustomizeFault, placed } from '../fault.ts';
import { FILE_NAMES, type Folder } from '../files/folder.ts';
import type { GeneratorOptions, MapArguments } from '../generate/maps.ts';
import type { SortOptions } from '../order/order.ts';
import type { Patch } from '../patch/apply.ts';
import type { Replacement } from '../references/replacements.ts';
import type { Variable } from '../references/variables.ts';
import type { ImageChange } from '../transform/images.ts';
import type { ReplicaChange } from '../transform/replicas.ts';
import { checkFields } from './check-fields.ts';

export interface LabelPairs {
  readonly pairs?: Readonly<Record<string, string>>;
  readonly includeSelectors?: boolean;
  readonly includeTemplates?: boolean;
  readonly fields?: readonly FieldSpec[];
}

export type ReplacementEntry = Replacement & { readonly path?: string };

export interface Kustomization {
  readonly apiVersion: string;
  readonly kind: string;
  readonly openapi: Readonly<Record<string, string>>;
  readonly namePrefix: string;
  readonly nameSuffix: string;
  readonly namespace: string;
  readonly commonLabels: Readonly<Record<string, string>>;
  readonly labels: readonly LabelPairs[];
  readonly commonAnnotations: Readonly<Record<string, string>>;
  readonly patchesStrategicMerge: readonly string[];
  readonly patchesJson6902: readonly Patch[];
  readonly patches: readonly Patch[];
  readonly images: readonly ImageChange[];
  readonly replacements: readonly ReplacementEntry[];
  readonly replicas: readonly ReplicaChange[];
  readonly vars: readonly Variable[];
  readonly sortOptions: SortOptions | undefined;
  readonly resources: readonly string[];
  readonly components: readonly string[];
  readonly crds: readonly string[];
  readonly configMapGenerator: readonly MapArguments[];
  readonly secretGenerator: readonly MapArguments[];
  readonly helmGlobals: JsonObject | undefined;
  readonly helmCharts: readonly JsonObject[];
  readonly generatorOptions: GeneratorOptions | undefined;
  readonly configurations: readonly string[];
  readonly generators: readonly string[];
  readonly transformers: readonly string[];
  readonly validators: readonly string[];
  readonly buildMetadata: readonly string[];
}

const KIND = 'Kustomization';
export const COMPONENT = 'Component';
const VERSION = 'kustomize.config.k8s.io/v1beta1';
const COMPONENT_VERSION = 'kustomize.config.k8s.io/v1alpha1';

export interface KustomizationFile {
  readonly kustomization: Kustomization;
  readonly fileName: string;
  /** Warnings about fields that are out of use. */
  readonly warnings: readonly string[];
}

/** The one kustomization of a folder. Throws where there is none or more than one, and for what it may not hold. */
export function readKustomization(folder: Folder): KustomizationFile {
  const found = FILE_NAMES.filter((name) => folder.has(name));
  const [fileName, another] = found;
  if (fileName === undefined) {
    throw kustomizeFault(
      `unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${folder.shown}'`,
    );
  }
  if (another !== undefined) throw kustomizeFault(`Found multiple kustomization files under: ${folder.shown}\n`);
  return placed(
    () => folder.shownFile(fileName),
    () => {
      const written = parsed(Buffer.from(folder.read(fileName)).toString('utf8'));
      const kustomization = completed(written);
      refuseEmpty(written);
      checkKind(kustomization, folder);
      return { kustomization, fileName, warnings: warningsOf(written) };
    },
  );
}

function parsed(text: string): JsonObject {
  const value = explained('invalid Kustomization', () => withoutPrefix(() => readYaml(text)));
  if (value !== null && !isObject(value)) {
    throw kustomizeFault(
      `invalid Kustomization: json: cannot unmarshal ${isList(value) ? 'array' : typeof value} into Go value of type types.Kustomization`,
    );
  }
  return checkFields(value ?? {});
}

/** Kustomize tells what is wrong with the YAML alone. */
function withoutPrefix<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!isUserFault(error)) throw error;
    throw kustomizeFault(error.message.replace(/^error converting YAML to JSON: /, ''), error);
  }
}

const list = (written: JsonObject, key: string): readonly never[] => {
  const value = written[key];
  return (isList(value) ? value : []) as readonly never[];
};

/** Old spellings in their new places, and nothing absent. */
function completed(written: JsonObject): Kustomization {
  const text = (key: string): string => (typeof written[key] === 'string' ? (written[key] as string) : '');
  const map = (key: string): Record<string, never> =>
    isObject(written[key]) ? (written[key] as Record<string, never>) : {};
  const kind = text('kind') || KIND;
  const old = oldCharts(list(written, 'helmChartInflationGenerator'));
  return {
    kind,
    apiVersion: text('apiVersion') || (kind === COMPONENT ? COMPONENT_VERSION : VERSION),
    openapi: map('openapi'),
    namePrefix: text('namePrefix'),
    nameSuffix: text('nameSuffix'),
    namespace: text('namespace'),
    commonLabels: map('commonLabels'),
    labels: list(written, 'labels'),
    commonAnnotations: map('commonAnnotations'),
    patchesStrategicMerge: list(written, 'patchesStrategicMerge'),
    patchesJson6902: list(written, 'patchesJson6902'),
    patches: list(written, 'patches'),
    images: [...list(written, 'images'), ...list(written, 'imageTags')],
    replacements: list(written, 'replacements'),
    replicas: list(written, 'replicas'),
    vars: list(written, 'vars'),
    sortOptions: (written['sortOptions'] ?? undefined) as SortOptions | undefined,
    resources: [...list(written, 'resources'), ...list(written, 'bases')],
    components: list(written, 'components'),
    crds: list(written, 'crds'),
    configMapGenerator: list(written, 'configMapGenerator').map(withOldSource),
    secretGenerator: list(written, 'secretGenerator').map(withOldSource),
    helmGlobals: (written['helmGlobals'] ?? old.globals) as JsonObject | undefined,
    helmCharts: [...list(written, 'helmCharts'), ...old.charts],
    generatorOptions: (written['generatorOptions'] ?? undefined) as GeneratorOptions | undefined,
    configurations: list(written, 'configurations'),
    generators: list(written, 'generators'),
    transformers: list(written, 'transformers'),
    validators: list(written, 'validators'),
    buildMetadata: list(written, 'buildMetadata'),
  };
}

function withOldSource(args: MapArguments & { readonly env?: string }): MapArguments {
  return args.env ? { ...args, envs: [...(args.envs ?? []), args.env] } : args;
}

interface OldCharts {
  readonly charts: readonly JsonObject[];
  readonly globals: JsonObject | undefined;
}

/** `helmChartInflationGenerator` in the form of `helmCharts`. */
function oldCharts(generators: readonly JsonObject[]): OldCharts {
  const charts = generators.map((written) => {
    const {
      chartName,
      chartVersion,
      chartRepoUrl,
      values,
      valuesLocal,
      chartHome: _,
      helmHome: __,
      helmBin: ___,
      ...rest
    } = written;
    return withoutUndefined({
      ...rest,
      name: chartName,
      version: chartVersion,
      repo: chartRepoUrl,
      valuesFile: values,
      valuesInline: valuesLocal,
    });
  });
  const home = generators.map((each) => each['chartHome']).find((each) => typeof each === 'string' && each !== '');
  return { charts, globals: home === undefined ? undefined : { chartHome: home } };
}

function withoutUndefined(object: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

function refuseEmpty(written: JsonObject): void {
  const holds = Object.entries(written).some(
    ([key, value]) => key !== 'apiVersion' && key !== 'kind' && value !== null && value !== undefined && value !== '',
  );
  if (!holds) throw kustomizeFault('kustomization.yaml is empty');
}

function checkKind({ kind, apiVersion }: Kustomization, folder: Folder): void {
  const required = kind === COMPONENT ? COMPONENT_VERSION : VERSION;
  const faults = [
    ...(kind === KIND || kind === COMPONENT ? [] : [`kind should be ${KIND} or ${COMPONENT}`]),
    ...(apiVersion === required ? [] : [`apiVersion for ${kind} should be ${required}`]),
  ];
  if (faults.length > 0) {
    throw kustomizeFault(`Failed to read kustomization file under ${folder.shown}:\n${faults.join('\n')}`);
  }
}

const OLD: Readonly<Record<string, string>> = {
  bases: 'resources',
  commonLabels: 'labels',
  imageTags: 'images',
  patchesJson6902: 'patches',
  patchesStrategicMerge: 'patches',
  vars: 'replacements',
};

function warningsOf(written: JsonObject): readonly string[] {
  return Object.keys(OLD)
    .filter((field) => (written[field] ?? null) !== null)
    .map((field) => {
      const experimental = field === 'vars' ? '[EXPERIMENTAL] ' : '';
      return `# Warning: '${field}' is deprecated. Please use '${OLD[field] ?? ''}' instead. ${experimental}Run 'kustomize edit fix' to update your Kustomization automatically.`;
    });
}
