/** Reads the records of a data file from its beginning, in pieces: a file may be larger than a buffer can be. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { recordAt } from './record-frame.ts';

const PIECE = 4 * 1024 * 1024;

export interface RecordInFile {
  /** Of the piece that was read: to be copied where it is kept. */
  readonly text: Buffer;
  readonly offset: number;
}

/** Yields whole records; returns the offset of the first byte that belongs to none, which is the size of a whole file. */
export function* readRecords(path: string): Generator<RecordInFile, number> {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    let start = 0;
    let piece = readPiece(file, start, Math.min(PIECE, size));
    let at = 0;
    for (;;) {
      const found = recordAt(piece, at);
      if (found.kind === 'whole') {
        yield { text: found.text, offset: start + at };
        at = found.end;
        continue;
      }
      const offset = start + at;
      if (found.kind === 'broken' || offset + (found.needed - at) > size) return offset;
      start = offset;
      piece = readPiece(file, start, Math.min(Math.max(PIECE, found.needed - at), size - start));
      at = 0;
    }
  } finally {
    closeSync(file);
  }
}

function readPiece(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let read = 0;
  while (read < length) {
    const count = readSync(file, bytes, read, length - read, position + read);
    if (count === 0) break;
    read += count;
  }
  return bytes.subarray(0, read);
}
