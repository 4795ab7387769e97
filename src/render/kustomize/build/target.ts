/** One kustomization: its resources, what it generates, its components, then its transformers, in this order. */
import { type AppError, hasCode, messageOf } from '../../../base/errors.ts';
import { mergeConfigurations, readConfiguration, readDefinitions } from '../configuration/configuration.ts';
import {
  explained,
  HTTP_STATUS,
  isUserFault,
  kustomizeFault,
  MALFORMED,
  malformedFault,
  placed,
  REPOSITORY,
} from '../fault.ts';
import type { Folder } from '../files/folder.ts';
import { joined } from '../files/folder.ts';
import { readRepositoryUrl } from '../files/repository-url.ts';
import { withoutSecrets } from '../files/safe-repository.ts';
import { inflateCharts } from '../generate/charts.ts';
import { type GeneratorOptions, generatedMap, type MapArguments, mergedOptions } from '../generate/maps.ts';
import {
  COMPONENT,
  type Kustomization,
  type KustomizationFile,
  readKustomization,
} from '../kustomization/kustomization.ts';
import { resourcesFromText } from '../object/read-resources.ts';
import type { Origin, Resource } from '../object/resource.ts';
import { ResourceSet } from '../object/resource-set.ts';
import type { Schemas } from '../patch/schema.ts';
import { addVariables } from '../references/variables.ts';
import { Accumulator } from './accumulator.ts';
import type { BuildOptions } from './options.ts';
import { runGenerators, runValidators } from './plugins.ts';
import { sharedBase } from './shared-base.ts';
import { runTransformers } from './transformers.ts';

export interface TargetContext {
  readonly options: BuildOptions;
  /** Where things come from, as far as `buildMetadata` asks. */
  readonly origin: Origin | undefined;
  readonly schemas: Schemas;
  /** A namespace that charts below follow. */
  readonly chartNamespace: string;
  /** Counts the kustomizations of the whole build. */
  readonly opened: { count: number };
  /** Kustomizations that this one was opened from, one by one. */
  readonly depth: number;
}

/** Bases of bases double with each layer; real builds open some hundreds. */
const MOST_OPENED = 10_000;
/** Real ones are a dozen deep at most, and each level takes its part of the stack. */
const DEEPEST = 100;

export class Target {
  readonly folder: Folder;
  readonly file: KustomizationFile;
  readonly context: TargetContext;

  constructor(folder: Folder, file: KustomizationFile, context: TargetContext) {
    this.folder = folder;
    this.file = file;
    this.context = context;
  }

  get kustomization(): Kustomization {
    return this.file.kustomization;
  }

  /** Everything below and in this kustomization; a component works on what its parent has gathered. */
  accumulate(into: Accumulator = new Accumulator()): Accumulator {
    const { kustomization, folder } = this;
    folder.expect(filesOf(kustomization), kustomization.components);
    explained('accumulating resources', () => this.addResources(into, kustomization.resources, 'resources'));
    this.configure(into);
    this.generate(into);
    const all = explained('accumulating components', () => this.addComponents(into));
    runTransformers(this, all);
    placed(this.placeOf('validators'), () => runValidators(this, all));
    all.variables = placed(this.placeOf('vars'), () => addVariables(all.variables, kustomization.vars, all.set));
    return all;
  }

  private configure(into: Accumulator): void {
    const { folder } = this;
    const { configurations, crds } = this.kustomization;
    const own = placed(this.placeOf('configurations'), () => readConfiguration(folder, configurations));
    into.configuration = mergeConfigurations(into.configuration, own);
    const definitions = placed(this.placeOf('crds'), () =>
      explained(`loading CRDs [${crds.join(' ')}]`, () => readDefinitions(folder, crds)),
    );
    into.configuration = mergeConfigurations(into.configuration, definitions);
  }

  /** A place in this file, as faults name it. */
  placeOf(field: string): () => string {
    return () => `${this.folder.shownFile(this.file.fileName)}: ${field}`;
  }

  /** Files and folders, in their order. */
  addResources(into: Accumulator, paths: readonly string[], field: string): void {
    const works = paths.map((path, index) => () => {
      placed(this.placeOf(`${field}[${index}]`), () => {
        const fault = this.addFile(into, path);
        if (fault !== undefined) this.addFolder(into, path, fault);
      });
    });
    this.folder.files.each(works);
  }

