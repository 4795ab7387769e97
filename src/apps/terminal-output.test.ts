import { expect, test } from 'vitest';
import { visibleText, writeTo } from './terminal-output.ts';

test.each([
  ['plain text, tabs and line ends', 'a\tgröße 😀\nb\r\nc\n', 'a\tgröße 😀\nb\r\nc\n'],
  ['colours', '\u001b[31mHealthy\u001b[0m', '\\x1b[31mHealthy\\x1b[0m'],
  ['a line that is written anew', 'Degraded\rHealthy ', 'Degraded\\x0dHealthy '],
  ['a title, and the clipboard', '\u001b]0;x\u0007\u001b]52;c;eA==\u0007', '\\x1b]0;x\\x07\\x1b]52;c;eA==\\x07'],
  ['one character that begins a command', '\u009b2J\u0090q', '\\x9b2J\\x90q'],
  ['letters that are taken back', 'rm -rf /\b\b\b\u007f', 'rm -rf /\\x08\\x08\\x08\\x7f'],
  ['a direction that is turned', 'user\u202e moc.live\u2066', 'user\\u202e moc.live\\u2066'],
  ['a zero byte, a page, a bell', '\u0000\f\u0007\u000b', '\\x00\\x0c\\x07\\x0b'],
])('%s', (_reason, text, shown) => {
  expect(visibleText(text)).toBe(shown);
});

test('a terminal gets what can be seen, a file gets what it is', () => {
  const written: string[] = [];
  const write = (text: string): void => void written.push(text);
  for (const isTTY of [true, false]) writeTo({ isTTY, write }, '\u001b[2J\n');
  writeTo({ write }, '\r');
  expect(written).toEqual(['\\x1b[2J\n', '\u001b[2J\n', '\r']);
});
