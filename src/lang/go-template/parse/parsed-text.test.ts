import { expect, test } from 'vitest';
import { Budget } from '../../go-value/index.ts';
import { compileTemplates } from '../index.ts';
import { ParsedText } from './parsed-text.ts';

const OPTIONS = { left: '{{', right: '}}', hasFunction: () => false };

function read(name: string, text: string): ParsedText {
  return ParsedText.read({ name, text }, OPTIONS);
}

test('a renamed text has the trees that it would have had under that name', () => {
  const text = 'a{{ define "x" }}{{ .y.z }}{{ end }}{{ define "empty" }} {{ end }}{{ .b }}';
  const renamed = read('one', text).renamed('two');
  const fresh = read('two', text);
  expect(renamed?.names).toEqual(fresh.names);
  for (const name of fresh.names) {
    expect(renamed?.isEmpty(name)).toBe(fresh.isEmpty(name));
    expect(renamed?.tree(name)).toEqual(fresh.tree(name));
  }
});

test.each([
  ['its old name', '{{ define "one" }}{{ end }}a'],
  ['its old name, with escapes', '{{ define "\\u006fne" }}{{ end }}a'],
  ['its new name', '{{ define "two" }}{{ end }}a'],
])('a text that defines %s is not renamed', (_reason, text) => {
  expect(read('one', text).renamed('two')).toBeUndefined();
});

test('errors name the template that was executed, not the first one with the same text', () => {
  const text = '{{ template "none" }}';
  const texts = ['one', 'two'].map((name) => ({ name, text }));
  const set = compileTemplates(texts, new Map());
  const inputs = { budget: new Budget(), now: () => 0n, random: (bytes: number) => new Uint8Array(bytes) };
  expect(() => set.execute('two', null, inputs)).toThrow(
    'template: two:1:12: executing "two" at <{{template "none"}}>: template "none" not defined',
  );
});
