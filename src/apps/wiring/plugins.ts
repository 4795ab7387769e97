/** The plugins of an installation: sidecars at their sockets, and commands that are configured on this machine. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPluginCommands } from '../../adapters/plugin-command/plugin-commands.ts';
import { createPluginSidecars } from '../../adapters/plugin-sidecar/plugin-sidecars.ts';
import type { LogPort } from '../../ports/log.ts';
import type { PluginPort } from '../../ports/plugins.ts';

export interface PluginFolders {
  /** Folder of the sidecars' sockets; undefined: none. */
  readonly sockets: string | undefined;
  /** Folder of documents whose commands are run here; undefined: none. */
  readonly commands: string | undefined;
}

export interface Plugins extends PluginPort {
  close(): Promise<void>;
}

export function openPlugins({ sockets, commands }: PluginFolders, log: LogPort): Plugins {
  const askpassSocket = process.env['ARGOCD_ASK_PASS_SOCK'] ?? join(tmpdir(), 'reposerver-ask-pass.sock');
  const sidecars = sockets === undefined ? undefined : createPluginSidecars({ folder: sockets, askpassSocket });
  const configured = commands === undefined ? undefined : commandsOf(commands, log);
  return {
    async installed() {
      const [ours, theirs] = await Promise.all([configured?.installed() ?? [], sidecars?.installed() ?? []]);
      const names = new Set(theirs.map(({ name }) => name));
      const all = [...theirs, ...ours.filter(({ name }) => !names.has(name))];
      return all.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
    },
    async close() {
      await sidecars?.close();
    },
  };
}

const USUAL_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function commandsOf(folder: string, log: LogPort): PluginPort {
  const variable = (name: string): string | undefined => process.env[name];
  return createPluginCommands({ folder, path: process.env['PATH'] ?? USUAL_PATH, variable, log });
}
