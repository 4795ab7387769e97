/** One kustomization: its resources, what it generates, its components, then its transformers, in this order. */
import { messageOf } from '../../../base/errors.ts';
import { mergeConfigurations, readConfiguration, readDefinitions } from '../configuration/configuration.ts';
import { explained, isUserFault, kustomizeFault } from '../fault.ts';
import type { Folder } from '../files/folder.ts';
import { joined } from '../files/folder.ts';
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
import { runPlugins } from './plugins.ts';
import { runTransformers } from './transformers.ts';

export interface TargetContext {
  readonly options: BuildOptions;
  /** Where things come from, as far as `buildMetadata` asks. */
  readonly origin: Origin | undefined;
  readonly schemas: Schemas;
  /** A namespace that charts below follow. */
  readonly chartNamespace: string;
}

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
    folder.expect(filesOf(kustomization));
    explained('accumulating resources', () => this.addResources(into, kustomization.resources));
    into.configuration = mergeConfigurations(
      into.configuration,
      readConfiguration(folder, kustomization.configurations),
    );
    const definitions = explained(`loading CRDs [${kustomization.crds.join(' ')}]`, () =>
      readDefinitions(folder, kustomization.crds),
    );
    into.configuration = mergeConfigurations(into.configuration, definitions);
    this.generate(into);
    const all = explained('accumulating components', () => this.addComponents(into));
    runTransformers(this, all);
    runPlugins(this, all, 'validators');
    all.variables = addVariables(all.variables, kustomization.vars, all.set);
    return all;
  }

  /** Files and folders, in their order. */
  addResources(into: Accumulator, paths: readonly string[]): void {
    for (const path of paths) {
      const fault = this.addFile(into, path);
      if (fault !== undefined) this.addFolder(into, path, fault);
    }
  }

  private addFile(into: Accumulator, path: string): Error | undefined {
    try {
      const resources = explained(`accumulating resources from '${path}'`, () => this.readFile(path));
      explained(`merging resources from '${path}'`, () => into.set.appendAll(resources));
      return undefined;
    } catch (error) {
      if (!isUserFault(error)) throw error;
      return error;
    }
  }

  private readFile(path: string): readonly Resource[] {
    const text = Buffer.from(this.folder.read(path)).toString('utf8');
    const resources = resourcesFromText(text);
    const single = new ResourceSet();
    single.appendAll(resources);
    const { origin } = this.context;
    if (origin !== undefined) {
      for (const resource of resources) resource.origin ??= { ...origin, path: joined(origin.path ?? '', path) };
    }
    return resources;
  }

  private addFolder(into: Accumulator, path: string, fault: Error): void {
    const folder = explained(`accumulation err='${fault.message}'`, () => this.folder.open(path));
    explained(`accumulation err='${fault.message}'`, () =>
      this.accumulateFolder(into, folder, { path, component: false }),
    );
  }

  private addComponents(into: Accumulator): Accumulator {
    return this.kustomization.components.reduce((all, path) => {
      const folder = quoted('loader.New', () => this.folder.open(path));
      return quoted('accumulateDirectory:', () => this.accumulateFolder(all, folder, { path, component: true }));
    }, into);
  }

  private accumulateFolder(
    into: Accumulator,
    folder: Folder,
    { path, component }: { readonly path: string; readonly component: boolean },
  ): Accumulator {
    const file = explained(`couldn't make target for path '${folder.shown}'`, () => readKustomization(folder));
    const target = this.inner(folder, file, path);
    this.context.schemas.use(folder, file.kustomization.openapi);
    const { kind } = file.kustomization;
    if (component && kind !== COMPONENT) {
      throw kustomizeFault(`expected kind '${COMPONENT}' for path '${folder.shown}' but got '${kind}'`);
    }
    if (!component && kind === COMPONENT) {
      throw kustomizeFault(`expected kind != '${COMPONENT}' for path '${folder.shown}'`);
    }
    const inner = explained(`recursed accumulation of path '${folder.shown}'`, () =>
      target.accumulate(component ? into : undefined),
    );
    if (component) return inner;
    explained(`recursed merging from path '${folder.shown}'`, () => into.merge(inner));
    return into;
  }

  private inner(folder: Folder, file: KustomizationFile, path: string): Target {
    const { origin, options, chartNamespace, schemas } = this.context;
    const { namespace, buildMetadata } = this.kustomization;
    return new Target(
      folder,
      { ...file, kustomization: { ...file.kustomization, buildMetadata } },
      {
        options,
        schemas,
        origin: origin === undefined ? undefined : { ...origin, path: joined(origin.path ?? '', path) },
        chartNamespace: namespace || chartNamespace,
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
    for (const resource of generated) into.absorb(resource);
    for (const resource of runPlugins(this, into, 'generators')) into.absorb(resource);
  }

  private maps(kind: 'ConfigMap' | 'Secret', generators: readonly MapArguments[]): readonly Resource[] {
    const all: GeneratorOptions | undefined = this.kustomization.generatorOptions;
    return generators.map((args) => {
      const resource = generatedMap(kind, this.folder, { ...args, options: mergedOptions(args.options, all) });
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

function quoted<T>(before: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw isUserFault(error) ? kustomizeFault(`${before} ${JSON.stringify(messageOf(error))}`, error) : error;
  }
}
