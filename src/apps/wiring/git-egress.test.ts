import { expect, test } from 'vitest';
import { gitEgress } from './git-egress.ts';

const [machine, inner] = [new URL('http://127.0.0.1/a'), new URL('http://10.0.0.1/a')];

test('any: only what content names stays away from this machine', () => {
  const { all, far } = gitEgress('any');
  expect(all).toBeUndefined();
  expect(() => far?.check(machine)).toThrow('not reached for what a repository names');
  expect(() => far?.check(inner)).not.toThrow();
});

test('public: nobody reaches what is not', () => {
  const { all } = gitEgress('public');
  expect(() => all?.check(machine)).toThrow('not permitted');
  expect(() => all?.check(inner)).toThrow('not permitted');
});
