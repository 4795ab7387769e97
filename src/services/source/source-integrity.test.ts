/** Commits and tags signed by the real Git with real keys, judged through the real adapters. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createGitCli } from '../../adapters/git-cli/git-cli.ts';
import { createGpgCli } from '../../adapters/gpg-cli/gpg-cli.ts';
import type { AppProject } from '../../api/app-project/fields.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { gitEnvironment } from '../../testkit/git-environment.ts';
import { memoryInstallation } from '../../testkit/memory-installation.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import { memoryMetrics } from '../../testkit/memory-metrics.ts';
import { createMemoryOutside } from '../../testkit/memory-outside.ts';
import { isGpgInstalled, type PgpSigner, pgpSigner } from '../../testkit/pgp-signer.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { createManifestService } from './index.ts';

const run = promisify(execFile);
const BY = 'Test Author <author@example.com>';

interface Place extends AsyncDisposable {
  readonly ada: PgpSigner;
  readonly bob: PgpSigner;
  /** Puts a commit onto `main`. */
  commit(options?: {
    readonly by?: PgpSigner;
    readonly message?: string;
    readonly parents?: readonly string[];
  }): Promise<string>;
  tag(name: string, target: string, by?: PgpSigner): Promise<string>;
  /** The same commit with another message: its signature covers something else. */
  forge(commit: string): Promise<string>;
  /** What stands against a target by a policy that trusts these keys. */
  problems(mode: string, keys: readonly string[], target?: string, revision?: string): Promise<readonly string[]>;
}

