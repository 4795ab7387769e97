/** Messages of gRPC over HTTP/2: a flag, a length of four bytes, the message. */
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
  readonly #pieces: Buffer[] = [];
  #size = 0;

  /** `limit`: bytes of the message. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#size += piece.length;
    if (this.#size < HEADER) return;
    const header = this.#joined();
    const length = header.readUInt32BE(1);
    if (length > this.#limit) {
      throw grpcFault('ResourceExhausted', `grpc: received message larger than max (${length} vs. ${this.#limit})`);
    }
    if (header[0] !== 0) throw grpcFault('Internal', `grpc: compressed flag ${header[0]} set without a compressor`);
    if (this.#size > HEADER + length)
      throw grpcFault('Internal', 'cardinality violation: received more than one message');
  }

  /** The message; undefined where none came. */
  finish(): Uint8Array | undefined {
    if (this.#size === 0) return undefined;
    const all = Buffer.concat(this.#pieces);
    if (all.length < HEADER || all.length < HEADER + all.readUInt32BE(1)) {
      throw grpcFault('Internal', 'unexpected EOF');
    }
    return all.subarray(HEADER);
  }

  /** At least the header in one piece: pieces are joined only until there is one. */
  #joined(): Buffer {
    const [first] = this.#pieces;
    if (first !== undefined && first.length >= HEADER) return first;
    const joined = Buffer.concat(this.#pieces);
    this.#pieces.splice(0, this.#pieces.length, joined);
    return joined;
  }
}
