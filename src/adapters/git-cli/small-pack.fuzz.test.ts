/** Damaged packs and odd objects: what is taken in here is what git takes in. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packRepository, signedPack } from '../../testkit/pack-repository.ts';
import { plainLinks } from './plain-object.ts';
import { unpackSmall } from './small-pack.ts';
import { isWhole } from './whole-commit.ts';

const LINES = 'a line of some length\n'.repeat(20);
const RUNS = Number(process.env['PACK_FUZZ_RUNS'] ?? 400);
const SEED = Number(process.env['PACK_FUZZ_SEED'] ?? 11);

test('packs with some other bytes', { timeout: 300_000 }, async () => {
  await using repository = await packRepository();
  const first = await repository.commit({ files: { a: LINES, 'b/c': `${LINES}c` } });
  const second = await repository.commit({ files: { a: `${LINES}a`, 'b/c': `x${LINES}` } });
  const pack = repository.pack(second, [first]);
  const taken = { here: 0, refused: 0 };
  const change = fc.tuple(fc.nat(pack.length - 21), fc.integer({ min: 1, max: 255 }));
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 3 }), async (changes) => {
      const body = Buffer.from(pack.subarray(0, -20));
      for (const [at, by] of changes) body[at] = (body[at] ?? 0) ^ by;
      const changed = signedPack(body);
      const small = await unpackSmall(changed, repository.known);
      const here = { has: (oid: string) => oid === first, known: repository.known };
      const isTaken = small !== undefined && (await isWhole(small, second, here));
      taken[isTaken ? 'here' : 'refused'] += 1;
      if (isTaken) expect(await repository.takes(changed, [first])).toBe(true);
    }),
    { numRuns: RUNS, seed: SEED },
  );
  expect(Math.min(taken.here, taken.refused)).toBeGreaterThan(5);
});

test('trees of any names and modes, commits of any lines', { timeout: 300_000 }, async () => {
  await using repository = await packRepository();
  const blob = repository.write('blob', 'x');
  const empty = repository.write('tree', '');
  const name = fc.oneof(
    fc.constantFrom(
      'a',
      'b',
      'a.b',
      'a-b',
      '.git',
      '.GIT',
      'git~1',
      '.gitmodules',
      '.gitattributes',
      '.gitignore',
      '..',
      '.',
      'GITMOD~1',
    ),
    fc.constantFrom(
      '.git\u200c',
      '.g\u200cit',
      '.git ',
      '.git.',
      'a/b',
      '.mailmap',
      'ä',
      '.gitlab',
      '.git\\x',
      '.git:x',
      '.gitmodules ',
    ),
    fc.string({ minLength: 1, maxLength: 4 }).map((text) => text.replaceAll('\0', '')),
  );
  const mode = fc.constantFrom('100644', '100755', '40000', '120000', '160000', '100664', '040000', '100600');
  const tree = fc.array(fc.tuple(mode, name), { maxLength: 4 }).map((entries) => ({
    type: 'tree',
    content: Buffer.concat(entries.map(([kind, text]) => entryOf(kind, text, kind.endsWith('40000') ? empty : blob))),
  }));
  const person = fc.constantFrom(
    'A <a@b> 1 +0000',
    'A <a@b> 01 +0000',
    '<a@b> 1 +0000',
    'A a@b 1 +0000',
    'A <a<b> 1 +0000',
    'A <a@b> x +0000',
    ' <> 0 -0100',
  );
  const commit = fc
    .tuple(
      person,
      person,
      fc.constantFrom('', `tree ${empty}\n`, 'author A <a@b> 1 +0000\n', `parent ${blob}\n`),
      fc.constantFrom('\nmessage', '\n', 'gpgsig x\n\n', 'x', '', '\na\0b', 'x'),
    )
    .map(([author, committer, more, rest]) => ({
      type: 'commit',
      content: Buffer.from(`tree ${empty}\n${more}author ${author}\ncommitter ${committer}\n${rest}`),
    }));
  await fc.assert(
    fc.asyncProperty(fc.oneof(tree, commit), async ({ type, content }) => {
      if (plainLinks({ oid: '', type, content }) === undefined) return;
      const oid = repository.write(type, content);
      expect(await repository.takes(repository.packOf([oid, blob, empty])), content.toString('latin1')).toBe(true);
    }),
    { numRuns: RUNS, seed: SEED },
  );
});

function entryOf(mode: string, name: string, oid: string): Buffer {
  return Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, 'hex')]);
}
