/** Messages of gRPC over HTTP/2: a flag, a length of four bytes, the message. */
import { GatheredBytes } from '../../base/gathered-bytes.ts';
import { grpcFault } from './grpc-status.ts';

const HEADER = 5;

/** A message with its header. */
export function frame(message: Uint8Array): Buffer {
  const header = Buffer.alloc(HEADER);
  header.writeUInt32BE(message.length, 1);
  return Buffer.concat([header, message]);
}

/** Takes the pieces of one answer. Each method throws faults in the words of gRPC's Go client. */
export class AnswerReader {
  readonly #limit: number;
  readonly #head = Buffer.alloc(HEADER);
  readonly #message = new GatheredBytes();
  /** Bytes of the header that have come. */
  #begun = 0;

  /** `limit`: bytes of the message. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(piece: Buffer): void {
    const begins = Math.min(piece.length, HEADER - this.#begun);
    piece.copy(this.#head, this.#begun, 0, begins);
    this.#begun += begins;
    if (this.#begun < HEADER) return;
    const length = this.#length;
    if (length > this.#limit) {
      throw grpcFault('ResourceExhausted', `grpc: received message larger than max (${length} vs. ${this.#limit})`);
    }
    if (this.#head[0] !== 0)
      throw grpcFault('Internal', `grpc: compressed flag ${this.#head[0]} set without a compressor`);
    if (this.#message.size + piece.length - begins > length)
      throw grpcFault('Internal', 'cardinality violation: received more than one message');
    this.#message.add(piece.subarray(begins));
  }

  /** The message; undefined where none came. */
  finish(): Uint8Array | undefined {
    if (this.#begun === 0) return undefined;
    if (this.#begun < HEADER || this.#message.size < this.#length) throw grpcFault('Internal', 'unexpected EOF');
    return this.#message.bytes();
  }

  get #length(): number {
    return this.#head.readUInt32BE(1);
  }
}
