/** A plugin of this machine from a document that a test writes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPluginCommands } from '../adapters/plugin-command/plugin-commands.ts';
import type { InstalledPlugin } from '../ports/plugins.ts';
import { memoryLog } from './memory-log.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const PLUGIN_PATH = '/usr/local/bin:/usr/bin:/bin';

export interface PluginSketch {
  readonly spec: object;
  readonly name?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  /** What documents may ask to be passed. */
  readonly variables?: Readonly<Record<string, string>>;
}

export async function commandPlugin({ spec, name = 'tool', annotations = {}, variables = {} }: PluginSketch) {
  const home = await temporaryFolder();
  const document = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ConfigManagementPlugin',
    metadata: { name, annotations },
    spec,
  };
  writeFileSync(join(home.path, 'tool.yaml'), JSON.stringify(document));
  const variable = (one: string): string | undefined => variables[one];
  const port = createPluginCommands({ folder: home.path, path: PLUGIN_PATH, variable, log: memoryLog() });
  const [plugin]: readonly InstalledPlugin[] = await port.installed();
  if (plugin === undefined) throw new Error('the document was not found');
  return { plugin, [Symbol.asyncDispose]: home[Symbol.asyncDispose] };
}
