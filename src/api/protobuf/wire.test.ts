import { expect, test } from 'vitest';
import { BYTES, WireReader, WireWriter } from './wire.ts';

function written(content: Uint8Array): WireReader {
  const writer = new WireWriter();
  writer.tag(1, BYTES);
  writer.bytes(content);
  const reader = new WireReader(writer.finish());
  reader.tag();
  return reader;
}

test.each([
  ['a byte that no character begins with', [0x61, 0xff]],
  ['a character that is cut', [0xc3]],
  ['a longer form than needed', [0xc0, 0xaf]],
  ['half of a pair', [0xed, 0xa0, 0x80]],
])('text that is no UTF-8 is refused and not replaced: %s', (_reason, bytes) => {
  expect(() => written(Uint8Array.from(bytes)).text()).toThrow(/^invalid protobuf: found text that is no UTF-8$/);
});

test.each(['', 'plain', 'größe 🙂', '\uFEFFafter a mark of byte order', 'zero \0 byte'])(
  'text arrives whole: %j',
  (text) => {
    expect(written(new TextEncoder().encode(text)).text()).toBe(text);
  },
);
