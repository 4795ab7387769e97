/**
 * Stands between the source service and plugins while a value is explained: notes which files a plugin got, and gives it some
 * of them emptied. Which plugin is for a folder is asked with the files as they are.
 */
import type { InstalledPlugin, PluginInput, PluginPort, WorkingFile, WorkingFiles } from '../../../ports/plugins.ts';

export interface PluginFile {
  /** From the root of what the plugin got. */
  readonly path: string;
  readonly content: Uint8Array;
}

export interface PluginBench {
  wrap(port: PluginPort): PluginPort;
  /** What plugins got since the last call, each file once, in the order of the tree. */
  takeFiles(): readonly PluginFile[];
  /** From now on these are empty. */
  empty(paths: ReadonlySet<string>): void;
}

/** Bytes of files that are kept to be looked through; of larger ones the first part. */
const MOST_KEPT = 64 * 1024;

export function createPluginBench(): PluginBench {
  const files = new Map<string, PluginFile>();
  let emptied: ReadonlySet<string> = new Set();
  return {
    wrap: (port) => ({ installed: async () => (await port.installed()).map(watchedPlugin) }),
    takeFiles() {
      const taken = [...files.values()];
      files.clear();
      return taken;
    },
    empty(paths) {
      emptied = paths;
    },
  };

  function watchedPlugin(plugin: InstalledPlugin): InstalledPlugin {
    return {
      name: plugin.name,
      label: plugin.label,
      identity: plugin.identity,
      configuration: (signal) => plugin.configuration(signal),
      matches: (input, signal) => plugin.matches(input, signal),
      parameters: (input, signal) => plugin.parameters(input, signal),
      generate: (input: PluginInput, signal) => plugin.generate({ ...input, files: watched(input.files) }, signal),
    };
  }

  function watched(given: WorkingFiles): WorkingFiles {
    const key = `${given.key} ${JSON.stringify([...emptied])}`;
    return { key, entries: () => entriesOf(given) };
  }

  async function* entriesOf(given: WorkingFiles): AsyncIterable<WorkingFile> {
    for await (const entry of given.entries()) {
      if (entry.kind !== 'file') yield entry;
      else yield { ...entry, content: async () => noted(entry.path, await entry.content()) };
    }
  }

  function noted(path: string, content: Uint8Array): Uint8Array {
    if (emptied.has(path)) return new Uint8Array();
    files.set(path, { path, content: content.subarray(0, MOST_KEPT) });
    return content;
  }
}
