/** The wire format of protocol buffers: numbered fields, each with its bytes or its number. Source: protobuf encoding guide. */
import { kubeFault } from '../object/kube-fault.ts';

export interface WireField {
  readonly number: number;
  readonly value: WireValue;
}

export type WireValue =
  | { readonly kind: 'varint' | 'fixed32' | 'fixed64'; readonly bits: bigint }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** All fields of a message in their order. Throws `kube.bad-request` where the bytes are no message. */
export function readFields(bytes: Uint8Array): readonly WireField[] {
  const fields: WireField[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const tag = readVarint(bytes, offset);
    const value = readValue(bytes, tag.next, Number(tag.bits & 7n));
    fields.push({ number: Number(tag.bits >> 3n), value: value.value });
    offset = value.next;
  }
  return fields;
}

function readValue(
  bytes: Uint8Array,
  offset: number,
  type: number,
): { readonly value: WireValue; readonly next: number } {
  switch (type) {
    case 0: {
      const { bits, next } = readVarint(bytes, offset);
      return { value: { kind: 'varint', bits }, next };
    }
    case 1:
      return { value: { kind: 'fixed64', bits: readFixed(bytes, offset, 8) }, next: offset + 8 };
    case 5:
      return { value: { kind: 'fixed32', bits: readFixed(bytes, offset, 4) }, next: offset + 4 };
    case 2: {
      const length = readVarint(bytes, offset);
      const end = length.next + Number(length.bits);
      if (end > bytes.length) throw truncated();
      return { value: { kind: 'bytes', bytes: bytes.subarray(length.next, end) }, next: end };
    }
    default:
      throw kubeFault({ code: 'kube.bad-request', message: `proto: illegal wireType ${type}` });
  }
}

/** The numbers of a packed list. */
export function readPacked(bytes: Uint8Array): readonly bigint[] {
  const numbers: bigint[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const { bits, next } = readVarint(bytes, offset);
    numbers.push(bits);
    offset = next;
  }
  return numbers;
}

const VARINT_BYTES = 10;

function readVarint(bytes: Uint8Array, start: number): { readonly bits: bigint; readonly next: number } {
  let bits = 0n;
  for (let index = 0; index < VARINT_BYTES; index += 1) {
    const byte = bytes[start + index];
    if (byte === undefined) throw truncated();
    bits |= BigInt(byte & 0x7f) << BigInt(7 * index);
    if (byte < 0x80) return { bits, next: start + index + 1 };
  }
  throw kubeFault({ code: 'kube.bad-request', message: 'proto: integer overflow' });
}

function readFixed(bytes: Uint8Array, offset: number, count: number): bigint {
  if (offset + count > bytes.length) throw truncated();
  let bits = 0n;
  for (let index = count - 1; index >= 0; index -= 1) bits = (bits << 8n) | BigInt(bytes[offset + index] ?? 0);
  return bits;
}

function truncated(): Error {
  return kubeFault({ code: 'kube.bad-request', message: 'unexpected EOF' });
}
