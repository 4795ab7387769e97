import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packRepository } from '../../testkit/pack-repository.ts';
import { writeLooseRef } from './loose-ref.ts';

test('git sees the ref, and the newer one when it is written again', async () => {
  await using repository = await packRepository();
  const [one, two] = [await repository.commit({ files: { a: '1' } }), await repository.commit({ files: { a: '2' } })];
  for (const oid of [one, two]) {
    await writeLooseRef(repository.folder, 'refs/tiphys/keep/x', oid);
    expect(repository.git(['rev-parse', 'refs/tiphys/keep/x']).toString().trim()).toBe(oid);
  }
  repository.git(['pack-refs', '--all']);
  await writeLooseRef(repository.folder, 'refs/tiphys/keep/x', one);
  expect(repository.git(['rev-parse', 'refs/tiphys/keep/x']).toString().trim()).toBe(one);
  expect(await readdir(join(repository.folder, 'refs/tiphys/keep'))).toEqual(['x']);
});

test('a ref that is being written by another stays as it is', async () => {
  await using repository = await packRepository();
  const oid = await repository.commit({ files: { a: '1' } });
  await writeFile(join(repository.folder, 'refs/heads/x.lock'), '');
  await expect(writeLooseRef(repository.folder, 'refs/heads/x', oid)).rejects.toMatchObject({ code: 'EEXIST' });
  expect(await readdir(join(repository.folder, 'refs/heads'))).toContain('x.lock');
});
