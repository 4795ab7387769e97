/** Stories as files of this repository to folders that the runner of the recordings plays. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fnv32a } from '../../src/base/fnv.ts';
import { readYaml } from '../../src/lang/yaml/read.ts';

const STORIES = join(import.meta.dirname, '../stories');
/** Numbers that no recorded scenario bears. They name the namespaces of a story, and must not change when stories are added. */
const FIRST_NUMBER = 1_000_000;

export interface WrittenStory {
  /** Name of its folder, `<number>-<name>`. */
  readonly folder: string;
  /** Name of the settings it needs. */
  readonly config: string;
}

interface Story {
  readonly config?: string;
  readonly steps: readonly object[];
  readonly files: Readonly<Record<string, string>>;
}

/** Every story whose name matches, in the order of names; what was recorded before in their folders stays. */
export function writeStories(root: string, pattern: string): readonly WrittenStory[] {
  const names = readdirSync(STORIES)
    .filter((file) => file.endsWith('.yaml'))
    .sort();
  return names.flatMap((file) => {
    const name = basename(file, '.yaml');
    if (!new RegExp(pattern).test(name)) return [];
    const folder = folderOf(name);
    const story = readYaml(readFileSync(join(STORIES, file), 'utf8')) as unknown as Story;
    writeStory(join(root, folder), story);
    return [{ folder, config: story.config ?? 'base' }];
  });
}

function folderOf(name: string): string {
  return `${FIRST_NUMBER + (fnv32a(name) % FIRST_NUMBER)}-${name}`;
}

function writeStory(folder: string, { files, ...scenario }: Story): void {
  removeOthers(join(folder, 'files'), Object.keys(files));
  for (const [path, text] of Object.entries(files)) writeText(join(folder, 'files', path), text);
  writeText(join(folder, 'scenario.json'), `${JSON.stringify(scenario, null, 2)}\n`);
}

/**
 * A step takes a folder in `files` whole, and a folder of charts by its folders: what a story no longer has would be told
 * still.
 */
function removeOthers(root: string, kept: readonly string[]): void {
  if (!existsSync(root)) return;
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(root, path);
    const isKept = kept.some((file) => file === name || file.startsWith(`${name}/`));
    if (!isKept) rmSync(path, { recursive: true, force: true });
  }
}

function writeText(path: string, text: string): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
