/** Sets of templates: which body stays, what `include` and `tpl` see, which functions run. */
import { expect, test } from 'vitest';
import {
  ANY,
  Budget,
  type FunctionTable,
  fromJson,
  functionTable,
  type GoFunction,
  STRING,
} from '../go-value/index.ts';
import { compileTemplates, TemplateError, type TemplateSet } from './index.ts';

const FUNCTIONS: readonly GoFunction[] = [
  {
    name: 'include',
    parameters: [STRING, ANY],
    call: ({ templates }, [name, data]) => templates.execute(String(name), data ?? null),
  },
  {
    name: 'tpl',
    parameters: [STRING, ANY],
    call: ({ templates }, [text, data]) => templates.parse('root', String(text)).execute(data ?? null),
  },
  { name: 'who', parameters: [], isOfExecution: true, call: () => 'nobody' },
  { name: 'time', parameters: [], call: ({ now, random }) => `${now()} ${random(2).length}` },
];
const TABLE = functionTable(FUNCTIONS);

function setOf(texts: Readonly<Record<string, string>>, table: FunctionTable = TABLE): TemplateSet {
  const list = Object.entries(texts).map(([name, text]) => ({ name, text }));
  return compileTemplates(list, table, { rootName: 'root' });
}

function run(set: TemplateSet, name: string, functions?: ReadonlyMap<string, GoFunction>): string {
  const inputs = { budget: new Budget(), now: () => 42n, random: (bytes: number) => new Uint8Array(bytes) };
  return set.execute(
    name,
    fromJson({ a: 'x', t: '{{ define "d" }}new{{ end }}{{ template "d" }}' }),
    functions ? { ...inputs, functions } : inputs,
  );
}

test('of two bodies the later one stays, unless it is empty', () => {
  expect(
    run(setOf({ one: '{{ define "d" }}1{{ end }}', two: '{{ define "d" }}2{{ end }}{{ template "d" }}' }), 'two'),
  ).toBe('2');
  expect(
    run(setOf({ one: '{{ define "d" }}1{{ end }}', two: '{{ define "d" }} {{ end }}{{ template "d" }}' }), 'two'),
  ).toBe('1');
});

test('names are those of the texts and of what they define', () => {
  expect(setOf({ b: '{{ define "d" }}{{ end }}', a: '' }).names).toEqual(['a', 'b', 'd']);
});

test('an extended set has more, the set itself stays', () => {
  const set = setOf({ a: '{{ define "d" }}old{{ end }}{{ template "d" }}' });
  const extended = set.extend([{ name: 'b', text: '{{ define "d" }}new{{ end }}{{ include "a" . }}' }]);
  expect([run(set, 'a'), run(extended, 'b'), set.has('b')]).toEqual(['old', 'new', false]);
});

test('texts parsed at run time see everything and leave nothing behind', () => {
  const set = setOf({
    a: '{{ define "d" }}old{{ end }}{{ tpl .t . }} {{ template "d" }} {{ tpl "{{ include \\"d\\" . }}" . }}',
  });
  expect(run(set, 'a')).toBe('new old old');
});

test('functions of one execution take the place of those that were compiled', () => {
  const set = setOf({ a: '{{ who }} {{ tpl "{{ who }}" . }}' });
  const other: GoFunction = { name: 'who', parameters: [], call: () => 'me' };
  expect([run(set, 'a', functionTable([other])), run(set, 'a')]).toEqual(['me me', 'nobody nobody']);
});

test('clock and entropy are inputs', () => {
  expect(run(setOf({ a: '{{ time }}' }), 'a')).toBe('42 2');
});

test('a table may have its own break, and, or and len', () => {
  const own = (name: string): GoFunction => ({
    name,
    parameters: [ANY],
    variadic: true,
    call: (_context, args) => `${name}${args.length}`,
  });
  const table = functionTable([own('break'), own('and'), own('len')]);
  expect(run(setOf({ a: '{{ break }} {{ and 1 2 }} {{ len 1 2 3 }}' }, table), 'a')).toBe('break0 and2 len3');
});

test('other delimiters', () => {
  const set = compileTemplates([{ name: 'a', text: '<% .a -%> {{ x }}<%/* c */%>' }], TABLE, {
    leftDelimiter: '<%',
    rightDelimiter: '%>',
  });
  expect(run(set, 'a')).toBe('x{{ x }}');
});

function errorOf(act: () => unknown): unknown {
  try {
    act();
    return 'no error';
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const { code, message, place } = error;
    return { code, message, place };
  }
}

test('errors carry their place', () => {
  expect(errorOf(() => run(setOf({ a: 'é\né {{ .a.b }}' }), 'a'))).toEqual({
    code: 'template.failed',
    message: 'template: a:2:8: executing "a" at <.a.b>: can\'t evaluate field b in type interface {}',
    place: { template: 'a', line: 2, column: 8, context: '.a.b' },
  });
  expect(errorOf(() => setOf({ a: '\n{{ if }}' }))).toEqual({
    code: 'template.invalid',
    message: 'template: a:2: missing value for if',
    place: { template: 'a', line: 2 },
  });
  expect(errorOf(() => run(setOf({ a: '' }), 'b'))).toEqual({
    code: 'template.failed',
    message: 'template: no template "b" associated with template "root"',
    place: undefined,
  });
});

test('an error inside an included template is the cause of the outer one', () => {
  const set = setOf({ a: '{{ define "d" }}{{ .a.b }}{{ end }}{{ include "d" . }}' });
  try {
    run(set, 'a');
    expect.unreachable();
  } catch (error) {
    const cause = error instanceof TemplateError ? error.cause : undefined;
    expect(cause instanceof TemplateError ? cause.place?.context : undefined).toBe('.a.b');
  }
});
