import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gitEnvironment } from '../../testkit/git-environment.ts';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { createGitCli } from './git-cli.ts';
import { packIn, packRequest } from './pack-transfer.ts';

const OID = 'a'.repeat(40);
const packed = (content: Buffer | string) =>
  Buffer.concat([Buffer.from((Buffer.byteLength(content) + 4).toString(16).padStart(4, '0')), Buffer.from(content)]);
const band = (number: number, content: string) => packed(Buffer.concat([Buffer.from([number]), Buffer.from(content)]));
const FLUSH = Buffer.from('0000');

async function* pieces(...given: readonly Buffer[]): AsyncIterable<Buffer> {
  yield* given;
}

async function read(...given: readonly Buffer[]): Promise<string> {
  const found: Buffer[] = [];
  for await (const piece of packIn(pieces(...given))) found.push(Buffer.from(piece));
  return Buffer.concat(found).toString();
}

test('the question', () => {
  expect(packRequest({ want: OID, have: ['b'.repeat(40)] }, 'git/x')).toBe(
    `0012command=fetch\n0010agent=git/x\n0017object-format=sha1\n0001000ethin-pack\n000eofs-delta\n0010no-progress\n0032want ${OID}\n0032have ${'b'.repeat(40)}\n0009done\n0000`,
  );
});

test('the pack, however the answer is cut', async () => {
  const answer = Buffer.concat([packed('packfile\n'), band(2, 'counting'), band(1, 'PACK'), band(1, 'data'), FLUSH]);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(answer.length)), async (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), answer.length];
      expect(await read(...at.slice(1).map((end, index) => answer.subarray(at[index], end)))).toBe('PACKdata');
    }),
  );
});

test.each<[string, readonly Buffer[]]>([
  ['an error instead of a pack', [packed('ERR upload-pack: not our ref'), FLUSH]],
  ['an error within the pack', [packed('packfile\n'), band(1, 'PACK'), band(3, 'out of memory'), FLUSH]],
  ['an answer that breaks off between packets', [packed('packfile\n'), band(1, 'PACK')]],
  ['an answer that breaks off within one', [packed('packfile\n'), band(1, 'PACK').subarray(0, 6)]],
  ['a page', [Buffer.from('<html>')]],
  ['nothing', []],
])('%s is no pack', async (_reason, given) => {
  await expect(read(...given)).rejects.toMatchObject({ code: 'git.failed' });
});

test('what is new comes in one request; damaged bases and lost marks are made good', async () => {
  await using environment = await gitEnvironment();
  await using folder = await temporaryFolder();
  const port = await createGitCli({ cacheFolder: folder.path });
  const repository = await environment.createTestRepository();
  const remote = { url: repository.url };
  for (let round = 0; round < 4; round += 1) {
    const oid = await repository.commit({ files: { big: 'line\n'.repeat(5_000) + round, [`f${round}`]: `${round}` } });
    await port.listRefs(remote);
    const before = environment.server.requests('fetch');
    await port.fetch(remote, oid);
    expect(environment.server.requests('fetch') - before).toBe(1);
    const { tree } = await port.commit(remote, oid);
    const entry = (await port.tree(remote, tree)).find(({ name }) => name === 'big');
    expect((await port.blob(remote, entry?.oid ?? '')).toString().endsWith(`${round}`)).toBe(true);
  }
  await expect(port.fetch(remote, 'b'.repeat(40))).rejects.toMatchObject({ code: 'git.missing-object' });
  await port.close();
});