async function open(): Promise<Place> {
  const stack = new AsyncDisposableStack();
  const git = stack.use(await gitEnvironment());
  const folder = stack.use(await temporaryFolder());
  const port = await createGitCli({ cacheFolder: join(folder.path, 'mirrors') });
  stack.defer(() => port.close());
  const [ada, bob] = [stack.use(await pgpSigner('ada')), stack.use(await pgpSigner('bob'))];
  const repository = await git.createTestRepository();
  const installation = memoryInstallation();
  const service = createManifestService({
    ...createMemoryOutside(new FakeClock()).ports,
    git: port,
    signatures: createGpgCli(),
    installation,
    clock: new FakeClock(),
    metrics: memoryMetrics(),
    log: memoryLog(),
    random: () => 0,
  });
  stack.defer(() => service.close());
  let count = 0;
  const call = (by: PgpSigner | undefined, ...argv: string[]) => callGit({ folder: repository.folder, by }, argv);
  const tree = await run('sh', ['-c', `git -C ${repository.folder} hash-object -w -t tree /dev/null`]);
  let tip: string[] = [];
  const owned = stack.move();
  return {
    ada,
    bob,
    async commit({ by, message = `commit ${++count}`, parents = tip } = {}) {
      const sign = by === undefined ? [] : [`-S${by.keyId}`];
      const from = parents.flatMap((parent) => ['-p', parent]);
      const oid = await call(by, 'commit-tree', tree.stdout.trim(), ...sign, ...from, '-m', message);
      await call(undefined, 'update-ref', 'refs/heads/main', oid);
      tip = [oid];
      return oid;
    },
    async tag(name, target, by) {
      const how = by === undefined ? ['-a'] : ['-s', '-u', by.keyId];
      await call(by, 'tag', ...how, '-m', name, name, target);
      return await call(undefined, 'rev-parse', `refs/tags/${name}`);
    },
    async forge(commit) {
      const script = `git -C ${repository.folder} cat-file commit ${commit} | sed 's/^commit /COMMIT /' | git -C ${repository.folder} hash-object -w -t commit --stdin`;
      const oid = (await run('sh', ['-c', script])).stdout.trim();
      await call(undefined, 'update-ref', 'refs/heads/main', oid);
      return oid;
    },
    async problems(mode, keys, targetRevision = 'main', revision = '') {
      const gpg = { mode, keys };
      const spec = { sourceIntegrity: { git: { policies: [{ repos: [{ url: '*' }], gpg }] } } };
      const project = { metadata: { name: 'default' }, spec } as unknown as AppProject;
      installation.set({ projects: [project], gpgKeys: [ada.key] });
      const result = await service.render({
        ...{ appName: 'app', project: 'default', namespace: 'n', kubeVersion: '1.35.0', apiVersions: [] },
        sources: [{ repoURL: repository.url, path: '.', targetRevision }],
        revisions: [revision],
        refresh: 'latest',
      });
      return result.kind === 'failed' ? [result.message] : (result.sources[0]?.problems ?? []);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function callGit(
  { folder, by }: { readonly folder: string; readonly by: PgpSigner | undefined },
  argv: string[],
) {
  const env = {
    PATH: process.env['PATH'] ?? '',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: 'Test Author',
    GIT_AUTHOR_EMAIL: 'author@example.com',
    GIT_COMMITTER_NAME: 'Test Author',
    GIT_COMMITTER_EMAIL: 'author@example.com',
    ...(by === undefined ? {} : { GNUPGHOME: by.home }),
  };
  return (await run('git', ['-C', folder, ...argv], { env })).stdout.trim();
}

const failed = (oid: string, words: string, key = ''): string =>
  `GIT/GPG: Failed verifying revision ${oid} by '${BY}': ${words} (key_id=${key})`;

describe.skipIf(!isGpgInstalled)('signatures that a project wants', () => {
  test('head: the revision itself counts, whatever is before it', { timeout: 60_000 }, async () => {
    await using place = await open();
    const { ada, bob } = place;
    const unsigned = await place.commit();
    expect(await place.problems('head', [ada.keyId])).toEqual([failed(unsigned, 'unsigned')]);
    expect(await place.problems('none', [])).toEqual([]);
    const signed = await place.commit({ by: ada });
    expect(await place.problems('head', [ada.keyId])).toEqual([]);
    expect(await place.problems('head', [])).toEqual([failed(signed, 'signed with unallowed key', ada.keyId)]);
    const forged = await place.forge(signed);
    expect(await place.problems('head', [ada.keyId])).toEqual([failed(forged, 'bad signature', ada.keyId)]);
    const strange = await place.commit({ by: bob });
    const missing = failed(strange, 'signed with key not in keyring', bob.keyId);
    expect(await place.problems('head', [ada.keyId, bob.keyId])).toEqual([missing]);
    const cannot = 'failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc =';
    expect(await place.problems('other', [ada.keyId])).toEqual([
      `${cannot} unknown GPG mode "other" configured for GIT source integrity`,
    ]);
  });

  test('an annotated tag: its own signature counts, with its history where it is strict', {
    timeout: 60_000,
  }, async () => {
    await using place = await open();
    const { ada } = place;
    const commit = await place.commit();
    await place.tag('v1.0.0', commit, ada);
    expect(await place.problems('head', [ada.keyId], 'v1.0.0')).toEqual([]);
    expect(await place.problems('head', [ada.keyId], '1.*')).toEqual([]);
    expect(await place.problems('head', [ada.keyId], 'v1.0.0', commit)).toEqual([]);
    expect(await place.problems('strict', [ada.keyId], 'v1.0.0')).toEqual([failed(commit, 'unsigned')]);
    const signed = await place.commit({ by: ada, parents: [] });
    await place.tag('v2.0.0', signed);
    expect(await place.problems('head', [ada.keyId], 'v2.0.0')).toEqual([
      `GIT/GPG: Failed verifying revision v2.0.0 by 'Test Author "<author@example.com>"': unsigned (key_id=)`,
    ]);
    expect(await place.problems('head', [ada.keyId], signed)).toEqual([]);
  });

  test('strict: a bad commit is bad, however good the one is that claims the same key', {
    timeout: 60_000,
  }, async () => {
    await using place = await open();
    const { ada } = place;
    const forged = await place.forge(await place.commit({ by: ada }));
    await place.commit({ by: ada, parents: [forged] });
    await place.commit({ by: ada });
    expect(await place.problems('strict', [ada.keyId])).toEqual([failed(forged, 'bad signature', ada.keyId)]);
  });

  test('strict: every commit counts, back to those that seal what is before them', { timeout: 60_000 }, async () => {
    await using place = await open();
    const { ada, bob } = place;
    const root = await place.commit({ by: ada });
    const left = await place.commit({ parents: [root], message: 'unsigned\n\nArgocd-gpg-seal: I say so' });
    const right = await place.commit({ by: ada, parents: [root] });
    await place.commit({ by: ada, parents: [left, right] });
    expect(await place.problems('strict', [ada.keyId])).toEqual([failed(left, 'unsigned')]);
    await place.commit({ by: ada, message: 'reviewed\n\nArgocd-gpg-seal: all before is known' });
    expect(await place.problems('strict', [ada.keyId])).toEqual([]);
    for (let n = 0; n < 12; n += 1) await place.commit();
    await place.commit({ by: ada });
    expect(await place.problems('strict', [ada.keyId])).toHaveLength(10);
    // One key is told once, the newest commit of it.
    await place.commit({ by: bob, parents: [root] });
    await place.commit({ by: bob });
    const newest = await place.commit({ by: bob });
    const missing = failed(newest, 'signed with key not in keyring', bob.keyId);
    expect(await place.problems('strict', [ada.keyId])).toEqual([missing]);
  });
});
