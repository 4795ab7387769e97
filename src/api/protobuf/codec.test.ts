import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json-value.ts';
import { appProject } from '../app-project/fields.ts';
import { application, applicationSourcePlugin, syncStrategyHook } from '../application/fields.ts';
import { labelSelector } from '../kube/meta-fields.ts';
import type { AnyStruct } from '../schema/field.ts';
import { decodeProtobuf } from './decode.ts';
import { encodeProtobuf } from './encode.ts';

const hex = (struct: AnyStruct, value: JsonObject): string =>
  Buffer.from(encodeProtobuf<unknown>(struct, value)).toString('hex');
const read = (struct: AnyStruct, bytes: string): JsonObject => decodeProtobuf(struct, Buffer.from(bytes, 'hex'));

describe('protobuf', () => {
  test('an embedded struct is a message of its own; false is written', () => {
    expect(hex(syncStrategyHook, {})).toBe('0a020800');
    expect(hex(syncStrategyHook, { force: true })).toBe('0a020801');
    expect(read(syncStrategyHook, '0a020801')).toEqual({ force: true });
  });

  test('maps are entries in byte order of their keys', () => {
    expect(hex(labelSelector, { matchLabels: { b: '2', a: '1' } })).toBe('0a060a01611201310a060a0162120132');
  });

  test('a parameter that is an empty list is not one that is absent', () => {
    const parameters = [
      { name: 'a', array: [] },
      { name: 'b', string: '' },
    ];
    expect(read(applicationSourcePlugin, hex(applicationSourcePlugin, { parameters }))).toEqual({ parameters });
  });

  test('lengths of one, two and three bytes, at every border', () => {
    for (const length of [0, 1, 119, 120, 121, 122, 127, 128, 16_370, 16_384, 100_000]) {
      const value = { metadata: { name: 'é'.repeat(length) }, spec: { description: 'x'.repeat(length) } };
      const back = decodeProtobuf(appProject, encodeProtobuf<unknown>(appProject, value));
      expect(back['metadata']).toEqual(length === 0 ? {} : value.metadata);
      expect(back['spec']).toEqual(length === 0 ? {} : value.spec);
    }
  });

  test('every digit of an int64', () => {
    for (const generation of [1, 2 ** 31, 2 ** 53 - 1, 2n ** 53n, 2n ** 63n - 1n, -1, -(2n ** 63n)]) {
      const bytes = encodeProtobuf<unknown>(appProject, { metadata: { generation } });
      expect(decodeProtobuf(appProject, bytes)['metadata']).toEqual({ generation });
    }
  });

  test('numbers that no table knows are stepped over', () => {
    // Field 90 as varint, fixed64, bytes and fixed32 before the known one.
    const unknown = 'd00501d1050102030405060708d2050161d50501020304';
    expect(read(syncStrategyHook, `${unknown}0a020801`)).toEqual({ force: true });
  });

  const broken: readonly (readonly [reason: string, bytes: string, found: string])[] = [
    ['a length beyond the end', '0a0a01', 'a length beyond the end'],
    ['an end inside a number', '0a0108', 'an early end'],
    ['a group', 'd305', 'wire type 3'],
    ['text where a message is expected', '0801', 'wire type 0 where 2 is expected'],
  ];
  test.each(broken)('%s is refused', (_, bytes, found) => {
    expect(() => read(syncStrategyHook, bytes)).toThrow(
      expect.objectContaining({
        code: 'api.invalid-protobuf',
        kind: 'user',
        message: `invalid protobuf: found ${found}`,
      }),
    );
  });

  test('any bytes are read or refused, nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          decodeProtobuf(application, bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
