/** Packs of real repositories, and what the program git says of them. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { HARMLESS } from '../adapters/git-cli/child-environment.ts';
import type { Known } from '../adapters/git-cli/small-pack.ts';
import type { Oid } from '../ports/git.ts';
import { testRepository } from './git-repository.ts';
import { temporaryFolder } from './temporary-folder.ts';

const MOST = 64 * 1024 * 1024;
const STRICT = `--strict=${HARMLESS.map((fault) => `${fault}=ignore`).join(',')}`;

export interface PackRepository extends AsyncDisposable, ReturnType<typeof testRepository> {
  readonly folder: string;
  /** The pack of what a commit has and others have not. */
  pack(want: Oid, have?: readonly Oid[], options?: readonly string[]): Buffer;
  /** A pack of exactly these objects. */
  packOf(objects: readonly Oid[]): Buffer;
  /** Writes an object, however odd. */
  write(type: string, content: Buffer | string): Oid;
  readonly known: Known;
  /** Whether git takes the pack in, in a repository that has these commits. */
  takes(pack: Buffer, have?: readonly Oid[]): Promise<boolean>;
  git(argv: readonly string[], input?: Buffer | string): Buffer;
}

export async function packRepository(): Promise<PackRepository> {
  const place = await temporaryFolder();
  const folder = place.path;
  const git = (argv: readonly string[], input: Buffer | string = '', at = folder): Buffer =>
    execFileSync('git', ['-C', at, ...argv], { input, maxBuffer: MOST, stdio: ['pipe', 'pipe', 'ignore'] });
  git(['init', '--quiet', '--bare', '--template=', '--initial-branch=main', '.']);
  const packOf = (names: readonly string[], options: readonly string[]): Buffer =>
    git(['pack-objects', '--quiet', '--stdout', ...options], `${names.join('\n')}\n`);
  return {
    ...testRepository(folder, folder),
    folder,
    git,
    pack: (want, have = [], options = ['--thin', '--delta-base-offset']) =>
      packOf([want, ...have.map((oid) => `^${oid}`)], ['--revs', ...options]),
    packOf: (objects) => packOf(objects, []),
    write: (type, content) =>
      git(['hash-object', '-t', type, '-w', '--literally', '--stdin'], content).toString().trim(),
    async known(oid) {
      const { status, stdout } = spawnSync('git', ['-C', folder, 'cat-file', '-t', oid]);
      const type = stdout.toString().trim();
      return status === 0 ? { oid, type, content: git(['cat-file', type, oid]) } : undefined;
    },
    async takes(pack, have = []) {
      await using other = await temporaryFolder();
      git(['init', '--quiet', '--bare', '--template=', '.'], '', other.path);
      for (const oid of have) git(['fetch', '--quiet', folder, oid], '', other.path);
      const argv = ['-C', other.path, 'index-pack', '--stdin', '--fix-thin', STRICT];
      return spawnSync('git', argv, { input: pack }).status === 0;
    },
    [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
  };
}

/** The same bytes with the checksum that they should end with. */
export function signedPack(body: Buffer): Buffer {
  return Buffer.concat([body, createHash('sha1').update(body).digest()]);
}
