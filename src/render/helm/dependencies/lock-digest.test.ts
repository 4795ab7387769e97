import { expect, test } from 'vitest';
import { decodeLock, decodeMetadata } from '../chart/decode-metadata.ts';
import { isLockOf, lockDigest } from './lock-digest.ts';

const DECLARED = `apiVersion: v2
name: up
version: 1.0.0
dependencies:
- name: sub
  version: ">=1.0.0 <2"
  repository: file://../sub
  condition: sub.enabled
  tags: [a, b]
  alias: xy
  import-values:
  - data
  - child: c<d
    parent: p
    z: [1, 1.5, true]
`;
/** As `helm dependency update` wrote it, in both versions. */
const LOCK = `dependencies:
- name: sub
  repository: file://../sub
  version: 1.2.3
digest: sha256:90bebd443d0cefa67d70d3f5cef029722d2e58b33bc067ab984179195f880912
generated: "2026-11-21T17:34:25.970820439Z"
`;

function isLocked(declared: string, lock: string, apiVersion = 'v2'): boolean {
  return isLockOf(decodeMetadata(declared).dependencies ?? [], decodeLock(lock, 'Chart.lock'), apiVersion);
}

test.each([
  ['what Helm wrote', DECLARED, LOCK, true],
  ['another condition', DECLARED.replace('sub.enabled', 'other'), LOCK, false],
  ['another locked version', DECLARED, LOCK.replace('1.2.3', '1.2.4'), false],
  ['no digest', DECLARED, LOCK.replace(/digest.*\n/, ''), false],
  ['other fields of the chart', DECLARED.replace('name: up', 'name: other'), LOCK, true],
])('%s', (_reason, declared, lock, expected) => {
  expect(isLocked(declared, lock)).toBe(expected);
});

test('the digest of Helm 2 counts for charts of its time: that of the declared dependencies alone', () => {
  const declared = DECLARED.replace(/ {2}condition(?:.|\n)*/, '');
  const digest = 'sha256:a9c801fd74acf07909bf1899f9bc85d1c99bf3cb401138ebf4a73900f3304911';
  const lock = LOCK.replace(/sha256:\w+/, digest);
  expect([isLocked(declared, lock, 'v1'), isLocked(declared, lock, 'v2')]).toEqual([true, false]);
});

test('nothing is asked for, nothing is locked', () => {
  expect(lockDigest([], [])).toBe('sha256:643d5437104296e21d906ecb15b2c96ad278f20cfc4af53b12bb6069bd853726');
});
