/** Generators, transformers and validators that are configured by files. */

import { goJson } from '../../../base/json/stringify.ts';
import { explained, kustomizeFault, orUndefined } from '../fault.ts';
import { joined } from '../files/folder.ts';
import { resourcesFromText } from '../object/read-resources.ts';
import type { Origin, Resource } from '../object/resource.ts';
import { idText } from '../object/resource-id.ts';
import { rewritten } from '../object/rewritten.ts';
import { Accumulator } from './accumulator.ts';
import { configuredGenerator, configuredTransformer } from './builtin-plugins.ts';
import { noteTransformation } from './note-transformation.ts';
import type { Target } from './target.ts';

export type PluginRole = 'generators' | 'transformers' | 'validators';

/** What the generators that files configure make. */
export function runGenerators(target: Target): readonly Resource[] {
  const generators = explained('loading generator plugins', () =>
    pluginsOf(target, 'generators').map((plugin) => ({
      plugin,
      generate: explained('failed to load generator', () => configuredGenerator(target, plugin)),
    })),
  );
  return generators.flatMap(({ plugin, generate }) => {
    const made = generate();
    const origin = originOf(target, plugin);
    for (const resource of made) resource.origin ??= origin;
    return made;
  });
}

/** A step of the transformers of a kustomization. */
export interface PluginStep {
  readonly origin: Origin | undefined;
  readonly run: (into: Accumulator) => void;
}

/** Reads the transformers that files configure; they work when they are run. */
export function readTransformers(target: Target): readonly PluginStep[] {
  return pluginsOf(target, 'transformers').map((plugin) => ({
    origin: originOf(target, plugin),
    run: configuredTransformer(target, plugin),
  }));
}

export function runPluginSteps(into: Accumulator, steps: readonly PluginStep[]): void {
  for (const { origin, run } of steps) {
    run(into);
    noteTransformation(into, origin);
    into.set.dropEmpty();
  }
}

/** Transformers that may look and refuse, but not change anything. */
export function runValidators(target: Target, into: Accumulator): void {
  const validators = pluginsOf(target, 'validators').map((plugin) => configuredTransformer(target, plugin));
  for (const validate of validators) {
    const before = into.set.resources.map(shown);
    validate(into);
    const after = into.set.resources.map(shown);
    const changed = before.findIndex((text, index) => text !== after[index]);
    if (changed < 0 && before.length === after.length) continue;
    const resource = into.set.resources[changed];
    // Kustomize prints the object whole, before and after: what is in it may be secret.
    const which = resource === undefined ? 'their number' : idText(resource.id);
    throw kustomizeFault(`validator shouldn't modify the resource map: nodes unequal: \n -- ${which}`);
  }
}

function shown(resource: Resource): string {
  const { labels } = resource;
  const hadLabel = Object.hasOwn(labels, VALIDATED);
  const copy = resource.copy();
  if (hadLabel) delete copy.labels[VALIDATED];
  return goJson(rewritten(copy.object));
}

/** The one thing that a validator may leave behind. */
const VALIDATED = 'validated-by';

/** The configurations of plugins: written in the kustomization, or in files and folders that it names. */
function pluginsOf(target: Target, role: PluginRole): readonly Resource[] {
  const entries = target.kustomization[role];
  if (entries.length === 0) return [];
  const configured = new Accumulator();
  const paths: string[] = [];
  for (const entry of entries) {
    const inline = orUndefined(() => resourcesFromText(entry));
    if (inline === undefined) paths.push(entry);
    else configured.set.appendAll(inline);
  }
  target.addResources(configured, paths, role);
  return configured.set.resources;
}

/** What a plugin made or changed says so, where `buildMetadata` asks. */
function originOf(target: Target, plugin: Resource): Origin | undefined {
  const { origin } = target.context;
  if (origin === undefined) return undefined;
  const { path, configuredIn: _, configuredBy: __, ...rest } = plugin.origin ?? {};
  const { apiVersion, kind, name, namespace } = plugin;
  const configuredBy = {
    apiVersion,
    kind,
    ...(name === '' ? {} : { name }),
    ...(namespace === '' ? {} : { namespace }),
  };
  return { ...rest, configuredIn: path ?? joined(origin.path ?? '', target.file.fileName), configuredBy };
}
