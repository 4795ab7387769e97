/** The protobuf wire format: tags, varints and length-delimited bytes. */
import { AppError } from '../../base/errors.ts';

export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;
export const FIXED32 = 5;

const UTF8 = new TextEncoder();
/** A mark of byte order is a character like others. */
const TEXT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A growing buffer. */
export class WireWriter {
  #bytes = new Uint8Array(64);
  #length = 0;

  tag(number: number, type: number): void {
    this.varint(number * 8 + type);
  }

  /** An unsigned number up to 2^53, or any int64 as Go writes it: negative ones in ten bytes. */
  varint(value: number | bigint): void {
    this.#room(10);
    if (typeof value === 'bigint' || value < 0 || value > 0xffffffff) this.#longVarint(BigInt(value));
    else this.#shortVarint(value);
  }

  #shortVarint(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#length++] = rest;
  }

  /** Length and content. */
  bytes(content: Uint8Array): void {
    this.varint(content.length);
    this.#room(content.length);
    this.#bytes.set(content, this.#length);
    this.#length += content.length;
  }

  text(value: string): void {
    this.delimited(() => {
      this.#room(value.length * 3);
      this.#length += UTF8.encodeInto(value, this.#bytes.subarray(this.#length)).written;
    });
  }

  /** What `write` writes, with its length in front. The length is mostly one byte; where it is more, the content moves. */
  delimited(write: () => void): void {
    this.#room(1);
    const start = ++this.#length;
    write();
    const end = this.#length;
    // Enough that writing the length enlarges nothing: the content lies behind what is then the end.
    this.#room(20);
    const shift = varintLength(end - start) - 1;
    if (shift > 0) this.#bytes.copyWithin(start + shift, start, end);
    this.#length = start - 1;
    this.varint(end - start);
    this.#length = end + shift;
  }

  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #longVarint(value: bigint): void {
    let rest = BigInt.asUintN(64, value);
    while (rest >= 0x80n) {
      this.#bytes[this.#length++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#bytes[this.#length++] = Number(rest);
  }

  #room(needed: number): void {
    if (this.#length + needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + needed));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}

function varintLength(value: number): number {
  let length = 1;
  for (let rest = value; rest >= 0x80; rest /= 0x80) length++;
  return length;
}

/** Reads one message. Every method throws `api.invalid-protobuf` (kind user) where the bytes end too early. */
export class WireReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  tag(): { readonly number: number; readonly type: number } {
    const tag = Number(this.varint());
    return { number: Math.floor(tag / 8), type: tag & 7 };
  }

  /** An int64: a bigint only beyond 2^53. */
  varint(): number | bigint {
    let low = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#byte();
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) return low;
    }
    return this.#longVarint(BigInt(low));
  }

  bytes(): Uint8Array {
    const length = Number(this.varint());
    if (length < 0 || length > this.#bytes.length - this.#at) throw invalidProtobuf('a length beyond the end');
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  /** Throws for what is no UTF-8: text in which bytes were replaced is not what was meant. */
  text(): string {
    const bytes = this.bytes();
    try {
      return TEXT.decode(bytes);
    } catch {
      throw invalidProtobuf('text that is no UTF-8');
    }
  }

  /** Steps over a value that no table knows. */
  skip(type: number): void {
    if (type === VARINT) this.varint();
    else if (type === BYTES) this.bytes();
    else if (type === FIXED64) this.#step(8);
    else if (type === FIXED32) this.#step(4);
    else throw invalidProtobuf(`wire type ${type}`);
  }

  #longVarint(low: bigint): number | bigint {
    let value = low;
    for (let shift = 28n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return exact(BigInt.asIntN(64, value));
    }
    throw invalidProtobuf('an integer of more than ten bytes');
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw invalidProtobuf('an early end');
    return byte;
  }

  #step(length: number): void {
    if (length > this.#bytes.length - this.#at) throw invalidProtobuf('an early end');
    this.#at += length;
  }
}

/** `api.invalid-protobuf`, kind user: the sender wrote something else than this message. */
export function invalidProtobuf(found: string): AppError {
  return new AppError({ code: 'api.invalid-protobuf', kind: 'user', message: `invalid protobuf: found ${found}` });
}

function exact(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
