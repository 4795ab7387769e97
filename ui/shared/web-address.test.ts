import { expect, test } from 'vitest';
import { webAddress } from './web-address.ts';

test.each([
  ['https://git.example.com/a', 'https://git.example.com/a'],
  ['HTTP://git.example.com', 'http://git.example.com/'],
  ['https://git.example.com/a?b="><script>', 'https://git.example.com/a?b=%22%3E%3Cscript%3E'],
])('%s is the address of a page', (text, address) => {
  expect(webAddress(text)).toBe(address);
});

/** Security rows 24, 40, 53 and 61. */
test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\tscript:alert(1)',
  'java\nscript:alert(1)',
  ' javascript:alert(1)',
  '\u0000javascript:alert(1)',
  '\u0001https://evil.example',
  'javascript://git.example.com/%0aalert(1)',
  'javascript:alert(1)//https://git.example.com',
  'javascript:alert(1)\nhttps://git.example.com',
  'title|javascript:alert(1)',
  'title|https://git.example.com',
  'javascript&colon;alert(1)',
  '&#106;avascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'DATA:text/html;base64,PHNjcmlwdD4=',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  'blob:https://git.example.com/1',
  'view-source:https://git.example.com',
  'ftp://git.example.com',
  'mailto:a@example.com',
  '//evil.example',
  '\\\\evil.example',
  '/applications',
  'git.example.com',
  'https:',
  'https:evil.example',
  'https:///evil.example',
  'https:\\\\evil.example',
  'https://',
  'https:// evil.example',
  'https://[',
  ' https://git.example.com',
  '',
])('%j is no address of a page', (text) => {
  expect(webAddress(text)).toBeUndefined();
});
