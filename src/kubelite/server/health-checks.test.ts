import { expect, test } from 'vitest';
import { healthAnswer } from './health-checks.ts';

function bodyOf(path: string, query = ''): unknown {
  return healthAnswer(path, new URLSearchParams(query))?.body;
}

test.each([
  { why: 'a page is one word', path: '/healthz', body: 'ok' },
  { why: 'a check is one word, whatever is asked', path: '/livez/etcd', query: 'verbose&exclude=etcd', body: 'ok' },
  { why: 'a check of readiness alone', path: '/livez/shutdown', body: undefined },
  { why: 'no page of health', path: '/health', body: undefined },
  { why: 'a slash too many', path: '/readyz/', body: undefined },
])('$why', ({ path, query, body }) => {
  expect(bodyOf(path, query)).toBe(body);
});

test('every check, without those that are excluded, and a warning of names that are none', () => {
  const lines = String(bodyOf('/readyz', 'verbose&exclude=ping&exclude=x&exclude=a&exclude=x')).split('\n');
  expect(lines.slice(0, 2)).toEqual(['[+]ping excluded: ok', '[+]log ok']);
  expect(lines.slice(-4)).toEqual([
    '[+]shutdown ok',
    'warn: some health checks cannot be excluded: no matches for "a","x"',
    'readyz check passed',
    '',
  ]);
});
