import { expect, test } from 'vitest';
import { FLUSH, packet, readPackets } from './pkt-line.ts';
import { lsRefsRequest, readAdvertisement, readLsRefs, readLsRemote } from './ref-listing.ts';

const [A, B, C] = ['a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40)];

/** What each way of telling comes to: an annotated tag stands for its commit, and is kept beside it. */
const REFS = {
  refs: new Map([
    ['HEAD', A],
    ['refs/heads/main', A],
    ['refs/tags/v1', B],
  ]),
  head: 'refs/heads/main',
  tagObjects: new Map([['refs/tags/v1', C]]),
};

function packets(...lines: readonly string[]) {
  return readPackets(Buffer.from([...lines.map((line) => packet(`${line}\n`)), FLUSH].join('')));
}

test('ls-refs asks for HEAD and for what begins with the prefixes', () => {
  const lines = readPackets(Buffer.from(lsRefsRequest(['refs/heads/'], 'git/x')));
  expect(lines.map((one) => (one.kind === 'line' ? one.text : one.kind))).toEqual([
    ...['command=ls-refs', 'agent=git/x', 'object-format=sha1', 'delimiter', 'peel', 'symrefs'],
    ...['ref-prefix HEAD', 'ref-prefix refs/heads/', 'flush'],
  ]);
});

test('the answer to ls-refs', () => {
  const told = packets(
    `${A} HEAD symref-target:refs/heads/main`,
    `${A} refs/heads/main`,
    `${C} refs/tags/v1 peeled:${B}`,
  );
  expect(readLsRefs(told)).toEqual(REFS);
});

test('the advertisement of an older server', () => {
  const told = packets(
    '# service=git-upload-pack',
    `${A} HEAD\0multi_ack symref=HEAD:refs/heads/main agent=x`,
    `${A} refs/heads/main`,
    `${C} refs/tags/v1`,
    `${B} refs/tags/v1^{}`,
  );
  expect(readAdvertisement(told)).toEqual({ kind: 'refs', refs: REFS });
});

test('what git ls-remote prints', () => {
  const printed = [
    'ref: refs/heads/main\tHEAD',
    ...[`${A}\tHEAD`, `${A}\trefs/heads/main`, `${C}\trefs/tags/v1`, `${B}\trefs/tags/v1^{}`],
  ];
  expect(readLsRemote(`${printed.join('\n')}\n`)).toEqual(REFS);
});

test('an empty repository has no refs, however that is told', () => {
  const none = { refs: new Map(), head: undefined, tagObjects: new Map() };
  expect(readLsRefs(packets())).toEqual(none);
  expect(readLsRemote('')).toEqual(none);
  expect(readAdvertisement(packets(`${'0'.repeat(40)} capabilities^{}\0multi_ack`))).toEqual({
    kind: 'refs',
    refs: none,
  });
});

test('a server of version 2 tells what it can do; another hash than ours is refused', () => {
  expect(readAdvertisement(packets('version 2', 'ls-refs', 'object-format=sha1'))).toEqual({ kind: 'capabilities' });
  expect(() => readAdvertisement(packets('version 2', 'object-format=sha256'))).toThrow('are not supported');
});

test('anything else is no list of refs', () => {
  expect(() => readLsRefs(packets('ERR no'))).toThrow('the answer is no list of refs');
  expect(() => readLsRemote('what?\n')).toThrow('the answer is no list of refs');
});
