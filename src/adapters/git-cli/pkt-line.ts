/** Packet lines, the framing of Git's protocols: four hex digits of length, then that many bytes less four. */
import { gitError } from './git-error.ts';

export type Packet = { readonly kind: 'line'; readonly text: string } | { readonly kind: 'flush' | 'delimiter' };

export const FLUSH = '0000';
export const DELIMITER = '0001';

/** One line as a packet. */
export function packet(text: string): string {
  return `${(Buffer.byteLength(text) + 4).toString(16).padStart(4, '0')}${text}`;
}

/** All packets of an answer, line ends cut. Throws `git.not-a-repository` where the content is not framed so. */
export function readPackets(content: Buffer): Packet[] {
  const packets: Packet[] = [];
  let at = 0;
  while (at < content.length) {
    const head = content.toString('latin1', at, at + 4);
    const length = /^[0-9a-f]{4}$/i.test(head) ? Number.parseInt(head, 16) : -1;
    if (length < 0 || length === 3 || at + length > content.length) {
      throw gitError('git.not-a-repository', 'the answer is not in the Git protocol');
    }
    if (length < 4) packets.push({ kind: length === 1 ? 'delimiter' : 'flush' });
    else packets.push({ kind: 'line', text: content.toString('utf8', at + 4, at + length).replace(/\n$/, '') });
    at += Math.max(length, 4);
  }
  return packets;
}
