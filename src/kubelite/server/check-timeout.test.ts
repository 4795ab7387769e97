import { expect, test } from 'vitest';
import { checkTimeout } from './check-timeout.ts';

function check(text: string, more: { readonly watch?: boolean; readonly subresource?: string } = {}): void {
  checkTimeout({ query: new URLSearchParams({ timeout: text }), watch: false, subresource: '', ...more });
}

test('a timeout is a duration, where the request is to have an end', () => {
  for (const text of ['', '1s', '0s', '-1s', '1m30s']) expect(() => check(text)).not.toThrow();
  expect(() => check('1')).toThrow('invalid timeout specified in the request URL - time: missing unit in duration "1"');
  expect(() => check('x')).toThrow('invalid timeout specified in the request URL - time: invalid duration "x"');
  expect(() => check('x', { watch: true })).not.toThrow();
  expect(() => check('x', { subresource: 'log' })).not.toThrow();
});
