import { expect, test } from 'vitest';
import { AnswerReader, frame } from './grpc-frames.ts';

/** What was read of the pieces, or the fault. */
function readOf(pieces: readonly Uint8Array[], limit = 100): unknown {
  const reader = new AnswerReader(limit);
  try {
    for (const piece of pieces) reader.add(Buffer.from(piece));
    const message = reader.finish();
    return message === undefined ? undefined : Buffer.from(message).toString();
  } catch (error) {
    return (error as Error).message.replace(/^rpc error: code = (\w+) desc = /, '$1: ');
  }
}

const text = (length: number): Buffer => frame(Buffer.alloc(length, 'x'));
const bytes = (message: Buffer): readonly Uint8Array[] => [...message].map((byte) => Uint8Array.of(byte));

test.each<[string, readonly Uint8Array[], unknown]>([
  ['in one piece', [text(5)], 'xxxxx'],
  ['byte by byte', bytes(text(100)), 'x'.repeat(100)],
  ['cut within the header', [text(3).subarray(0, 3), text(3).subarray(3)], 'xxx'],
  ['empty', [text(0)], ''],
  ['none', [], undefined],
  ['a header alone', [text(3).subarray(0, 4)], 'Internal: unexpected EOF'],
  ['cut', [text(3).subarray(0, 7)], 'Internal: unexpected EOF'],
  [
    'larger than may be',
    [text(101).subarray(0, 5)],
    'ResourceExhausted: grpc: received message larger than max (101 vs. 100)',
  ],
  ['two', [text(3), text(3)], 'Internal: cardinality violation: received more than one message'],
  [
    'more than it announces',
    [Buffer.concat([text(3), Buffer.from('y')])],
    'Internal: cardinality violation: received more than one message',
  ],
  ['compressed', [Buffer.from([1, 0, 0, 0, 0])], 'Internal: grpc: compressed flag 1 set without a compressor'],
])('an answer %s', (_reason, pieces, expected) => {
  expect(readOf(pieces)).toEqual(expected);
});
