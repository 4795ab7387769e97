import { afterEach, beforeEach, expect, test } from 'vitest';
import { type PackRepository, packRepository } from '../../testkit/pack-repository.ts';
import { unpackSmall } from './small-pack.ts';
import { isWhole } from './whole-commit.ts';

let repository: PackRepository;
beforeEach(async () => {
  repository = await packRepository();
});
afterEach(async () => {
  await repository[Symbol.asyncDispose]();
});

/** With only those objects here that these commits reach. */
async function verdict(pack: Buffer, want: string, have: readonly string[]): Promise<boolean> {
  const listed = have.length === 0 ? '' : repository.git(['rev-list', '--objects', ...have]).toString();
  const here = new Set(listed.split('\n').map((line) => line.slice(0, 40)));
  const known = async (oid: string) => (here.has(oid) ? await repository.known(oid) : undefined);
  const small = await unpackSmall(pack, known);
  if (small === undefined) return false;
  const isTaken = await isWhole(small, want, { has: (oid) => have.includes(oid), known });
  if (isTaken) expect(await repository.takes(pack, have)).toBe(true);
  return isTaken;
}

const files = (count: number, value: string) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`apps/a${index}/cm.yaml`, `${index} ${value}`]));

test('one file of many, whether trees come as deltas or as a whole', async () => {
  const first = await repository.commit({ files: files(100, 'first') });
  const second = await repository.commit({ files: { 'apps/a7/cm.yaml': 'changed' } });
  for (const options of [['--thin'], ['--window=0']]) {
    expect(await verdict(repository.pack(second, [first], options), second, [first])).toBe(true);
  }
});

test('several commits at once, a merge among them, and one with no parents', async () => {
  const first = await repository.commit({ files: files(40, 'first') });
  await repository.setRef('refs/heads/other', first);
  const second = await repository.commit({ files: { 'apps/a1/cm.yaml': 'x' } });
  const beside = await repository.commit({ files: { 'apps/a2/cm.yaml': 'y' }, branch: 'other' });
  const tree = repository
    .git(['rev-parse', `${second}^{tree}`])
    .toString()
    .trim();
  const people = 'author A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n';
  const merge = repository.write('commit', `tree ${tree}\nparent ${second}\nparent ${beside}\n${people}\nmerge\n`);
  expect(await verdict(repository.pack(merge, [first]), merge, [first])).toBe(true);
  const alone = await repository.commit({ files: { a: '1' }, orphan: true, branch: 'alone' });
  expect(await verdict(repository.pack(alone), alone, [])).toBe(true);
});

test('an object is left out that the commit refers to', async () => {
  const first = await repository.commit({ files: { a: 'first', 'b/c': 'first' } });
  const second = await repository.commit({ files: { a: 'second', 'b/c': 'second' } });
  const all = repository
    .git(['rev-list', '--objects', second, `^${first}`])
    .toString()
    .trim()
    .split('\n');
  const oids = all.map((line) => line.slice(0, 40));
  expect(await verdict(repository.packOf(oids), second, [first])).toBe(true);
  for (const left of oids) {
    const pack = repository.packOf(oids.filter((oid) => oid !== left));
    expect(await verdict(pack, second, [first])).toBe(false);
  }
});

test('another commit than the wanted one', async () => {
  const first = await repository.commit({ files: { a: '1' } });
  expect(await verdict(repository.pack(first), 'b'.repeat(40), [])).toBe(false);
});

test('an object of another type than it is referred to as', async () => {
  const blob = repository.write('blob', 'x');
  const tree = repository.write('tree', Buffer.concat([Buffer.from('40000 a\0'), Buffer.from(blob, 'hex')]));
  const text = `tree ${tree}\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nx`;
  const commit = repository.write('commit', text);
  expect(await verdict(repository.packOf([blob, tree, commit]), commit, [])).toBe(false);
});

test('new content of files that Git itself reads is for git to look at, old content is not', async () => {
  const first = await repository.commit({ files: { a: '1', '.gitattributes': '* text\n' } });
  const second = await repository.commit({ files: { a: '2' } });
  const third = await repository.commit({ files: { '.gitattributes': '* -text\n' } });
  expect(await verdict(repository.pack(second, [first]), second, [first])).toBe(true);
  expect(await verdict(repository.pack(third, [second]), third, [second])).toBe(false);
});
