import { expect, test } from 'vitest';
import { Budget } from '../go-value/index.ts';
import { CompiledText } from './compiled-text.ts';
import { compileTemplates, compileWith, TemplateLibrary } from './index.ts';

const LANGUAGE = { left: '{{', right: '}}', hasFunction: () => false, functions: new Map() };

function inputs() {
  return { budget: new Budget(), now: () => 0n, random: (bytes: number) => new Uint8Array(bytes) };
}

test('a text defines the same under every name, and itself', () => {
  const text = 'a{{ define "x" }}{{ .y.z }}{{ end }}{{ define "empty" }} {{ end }}{{ .b }}';
  const read = CompiledText.read({ name: 'one', text }, LANGUAGE);
  for (const name of ['one', 'two']) {
    const found = [...read.definitions(name).values()].map((one) => [one.name, one.source.name, one.isEmpty]);
    expect(found).toEqual([
      ['x', name, false],
      ['empty', name, true],
      [name, name, false],
    ]);
  }
});

test.each([
  [
    'a text that defines its own name',
    'a\n{{ define "one" }}b{{ end }}',
    'template: one:2: template: multiple definition of template "one"',
  ],
  [
    'with escapes',
    '{{ define "\\u006fne" }}b{{ end }}a',
    'template: one:1: template: multiple definition of template "one"',
  ],
])('%s is refused under that name only', (_reason, text, message) => {
  const read = CompiledText.read({ name: 'two', text }, LANGUAGE);
  expect([...read.definitions('two').keys()]).toEqual(['one', 'two']);
  expect(() => read.definitions('one')).toThrow(message);
});

test('of a text and what it defines under its own name the one that is not empty stays', () => {
  const run = (text: string) => compileTemplates([{ name: 'one', text }], new Map()).execute('one', null, inputs());
  expect(run('{{ define "one" }}b{{ end }} ')).toBe('b');
  expect(run('{{ define "one" }} {{ end }}a')).toBe('a');
});

test('errors name the template that was executed, not the first one with the same text', () => {
  const text = '{{ template "none" }}';
  const texts = ['one', 'two'].map((name) => ({ name, text }));
  expect(() => compileTemplates(texts, new Map()).execute('two', null, inputs())).toThrow(
    'template: two:1:12: executing "two" at <{{template "none"}}>: template "none" not defined',
  );
});

test('sets of one library share texts, not definitions', () => {
  const library = new TemplateLibrary(new Map());
  const partial = { name: '_p', text: '{{ define "p" }}{{ .a }}{{ end }}' };
  const first = compileWith(library, [partial, { name: 't', text: '{{ template "p" . }}1' }]);
  const second = compileWith(library, [
    { ...partial, name: '_q' },
    { name: 't', text: '{{ template "p" . }}2' },
  ]);
  expect([first, second].map((set) => set.execute('t', null, inputs()))).toEqual(['<no value>1', '<no value>2']);
  expect([first.names, second.names]).toEqual([
    ['_p', 'p', 't'],
    ['_q', 'p', 't'],
  ]);
});
