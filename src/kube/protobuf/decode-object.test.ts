import { expect, test } from 'vitest';
import { decodeProtobufObject } from './decode-object.ts';

/** A field of bytes. */
function bytes(number: number, content: Buffer | string): Buffer {
  const data = Buffer.from(content);
  return Buffer.concat([Buffer.from([(number << 3) | 2, data.length]), data]);
}

function varint(number: number, value: number): Buffer {
  return Buffer.from([number << 3, value]);
}

function envelope(apiVersion: string, kind: string, raw: Buffer): Buffer {
  const type = Buffer.concat([bytes(1, apiVersion), bytes(2, kind)]);
  return Buffer.concat([Buffer.from('k8s\0'), bytes(1, type), bytes(2, raw), bytes(3, ''), bytes(4, '')]);
}

const METADATA = bytes(1, bytes(1, 'a'));

test.each([
  {
    name: 'maps of text and of bytes',
    apiVersion: 'v1',
    kind: 'ConfigMap',
    raw: [
      METADATA,
      bytes(2, Buffer.concat([bytes(1, 'k'), bytes(2, 'v')])),
      bytes(3, Buffer.concat([bytes(1, 'b'), bytes(2, 'x')])),
    ],
    object: { metadata: { name: 'a' }, data: { k: 'v' }, binaryData: { b: 'eA==' } },
  },
  {
    name: 'numbers, lists and what is text or number',
    apiVersion: 'v1',
    kind: 'Service',
    raw: [
      METADATA,
      bytes(2, bytes(1, Buffer.concat([varint(3, 80), bytes(4, Buffer.concat([varint(1, 1), bytes(3, 'web')]))]))),
    ],
    object: { metadata: { name: 'a' }, spec: { ports: [{ port: 80, targetPort: 'web' }] } },
  },
  {
    name: 'times',
    apiVersion: 'v1',
    kind: 'ConfigMap',
    raw: [bytes(1, bytes(8, varint(1, 60)))],
    object: { metadata: { creationTimestamp: '1970-01-01T00:01:00Z' } },
  },
  {
    name: 'a struct spread into its parent (volumes hold their source beside the name)',
    apiVersion: 'v1',
    kind: 'Pod',
    raw: [bytes(2, bytes(1, Buffer.concat([bytes(1, 'v'), bytes(2, bytes(2, bytes(1, 'Memory')))])))],
    object: { spec: { volumes: [{ name: 'v', emptyDir: { medium: 'Memory' } }] } },
  },
  {
    name: 'an unknown field is skipped',
    apiVersion: 'v1',
    kind: 'ConfigMap',
    raw: [bytes(15, 'x'), METADATA],
    object: { metadata: { name: 'a' } },
  },
  {
    name: 'options are of every group',
    apiVersion: 'apps/v1',
    kind: 'DeleteOptions',
    raw: [varint(1, 5)],
    object: { gracePeriodSeconds: 5 },
  },
])('$name', ({ apiVersion, kind, raw, object }) => {
  expect(decodeProtobufObject(envelope(apiVersion, kind, Buffer.concat(raw)))).toEqual({ apiVersion, kind, ...object });
});

test.each([
  ['no prefix', Buffer.from('x'), 'provided data does not appear to be a protobuf message'],
  ['cut off', envelope('v1', 'ConfigMap', METADATA).subarray(0, 20), 'unexpected EOF'],
  ['a kind nobody knows', envelope('x.io/v1', 'Odd', METADATA), 'no kind "Odd" is registered'],
])('%s', (_, input, message) => {
  expect(() => decodeProtobufObject(input)).toThrow(message);
});
