import { expect, test } from 'vitest';
import { safeReturnPath } from './return-path.ts';

test.each([
  ['/applications/argocd/web?tab=diff', '/applications/argocd/web?tab=diff'],
  [undefined, '/applications'],
  ['//evil.example', '/applications'],
  ['https://evil.example', '/applications'],
  ['/\\evil.example', '/applications'],
  ['javascript:alert(1)', '/applications'],
  ['/login?return_url=/login', '/applications'],
])('%s leads to %s', (wish, path) => {
  expect(safeReturnPath(wish)).toBe(path);
});
