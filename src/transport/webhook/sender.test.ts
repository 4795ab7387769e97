import { expect, test } from 'vitest';
import { senderAt } from './sender.ts';

test.each([
  ['an address of IPv4', '192.0.2.7', '192.0.2.7'],
  ['one of IPv4 in the form of IPv6', '::ffff:192.0.2.7', '::ffff:192.0.2.7'],
  ['one of IPv6', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2::'],
  ['one with its zeros left out at the end', '2001:db8:1:2::6', '2001:db8:1:2::'],
  ['one with its zeros left out in the middle', '2001:db8::3:4:5:6', '2001:db8:0:0::'],
  ['the machine itself', '::1', '0:0:0:0::'],
  ['none', '', ''],
])('%s', (_reason, address, sender) => {
  expect(senderAt(address)).toBe(sender);
});
