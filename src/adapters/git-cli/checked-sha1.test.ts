import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkedSha1 } from './checked-sha1.ts';

const oidOf = (content: Uint8Array): string => createHash('sha1').update(content).digest('hex');

/** What both messages of SHAttered begin with, and their two blocks (M. Stevens and others, "The first collision for full SHA-1", 2017). */
const PREFIX =
  '255044462d312e330a25e2e3cfd30a0a0a312030206f626a0a3c3c2f57696474682032203020522f4865696768742033203020522f547970652034203020522f' +
  '537562747970652035203020522f46696c7465722036203020522f436f6c6f7253706163652037203020522f4c656e6774682038203020522f42697473506572' +
  '436f6d706f6e656e7420383e3e0a73747265616d0affd8fffe00245348412d3120697320646561642121212121852fec092339759c39b1a1c63c4c97e1fffe01';
const FIRST =
  '7346dc9166b67e118f029ab621b2560ff9ca67cca8c7f85ba84c79030c2b3de218f86db3a90901d5df45c14f26fedfb3dc38e96ac22fe7bd728f0e45bce046d2' +
  '3c570feb141398bb552ef5a0a82be331fea48037b8b5d71f0e332edf93ac3500eb4ddc0decc1a864790c782c76215660dd309791d06bd0af3f98cda4bc4629b1';
const SECOND =
  '7f46dc93a6b67e013b029aaa1db2560b45ca67d688c7f84b8c4c791fe02b3df614f86db1690901c56b45c1530afedfb76038e972722fe7ad728f0e4904e046c2' +
  '30570fe9d41398abe12ef5bc942be33542a4802d98b5d70f2a332ec37fac3514e74ddc0f2cc1a874cd0c78305a21566461309789606bd0bf3f98cda8044629a1';
const both = [FIRST, SECOND].map((block) => Buffer.from(PREFIX + block, 'hex'));

test('the hash of any content, in however many parts', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (content, cut) => {
      expect(checkedSha1(content.subarray(0, cut), content.subarray(cut))).toBe(oidOf(content));
    }),
  );
});

test('every length around the ends of blocks', () => {
  for (let length = 0; length <= 200; length += 1) {
    const content = Buffer.alloc(length, length);
    expect(checkedSha1(content)).toBe(oidOf(content));
  }
});

test.each([0, 1])('message %i of a collision is noticed, whatever follows it', (index) => {
  const message = both[index] ?? Buffer.alloc(0);
  expect(oidOf(message)).toBe(oidOf(both[1 - index] ?? Buffer.alloc(0)));
  expect(checkedSha1(message)).toBeUndefined();
  expect(checkedSha1(message, Buffer.from('more of it'))).toBeUndefined();
});

test('only one of the two blocks, or another beginning: no collision, and none is seen', () => {
  const [first = Buffer.alloc(0)] = both;
  const changed = Buffer.from(first);
  changed[0] = 0;
  for (const content of [first.subarray(0, 192), changed]) expect(checkedSha1(content)).toBe(oidOf(content));
});
