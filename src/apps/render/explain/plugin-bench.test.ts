import { expect, test } from 'vitest';
import type { InstalledPlugin, PluginInput, WorkingFile } from '../../../ports/plugins.ts';
import { createPluginBench } from './plugin-bench.ts';

async function* tree(): AsyncIterable<WorkingFile> {
  yield { kind: 'folder', path: 'a' };
  for (const path of ['a/x', 'a/y']) {
    yield { kind: 'file', path, isExecutable: false, content: async () => Buffer.from(`content of ${path}`) };
  }
}

const INPUT: PluginInput = {
  folder: 'a',
  environment: [],
  files: { key: 'k', entries: tree },
  credentials: undefined,
  timeout: 1000,
};

async function contents({ files }: PluginInput): Promise<readonly string[]> {
  const found: string[] = [files.key];
  for await (const entry of files.entries()) {
    found.push(entry.kind === 'file' ? Buffer.from(await entry.content()).toString() : entry.kind);
  }
  return found;
}

/** Tells what it was given. */
const PLUGIN: InstalledPlugin = {
  name: 'p',
  label: 'p.sock',
  identity: '1',
  configuration: async () => ({ isDiscoveryConfigured: false, wantsCredentials: false }),
  matches: async (input) => ({ isSupported: (await contents(input)).includes(''), isDiscoveryEnabled: false }),
  generate: contents,
  parameters: async () => [],
};

test('what a plugin got is told once; emptied files are empty for generating alone', async () => {
  const bench = createPluginBench();
  const [plugin] = await bench.wrap({ installed: async () => [PLUGIN] }).installed();
  expect(await plugin?.generate(INPUT)).toEqual(['k []', 'folder', 'content of a/x', 'content of a/y']);
  expect(bench.takeFiles().map(({ path }) => path)).toEqual(['a/x', 'a/y']);
  expect(bench.takeFiles()).toEqual([]);
  bench.empty(new Set(['a/y']));
  expect(await plugin?.generate(INPUT)).toEqual(['k ["a/y"]', 'folder', 'content of a/x', '']);
  expect(await plugin?.matches(INPUT)).toEqual({ isSupported: false, isDiscoveryEnabled: false });
});
