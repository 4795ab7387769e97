import { expect, test } from 'vitest';
import { readPointer } from './lfs-pointer.ts';

const VERSION = 'version https://git-lfs.github.com/spec/v1';
const OID = `oid sha256:${'a'.repeat(64)}`;
const POINTER = { sha256: 'a'.repeat(64), size: 12 };

test.each([
  ['as the tool writes it', `${VERSION}\n${OID}\nsize 12\n`, POINTER],
  ['with extensions', `${VERSION}\next-0-foo sha256:${'b'.repeat(64)}\n${OID}\nsize 12\n`, POINTER],
  ['of an older version', `version https://hawser.github.com/spec/v1\n${OID}\nsize 12\n`, POINTER],
  ['of a version to come', `version https://git-lfs.github.com/spec/v9\n${OID}\nsize 12\n`, undefined],
  ['another hash', `${VERSION}\noid sha1:${'a'.repeat(40)}\nsize 12\n`, undefined],
  ['no size', `${VERSION}\n${OID}\n`, undefined],
  ['a size that is none', `${VERSION}\n${OID}\nsize -1\n`, undefined],
  ['a size beyond all files', `${VERSION}\n${OID}\nsize ${'9'.repeat(16)}\n`, undefined],
  ['a manifest', 'apiVersion: v1\nkind: ConfigMap\n', undefined],
  ['an empty file', '', undefined],
  ['more than a pointer is long', `${VERSION}\n${OID}\nsize 12\n${'#'.repeat(1024)}`, undefined],
])('%s', (_reason, text, expected) => {
  expect(readPointer(Buffer.from(text))).toEqual(expected);
});
