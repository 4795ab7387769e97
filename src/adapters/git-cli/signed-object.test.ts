import { expect, test } from 'vitest';
import { readSigned } from './signed-object.ts';

const HEAD = `tree ${'a'.repeat(40)}\nparent ${'b'.repeat(40)}\nauthor Zoë <z> 1 +0000\ncommitter x <x> 1 +0000`;
const ARMOUR = '-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n';
const FOLDED = `gpgsig ${ARMOUR.trimEnd().replaceAll('\n', '\n ')}`;

function read(type: string, text: string) {
  const { payload, ...rest } = readSigned({ type, content: Buffer.from(text) });
  return { ...rest, payload: Buffer.from(payload).toString() };
}

const COMMIT = { kind: 'commit', by: 'Zoë <z>', message: 'Text\n', parents: ['b'.repeat(40)] };

test.each([
  ['the signature of a commit is not part of what it covers', `${HEAD}\n${FOLDED}\n\nText\n`, ARMOUR],
  [
    'nor is one over the newer hash, which counts for nothing here',
    `${HEAD}\n${FOLDED.replace('gpgsig', 'gpgsig-sha256')}\n\nText\n`,
    '',
  ],
  ['an unsigned commit has none', `${HEAD}\n\nText\n`, ''],
  ['two of them are one that nobody has made', `${HEAD}\n${FOLDED}\n${FOLDED}\n\nText\n`, ARMOUR + ARMOUR],
])('%s', (_reason, text, signature) => {
  expect(read('commit', text)).toEqual({ ...COMMIT, signature, payload: `${HEAD}\n\nText\n` });
});

test('a tag is signed at the end of its message, by the last signature there', () => {
  const head = `object ${'a'.repeat(40)}\ntype commit\ntag v1\ntagger Zoë <z> 1 +0000`;
  const tag = { kind: 'tag', by: 'Zoë <z>', parents: [] };
  expect(read('tag', `${head}\n\nText\n${ARMOUR}`)).toEqual({
    ...{ ...tag, message: 'Text\n', signature: ARMOUR, payload: `${head}\n\nText\n` },
  });
  const quoted = `${ARMOUR}Text\n`;
  expect(read('tag', `${head}\n\n${quoted}${ARMOUR}`)).toMatchObject({ message: quoted, signature: ARMOUR });
  expect(read('tag', `${head}\n\nText\n`)).toMatchObject({ message: 'Text\n', signature: '' });
  expect(read('tag', head)).toMatchObject({ message: '', signature: '' });
});

test('a commit without an end of its head is damaged', () => {
  expect(() => read('commit', HEAD)).toThrow('a commit object is damaged');
});

test('bytes that are no text are covered as they are', () => {
  const content = Buffer.concat([Buffer.from(`${HEAD}\n\n`), Buffer.from([0xff, 0xfe])]);
  expect(Buffer.from(readSigned({ type: 'commit', content }).payload)).toEqual(content);
});