  private addFile(into: Accumulator, path: string): AppError | undefined {
    const shown = withoutSecrets(path);
    try {
      const resources = explained(`accumulating resources from '${shown}'`, () => this.readFile(path));
      explained(`merging resources from '${shown}'`, () => into.set.appendAll(resources));
      return undefined;
    } catch (error) {
      if (!isUserFault(error) || hasCode(error, HTTP_STATUS)) throw error;
      return error;
    }
  }

  private readFile(path: string): readonly Resource[] {
    const text = Buffer.from(this.folder.read(path)).toString('utf8');
    const resources = wellFormed(path, () => resourcesFromText(text));
    for (const { apiVersion, kind } of resources) this.context.schemas.note(apiVersion, kind);
    const single = new ResourceSet();
    single.appendAll(resources);
    const { origin } = this.context;
    if (origin !== undefined) for (const resource of resources) resource.origin ??= originOf(origin, path);
    return resources;
  }

  private addFolder(into: Accumulator, path: string, fault: AppError): void {
    const folder = this.openAfter(path, fault);
    explained(`accumulation err='${fault.message}'`, () =>
      this.accumulateFolder(into, folder, { path, component: false }),
    );
  }

  /** A file that is no YAML is meant as a file, unless its name is that of a repository that cannot be had. */
  private openAfter(path: string, fault: AppError): Folder {
    try {
      return explained(`accumulation err='${fault.message}'`, () => this.folder.open(path));
    } catch (error) {
      throw hasCode(fault, MALFORMED) && isUserFault(error) && !hasCode(error, REPOSITORY) ? fault : error;
    }
  }

  private addComponents(into: Accumulator): Accumulator {
    return this.kustomization.components.reduce(
      (all, path, index) =>
        placed(this.placeOf(`components[${index}]`), () => {
          const folder = quoted('loader.New', () => this.folder.open(path));
          return quoted('accumulateDirectory:', () => this.accumulateFolder(all, folder, { path, component: true }));
        }),
      into,
    );
  }

  private accumulateFolder(
    into: Accumulator,
    folder: Folder,
    { path, component }: { readonly path: string; readonly component: boolean },
  ): Accumulator {
    if (component) return this.gathered(folder, { path, into });
    const { schemas, options } = this.context;
    const sharing = { memory: options.bases, schemas, mode: this.modeOf(path) };
    const inner = sharedBase(folder, sharing, () => this.gathered(folder, { path }));
    explained(`recursed merging from path '${folder.shown}'`, () => into.merge(inner));
    return into;
  }

  /** What a base gathers depends on beside its files. */
  private modeOf(path: string): string {
    const { origin, options } = this.context;
    const { buildMetadata } = this.kustomization;
    const { helm, charts } = options;
    const place = origin === undefined ? undefined : originOf(origin, path);
    return JSON.stringify([place, buildMetadata, this.innerChartNamespace, helm, helm ? charts : undefined]);
  }

  /** A component works on what its parent has gathered. */
  private gathered(
    folder: Folder,
    { path, into }: { readonly path: string; readonly into?: Accumulator | undefined },
  ): Accumulator {
    const file = explained(`couldn't make target for path '${folder.shown}'`, () => readKustomization(folder));
    this.context.opened.count += 1;
    if (this.context.opened.count > MOST_OPENED) {
      throw kustomizeFault(`a build of more than ${MOST_OPENED} kustomizations is refused`);
    }
    if (this.context.depth >= DEEPEST) {
      throw kustomizeFault(`kustomizations that are nested deeper than ${DEEPEST} levels are refused`);
    }
    const target = this.inner(folder, file, path);
    placed(target.placeOf('openapi'), () => this.context.schemas.use(folder, file.kustomization.openapi));
    const { kind } = file.kustomization;
    if (into !== undefined && kind !== COMPONENT) {
      throw kustomizeFault(`expected kind '${COMPONENT}' for path '${folder.shown}' but got '${kind}'`);
    }
    if (into === undefined && kind === COMPONENT) {
      throw kustomizeFault(`expected kind != '${COMPONENT}' for path '${folder.shown}'`);
    }
    return explained(`recursed accumulation of path '${folder.shown}'`, () => target.accumulate(into));
  }

