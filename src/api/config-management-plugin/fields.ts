/**
 * The ConfigManagementPlugin document (kind of `argoproj.io/v1alpha1` that no API serves): what a plugin runs, which folders it
 * is for, and which parameters it takes. It lies beside a sidecar as `plugin.yaml`, or in a folder of configured commands.
 */
import type { Infer } from '../schema/field.ts';
import { flag, list, struct, text, textMap, texts, value } from '../schema/notation.ts';

export const CONFIG_MANAGEMENT_PLUGIN = 'ConfigManagementPlugin';

export const pluginCommand = struct('Command', {
  command: texts(1, 'Program and its first arguments'),
  args: texts(2, 'Further arguments'),
});
export type PluginCommand = Infer<typeof pluginCommand>;

export const pluginFind = struct('Find', {
  command: texts(1, 'Program whose output, where there is any, says that the folder is for this plugin'),
  args: texts(2, 'Further arguments'),
  glob: text(3, 'Path pattern with ** that a file or folder of the source must match'),
});

export const pluginDiscover = struct('Discover', {
  fileName: text(1, 'Path pattern that a file or folder of the source must match; looked at first'),
  find: value(2, pluginFind, 'The same with ** or by a command'),
});
export type PluginDiscover = Infer<typeof pluginDiscover>;

/** `repository.ParameterAnnouncement` on the wire. */
export const parameterAnnouncement = struct('ParameterAnnouncement', {
  name: text(1, 'Parameter name'),
  title: text(2, 'Name for people'),
  tooltip: text(3, 'Description for people'),
  required: flag(4, 'Whether it must be given'),
  itemType: text(5, 'Type of the value or of the elements; default string'),
  collectionType: text(6, 'string, array or map; default string'),
  string: text(7, 'What the plugin takes where no text is given'),
  array: texts(8, 'What it takes where no list is given'),
  map: textMap(9, 'What it takes where no map is given'),
});
export type ParameterAnnouncement = Infer<typeof parameterAnnouncement>;

export const pluginParameters = struct('Parameters', {
  static: list(1, parameterAnnouncement, 'Parameters for every source'),
  dynamic: value(2, pluginCommand, 'Command that prints further ones as JSON'),
});

export const pluginSpec = struct('PluginConfigSpec', {
  version: text(1, 'Applications name the plugin with it: <name>-<version>'),
  init: value(2, pluginCommand, 'Runs before each generate'),
  generate: value(3, pluginCommand, 'Prints manifests'),
  discover: value(4, pluginDiscover, 'Which sources it is for'),
  parameters: value(5, pluginParameters, 'Parameters that it tells of'),
  preserveFileMode: flag(6, 'Whether files stay executable'),
  provideGitCreds: flag(7, 'Whether its git may use the credentials of the source'),
});
export type PluginSpec = Infer<typeof pluginSpec>;

const pluginMetadata = struct('ObjectMeta', {
  name: text(1, 'Plugin name'),
  annotations: textMap(12, 'Limits of a configured command'),
});

export const configManagementPlugin = struct('ConfigManagementPlugin', {
  apiVersion: text(1, 'argoproj.io/v1alpha1'),
  kind: text(2, 'ConfigManagementPlugin'),
  metadata: value(3, pluginMetadata, 'Name'),
  spec: value(4, pluginSpec, 'What it does'),
});
export type ConfigManagementPlugin = Infer<typeof configManagementPlugin>;

/** How Applications and sockets name it. */
export function pluginNameOf({ metadata, spec }: ConfigManagementPlugin): string {
  const name = metadata?.name ?? '';
  return spec?.version ? `${name}-${spec.version}` : name;
}

/** Whether it says at all which sources it is for. */
export function isDiscoveryConfigured({ spec }: ConfigManagementPlugin): boolean {
  const { fileName, find } = spec?.discover ?? {};
  return Boolean(fileName) || Boolean(find?.glob) || (find?.command ?? []).length > 0;
}
