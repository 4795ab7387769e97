import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { packTarGz } from '../../testkit/pack-tar.ts';
import { unpackLayer } from './unpack-layer.ts';

const TAR = 'application/vnd.oci.image.layer.v1.tar+gzip';

test('a bomb: little that unpacks to more than is permitted, whatever it holds', () => {
  const bomb = gzipSync(Buffer.alloc(60 * 1024 * 1024), { level: 1 });
  expect(() => unpackLayer(bomb, TAR, 1000)).toThrow('its files have more than 1000 bytes');
});

test.each([
  ['as much as is permitted', 1000, 1],
  ['more', 1001, undefined],
])('files of a layer, %s', (_name, size, expected) => {
  const layer = packTarGz({ a: Buffer.alloc(size) });
  if (expected === undefined) expect(() => unpackLayer(layer, TAR, 1000)).toThrow('more than 1000 bytes');
  else expect(unpackLayer(layer, TAR, 1000)).toHaveLength(expected);
});
