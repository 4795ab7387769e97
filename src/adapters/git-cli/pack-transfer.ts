/** `fetch` of Git's protocol version 2 (gitprotocol-v2): the question for a pack, and the pack in the answer's side band. */
import type { Oid } from '../../ports/git.ts';
import { gitError } from './git-error.ts';
import { DELIMITER, FLUSH, packet } from './pkt-line.ts';

/** Asks for all that `want` reaches and no commit in `have` reaches, without further talk. */
export function packRequest(wish: { readonly want: Oid; readonly have: readonly Oid[] }, agent: string): string {
  const head = ['command=fetch\n', `agent=${agent}\n`, 'object-format=sha1\n'].map(packet);
  const have = wish.have.map((oid) => packet(`have ${oid}\n`));
  const options = ['thin-pack\n', 'ofs-delta\n', 'no-progress\n', `want ${wish.want}\n`].map(packet);
  return [...head, DELIMITER, ...options, ...have, packet('done\n'), FLUSH].join('');
}

const HEAD = 4;
/** First byte of a packet behind the line `packfile`: what the rest of it is. */
const BANDS = { pack: 1, progress: 2 } as const;

/** The bytes of the pack. Throws `git.failed` where the answer holds an error, no pack, or not all of it. */
export async function* packIn(answer: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  let isPack = false;
  for await (const content of packetsOf(answer)) {
    // Sections, and the end of the answer.
    if (content === undefined) continue;
    if (!isPack) {
      const line = content.toString('utf8').trimEnd();
      if (line !== 'packfile') throw notGiven(line);
      isPack = true;
    } else if (content[0] === BANDS.pack) yield content.subarray(1);
    else if (content[0] !== BANDS.progress) throw notGiven(content.subarray(1).toString('utf8'));
  }
  if (!isPack) throw notGiven('nothing');
}

/** Contents of packets; undefined for those that only mark a place. The last of an answer is such a one. */
async function* packetsOf(answer: AsyncIterable<Buffer>): AsyncIterable<Buffer | undefined> {
  let left: Buffer = Buffer.alloc(0);
  let isOver = false;
  for await (const piece of answer) {
    left = left.length === 0 ? piece : Buffer.concat([left, piece]);
    for (;;) {
      const length = left.length < HEAD ? Number.POSITIVE_INFINITY : lengthOf(left);
      if (Math.max(length, HEAD) > left.length) break;
      isOver = length === 0;
      yield length < HEAD ? undefined : left.subarray(HEAD, length);
      left = left.subarray(Math.max(length, HEAD));
    }
  }
  if (!isOver || left.length > 0) throw notGiven('an answer that breaks off');
}

function lengthOf(bytes: Buffer): number {
  const head = bytes.toString('latin1', 0, HEAD);
  if (!/^[0-9a-f]{4}$/i.test(head)) throw notGiven('what is no packet');
  return Number.parseInt(head, 16);
}

function notGiven(what: string): Error {
  return gitError('git.failed', `instead of a pack the server sent ${what.slice(0, 200)}`);
}