  private get innerChartNamespace(): string {
    return this.kustomization.namespace || this.context.chartNamespace;
  }

  private inner(folder: Folder, file: KustomizationFile, path: string): Target {
    const { origin, options, schemas, opened, depth } = this.context;
    const { buildMetadata } = this.kustomization;
    return new Target(
      folder,
      { ...file, kustomization: { ...file.kustomization, buildMetadata } },
      {
        options,
        schemas,
        opened,
        depth: depth + 1,
        origin: origin === undefined ? undefined : originOf(origin, path),
        chartNamespace: this.innerChartNamespace,
      },
    );
  }

  private generate(into: Accumulator): void {
    const { kustomization } = this;
    const generated: Resource[] = [
      ...this.maps('ConfigMap', kustomization.configMapGenerator),
      ...this.maps('Secret', kustomization.secretGenerator),
      ...inflateCharts(this),
    ];
    for (const resource of generated) {
      const absorb = (): void => explained('merging from generator', () => into.absorb(resource));
      placed(this.placeOf(generatorOf(resource)), absorb);
    }
    placed(this.placeOf('generators'), () => {
      for (const resource of runGenerators(this)) explained('merging from generator', () => into.absorb(resource));
    });
  }

  private maps(kind: 'ConfigMap' | 'Secret', generators: readonly MapArguments[]): readonly Resource[] {
    const all: GeneratorOptions | undefined = this.kustomization.generatorOptions;
    const field = kind === 'Secret' ? 'secretGenerator' : 'configMapGenerator';
    return generators.map((args, index) => {
      const merged = { ...args, options: mergedOptions(args.options, all) };
      const place = this.placeOf(`${field}[${index}]`);
      const resource = placed(place, () => generatedMap(kind, this.folder, merged));
      resource.origin = this.builtinOrigin(`${kind}Generator`);
      return resource;
    });
  }

  /** What has its origin in a transformer or generator of this file. */
  builtinOrigin(kind: string): Origin | undefined {
    const { origin } = this.context;
    if (origin === undefined) return undefined;
    const { path: _, ...rest } = origin;
    return {
      ...rest,
      configuredIn: joined(origin.path ?? '', this.file.fileName),
      configuredBy: { apiVersion: 'builtin', kind },
    };
  }
}

/** The field that made an object. */
function generatorOf({ kind, fromHelm }: Resource): string {
  if (fromHelm) return 'helmCharts';
  return kind === 'Secret' ? 'secretGenerator' : 'configMapGenerator';
}

/** Where a path of a kustomization leads, as seen from where that is. */
function originOf(origin: Origin, path: string): Origin {
  const url = readRepositoryUrl(path);
  if (url === undefined) return { ...origin, path: joined(origin.path ?? '', path) };
  // The name stands for the folder of a clone that the tool has not made yet.
  return { ...origin, repo: url.clone, ref: url.ref, path: url.path === '' ? 'notCloned' : url.path };
}

/** Throws `kustomize.malformed-yaml` for what is no YAML. */
function wellFormed<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const isYaml = isUserFault(error) && error.code.startsWith('yaml.');
    throw isYaml
      ? malformedFault(`MalformedYAMLError: ${error.message} in File: ${withoutSecrets(path)}`, error)
      : error;
  }
}

/** Paths that a kustomization names itself. */
function filesOf(kustomization: Kustomization): readonly string[] {
  const { resources, configurations, crds, patches, patchesJson6902, patchesStrategicMerge, replacements } =
    kustomization;
  const generators = [...kustomization.configMapGenerator, ...kustomization.secretGenerator];
  return [
    ...resources,
    ...configurations,
    ...crds,
    ...patchesStrategicMerge,
    ...[...patches, ...patchesJson6902, ...replacements].flatMap(({ path = '' }) => path),
    ...generators.flatMap(({ files = [], envs = [] }) => [
      ...files.map((file) => file.replace(/^[^=]*=/, '')),
      ...envs,
    ]),
  ];
}

/** What quotes hold doubles with every further pair of them: a long text gets none. */
const LONGEST_QUOTED = 16_384;

function inQuotes(text: string): string {
  return text.length > LONGEST_QUOTED ? text : JSON.stringify(text);
}

function quoted<T>(before: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw isUserFault(error) ? kustomizeFault(`${before} ${inQuotes(messageOf(error))}`, error) : error;
  }
}
