/** Kustomizations of real projects, generated ones and those of Kustomize's own suite: the same bytes. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { memoryKustomizeFiles } from '../../testkit/memory-kustomize-files.ts';
import { readTar } from '../helm/archive/read-tar.ts';
import { build, writeResources } from './build/build.ts';
import type { BuildOptions } from './build/options.ts';
import { Folder, joined } from './files/folder.ts';

const ROOT = join(process.env['TIPHYS_CONFORMANCE'] ?? '/nonexistent', 'corpora');

interface Case {
  readonly id: string;
  readonly path?: string;
  readonly flags?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly files64?: Readonly<Record<string, string>>;
  readonly emptyDirs?: readonly string[];
  readonly tree?: string;
  readonly options?: {
    readonly reorder: 'none' | 'legacy';
    readonly loadRestrictor: string;
    readonly addManagedByLabel: boolean;
    readonly helm: boolean;
  };
  readonly output?: string;
  readonly expected?: string;
  readonly error?: string;
}

/** Stands for the folder of the recording in its messages. */
const SHOWN_ROOT = ['$', '{ROOT}'].join('');

const SETS = {
  krusty: 'krusty/cases.jsonl',
  generated: 'kustomize/generated.jsonl',
  real: 'kustomize/real.jsonl',
} as const;

describe.skipIf(!existsSync(ROOT))('recorded builds', () => {
  for (const [name, file] of Object.entries(SETS)) {
    const cases = existsSync(ROOT) ? readCases(join(ROOT, file)) : [];
    test.each(cases)(`${name} $id`, (each) => {
      const expected = each.error === undefined ? expectedText(each) : 'a fault of the user';
      expect(outcomeOf(each)).toEqual(expected);
    });
  }
});

function readCases(file: string): readonly Case[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Case);
}

function expectedText({ output, expected }: Case): string {
  if (expected === undefined) return output ?? '';
  return gunzipSync(readFileSync(join(ROOT, 'kustomize', expected))).toString();
}

function outcomeOf(each: Case): string {
  const { options, flags = [] } = each;
  const unrestricted =
    options?.loadRestrictor === 'LoadRestrictionsNone' || flags.join(' ').includes('LoadRestrictionsNone');
  const files = memoryKustomizeFiles({
    files: filesOf(each),
    folders: (each.emptyDirs ?? []).map((name) => joined('', name)),
    restrictsToRoot: !unrestricted,
    root: options === undefined ? SHOWN_ROOT : '',
  });
  try {
    const built = build(new Folder(files, joined('', each.path ?? '.')), optionsOf(each));
    return writeResources(built.resources);
  } catch (error) {
    if (error instanceof AppError && error.kind === 'user')
      return each.error === undefined ? error.message : 'a fault of the user';
    throw error;
  }
}

function optionsOf({ options, flags = [] }: Case): BuildOptions {
  const written = /--reorder[ =](none|legacy)/.exec(flags.join(' '))?.[1] as 'none' | 'legacy' | undefined;
  const reorder = options?.reorder ?? written;
  return {
    helm: options?.helm === true || flags.includes('--enable-helm'),
    managedByLabel: options?.addManagedByLabel === true || flags.includes('--enable-managedby-label'),
    version: 'v5.8.1',
    moment: { now: () => 0n, random: (bytes) => new Uint8Array(bytes), clock: () => 0 },
    ...(reorder === undefined ? {} : { reorder }),
  };
}

const trees = new Map<string, ReadonlyMap<string, Uint8Array>>();

function filesOf({ tree, files = {}, files64 = {} }: Case): ReadonlyMap<string, Uint8Array> {
  if (tree !== undefined) return trees.get(tree) ?? unpacked(tree);
  const plain = Object.entries(files).map(([name, text]) => [joined('', name), Buffer.from(text)] as const);
  const coded = Object.entries(files64).map(([name, text]) => [joined('', name), Buffer.from(text, 'base64')] as const);
  return new Map<string, Uint8Array>([...plain, ...coded]);
}

function unpacked(tree: string): ReadonlyMap<string, Uint8Array> {
  const archive = gunzipSync(readFileSync(join(ROOT, 'kustomize', tree)));
  const files = new Map<string, Uint8Array>();
  for (const { name, content } of readTar(archive, (fault) => {
    throw new Error(fault);
  })) {
    if (!name.endsWith('/')) files.set(joined('', name), content);
  }
  trees.set(tree, files);
  return files;
}
