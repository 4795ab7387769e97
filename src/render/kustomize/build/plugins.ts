/** Generators, transformers and validators that are configured by files. */

import { orUndefined } from '../fault.ts';
import { joined } from '../files/folder.ts';
import { resourcesFromText } from '../object/read-resources.ts';
import type { Resource } from '../object/resource.ts';
import type { Accumulator } from './accumulator.ts';
import { Accumulator as Gathered } from './accumulator.ts';
import { runPlugin } from './builtin-plugins.ts';
import { noteTransformation } from './note-transformation.ts';
import type { Target } from './target.ts';

export type PluginRole = 'generators' | 'transformers' | 'validators';

/** Runs all plugins of a role; what generators make is the answer, transformers work on what was gathered. */
export function runPlugins(target: Target, into: Accumulator, role: PluginRole): readonly Resource[] {
  const entries = target.kustomization[role];
  if (entries.length === 0) return [];
  const configured = new Gathered();
  const paths: string[] = [];
  for (const entry of entries) {
    const inline = orUndefined(() => resourcesFromText(entry));
    if (inline === undefined) paths.push(entry);
    else configured.set.appendAll(inline);
  }
  target.addResources(configured, paths, role);
  return configured.set.resources.flatMap((plugin) => {
    const made = runPlugin({ target, into, role }, plugin);
    noteOrigin(target, { plugin, made, into, role });
    into.set.dropEmpty();
    return made;
  });
}

interface Noted {
  readonly plugin: Resource;
  readonly made: readonly Resource[];
  readonly into: Accumulator;
  readonly role: PluginRole;
}

/** What a plugin made or changed says so, where `buildMetadata` asks. */
function noteOrigin(target: Target, { plugin, made, into, role }: Noted): void {
  const { origin } = target.context;
  if (origin === undefined) return;
  const { path, configuredIn: _, configuredBy: __, ...rest } = plugin.origin ?? {};
  const { apiVersion, kind, name, namespace } = plugin;
  const configuredBy = {
    apiVersion,
    kind,
    ...(name === '' ? {} : { name }),
    ...(namespace === '' ? {} : { namespace }),
  };
  const noted = { ...rest, configuredIn: path ?? joined(origin.path ?? '', target.file.fileName), configuredBy };
  for (const resource of made) resource.origin ??= noted;
  if (role === 'transformers') noteTransformation(into, noted);
}
