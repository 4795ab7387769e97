/** Addresses put together at random, as the real kustomize hands them to a `git` that writes down what it is told. */
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../testkit/temporary-folder.ts';
import { readRepositoryUrl } from './repository-url.ts';

const oracle = join(process.env['TIPHYS_ORACLES'] ?? join(homedir(), '.cache/tiphys-oracles'), 'bin/kustomize');
const run = promisify(execFile);
const SCRIPT = '#!/bin/sh\nfor a in "$@"; do printf "%s\\0" "$a"; done >> "$GIT_LOG"; printf "\\n" >> "$GIT_LOG"\n';

const scheme = fc.constantFrom('', '', 'https://', 'http://', 'ssh://', 'file://', 'git::', 'git::https://', 'SSH://');
const user = fc.constantFrom('', '', 'git@', 'org-12@', 'u:p@', '1a@');
const host = fc.constantFrom('github.com/', 'github.com:', 'GitHub.com/', 'host.xz:', 'host.xz/', 'h:22/', '/srv/', '');
const part = fc.constantFrom('org', 'repo', 'repo.git', '_git', '.github', '..', '.', '', 'a', 'x.git.y', 'b c', 'd:e');
const path = fc.array(part, { maxLength: 6 }).map((parts) => parts.join('/'));
const pair = fc.constantFrom(
  'ref=v1',
  'ref=a%2Fb',
  'ref=',
  'version=v2',
  'ref=x+y',
  'submodules=false',
  'submodules=T',
  'submodules=nein',
  'timeout=9',
  'a;b',
  '%zz',
  'ref=-x',
);
const query = fc.array(pair, { maxLength: 3 }).map((pairs) => (pairs.length === 0 ? '' : `?${pairs.join('&')}`));
const address = fc.tuple(scheme, user, host, path, query).map((all) => all.join(''));

test.skipIf(!existsSync(oracle))(
  'an address means what it means to the tool',
  async () => {
    await using folder = await temporaryFolder();
    const git = join(folder.path, 'git');
    const log = join(folder.path, 'log');
    writeFileSync(git, SCRIPT);
    chmodSync(git, 0o755);
    const told = async (raw: string): Promise<readonly string[]> => {
      rmSync(log, { force: true });
      const env = { PATH: `${folder.path}:/usr/bin:/bin`, GIT_LOG: log, TMPDIR: folder.path };
      await run(oracle, ['build', '--', raw], { cwd: folder.path, env }).catch(() => undefined);
      if (!existsSync(log)) return [];
      const lines = readFileSync(log, 'utf8').split('\n').slice(0, -1);
      return lines.map((line) => line.split('\0').slice(0, -1).join('|'));
    };
    const property = fc.asyncProperty(address, async (raw) => {
      expect(expected(raw)).toEqual(await told(raw));
    });
    await fc.assert(property, { numRuns: 600 });
  },
  120_000,
);

/** What the tool's own way to clone tells Git. */
function expected(raw: string): readonly string[] {
  const url = readRepositoryUrl(raw);
  if (url === undefined) return [];
  return [
    'init',
    `remote|add|origin|${url.clone}`,
    `fetch|--depth=1|${url.clone}|${url.ref || 'HEAD'}`,
    'checkout|FETCH_HEAD',
    ...(url.submodules ? ['submodule|update|--init|--recursive'] : []),
  ];
}
