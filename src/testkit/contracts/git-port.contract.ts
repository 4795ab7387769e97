/** What every implementation of the Git port does, whatever it stands on. */
import { describe, expect, test } from 'vitest';
import type { GitPort, GitRemote, Oid } from '../../ports/git.ts';
import type { TestRepository } from '../git-repository.ts';

export interface GitPortCase extends AsyncDisposable {
  readonly port: GitPort;
  readonly repository: TestRepository;
  readonly remote: GitRemote;
  /** A remote of the same kind that is no repository. */
  readonly missing: GitRemote;
}

const NOWHERE = '1234567890123456789012345678901234567890';

/** Registers the tests. `open` makes a fresh port and an empty repository for each. */
export function gitPortContract(name: string, open: () => Promise<GitPortCase>): void {
  describe(`Git port: ${name}`, () => {
    refTests(open);
    objectTests(open);
    faultTests(open);
  });
}

type Open = () => Promise<GitPortCase>;

function refTests(open: Open): void {
  test('an empty repository has no refs and no HEAD', async () => {
    await using given = await open();
    expect(await given.port.listRefs(given.remote)).toEqual({
      refs: new Map(),
      head: undefined,
      tagObjects: new Map(),
    });
  });

  test('branches, tags, peeled tags and HEAD', async () => {
    await using given = await open();
    const one = await given.repository.commit({ files: { a: '1' } });
    const two = await given.repository.commit({ files: { a: '2' } });
    await given.repository.setRef('refs/heads/team/next', one);
    await given.repository.setRef('refs/pull/1/head', one);
    await given.repository.tag('v1', one);
    await given.repository.tag('v2', two, { annotated: true });
    const expected: [string, Oid][] = [
      ['HEAD', two],
      ['refs/heads/main', two],
      ['refs/heads/team/next', one],
      ['refs/tags/v1', one],
      ['refs/tags/v2', two],
    ];
    expect(await given.port.listRefs(given.remote)).toMatchObject({ refs: new Map(expected), head: 'refs/heads/main' });
    const pulls = await given.port.listRefs(given.remote, undefined, ['refs/pull/']);
    expect(pulls.refs.get('refs/pull/1/head')).toBe(one);
  });

  test('a short id of a commit that is no tip; one that nothing has', async () => {
    await using given = await open();
    const one = await given.repository.commit({ files: { a: '1' } });
    await given.repository.commit({ files: { a: '2' } });
    expect(await given.port.resolveShort(given.remote, one.slice(0, 8))).toBe(one);
    expect(await given.port.resolveShort(given.remote, '0000000')).toBeUndefined();
  });
}

function objectTests(open: Open): void {
  test('commit, trees in order, blobs, links, submodules', async () => {
    await using given = await open();
    const files = {
      'a.yaml': 'first\n',
      'a/x': 'inside',
      'a-b': 'between',
      run: { executable: '#!/bin/sh' },
      link: { link: 'a.yaml' },
      module: { submodule: NOWHERE },
      ünïcode: new Uint8Array([0, 10, 255]),
    };
    const oid = await given.repository.commit({ files, message: 'Begin\n\nwith more', date: 1_600_000_000 });
    await given.port.fetch(given.remote, oid);
    const commit = await given.port.commit(given.remote, oid);
    const { tree, ...rest } = commit;
    expect(rest).toEqual({
      oid,
      author: 'Test Author <author@example.com>',
      authorDate: 1_600_000_000_000,
      message: 'Begin\n\nwith more',
      parents: [],
    });
    const entries = await given.port.tree(given.remote, tree);
    expect(entries.map(({ name, mode }) => [name, mode])).toEqual([
      ['a-b', 'file'],
      ['a.yaml', 'file'],
      ['a', 'tree'],
      ['link', 'symlink'],
      ['module', 'submodule'],
      ['run', 'executable'],
      ['ünïcode', 'file'],
    ]);
    const content = async (name: string): Promise<Uint8Array> => {
      const found = entries.find((entry) => entry.name === name);
      return await given.port.blob(given.remote, found?.oid ?? '');
    };
    expect(Buffer.from(await content('a.yaml')).toString()).toBe('first\n');
    expect(Buffer.from(await content('link')).toString()).toBe('a.yaml');
    expect([...(await content('ünïcode'))]).toEqual([0, 10, 255]);
  });

  test('many blobs asked at once come back as asked', async () => {
    await using given = await open();
    const names = Array.from({ length: 200 }, (_, index) => `f${String(index).padStart(3, '0')}`);
    const files = Object.fromEntries(names.map((name) => [name, name.repeat(500)]));
    const oid = await given.repository.commit({ files });
    await given.port.fetch(given.remote, oid);
    const { tree } = await given.port.commit(given.remote, oid);
    const entries = await given.port.tree(given.remote, tree);
    const contents = await Promise.all(entries.map((entry) => given.port.blob(given.remote, entry.oid)));
    expect(contents.map((content) => Buffer.from(content).toString())).toEqual(names.map((name) => name.repeat(500)));
  });

  test('a commit that a forced push took away stays readable once fetched and kept', async () => {
    await using given = await open();
    const gone = await given.repository.commit({ files: { a: '1' } });
    await given.port.fetch(given.remote, gone);
    await given.port.keep(given.remote, gone, 'operation 1');
    const next = await given.repository.commit({ files: { a: '2' }, orphan: true });
    await given.port.fetch(given.remote, next);
    expect((await given.port.commit(given.remote, gone)).oid).toBe(gone);
    expect((await given.port.commit(given.remote, next)).parents).toEqual([]);
    await given.port.release(given.remote, 'operation 1');
    await given.port.release(given.remote, 'never kept');
  });
}

function faultTests(open: Open): void {
  const code = (wanted: string) => expect.objectContaining({ name: 'AppError', code: wanted });

  test('a remote that is no repository', async () => {
    await using given = await open();
    await expect(given.port.listRefs(given.missing)).rejects.toEqual(code('git.not-a-repository'));
    await expect(given.port.fetch(given.missing, NOWHERE)).rejects.toEqual(code('git.not-a-repository'));
  });

  test('a commit that the remote does not have; objects that were not fetched', async () => {
    await using given = await open();
    const oid = await given.repository.commit({ files: { a: '1' } });
    await expect(given.port.fetch(given.remote, NOWHERE)).rejects.toEqual(code('git.missing-object'));
    await expect(given.port.commit(given.remote, NOWHERE)).rejects.toEqual(code('git.missing-object'));
    await expect(given.port.tree(given.remote, oid)).rejects.toEqual(code('git.missing-object'));
    await expect(given.port.blob(given.remote, NOWHERE)).rejects.toEqual(code('git.missing-object'));
  });

  test('a blob over the limit, and the next one after it', async () => {
    await using given = await open();
    const oid = await given.repository.commit({ files: { big: 'x'.repeat(300_000), small: 'y' } });
    await given.port.fetch(given.remote, oid);
    const { tree } = await given.port.commit(given.remote, oid);
    const [big, small] = await given.port.tree(given.remote, tree);
    const over = given.port.blob(given.remote, big?.oid ?? '', 1000);
    const fits = given.port.blob(given.remote, small?.oid ?? '', 1000);
    await expect(over).rejects.toEqual(code('git.too-large'));
    expect(Buffer.from(await fits).toString()).toBe('y');
  });

  test('an aborted caller stops waiting', async () => {
    await using given = await open();
    const oid = await given.repository.commit({ files: { a: '1' } });
    const aborted = AbortSignal.abort(new Error('enough'));
    await expect(given.port.fetch(given.remote, oid, aborted)).rejects.toThrow('enough');
  });
}
