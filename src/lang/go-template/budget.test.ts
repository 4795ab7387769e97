/** Hostile templates end with an error of the budget, soon, and harm nothing. */
import { expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import {
  ANY,
  Budget,
  type BudgetLimits,
  fromJson,
  functionTable,
  type GoFunction,
  goInt,
  STRING,
} from '../go-value/index.ts';
import { compileTemplates } from './index.ts';

const FUNCTIONS: readonly GoFunction[] = [
  {
    name: 'include',
    parameters: [STRING, ANY],
    call: ({ templates }, [name, data]) => templates.execute(String(name), data ?? null),
  },
  {
    name: 'tpl',
    parameters: [STRING, ANY],
    call: ({ templates }, [text, data]) => templates.parse('tpl', String(text)).execute(data ?? null),
  },
  { name: 'list', parameters: [ANY], variadic: true, call: (_context, items) => items },
];
const LIMITS: BudgetLimits = { steps: 200_000, bytes: 1_000_000, depth: 50, milliseconds: 1000 };
const DATA = fromJson({ self: '{{ tpl .self . }}', text: 'x'.repeat(1000) });

function codeOf(template: string, limits: Partial<BudgetLimits> = {}, clock = () => 0): string {
  try {
    const set = compileTemplates([{ name: 't', text: template }], functionTable(FUNCTIONS));
    const budget = new Budget({ ...LIMITS, ...limits }, clock);
    set.execute('t', DATA, { budget, now: () => 0n, random: (bytes) => new Uint8Array(bytes) });
    return 'finished';
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

test.each([
  ['a range without end', '{{ range 9000000000000 }}{{ end }}', 'template.too-many-steps'],
  ['a range that writes', '{{ range 9000000000000 }}{{ $.text }}{{ end }}', 'template.too-much-output'],
  [
    'nested ranges',
    '{{ range 9999 }}{{ range 9999 }}{{ range 9999 }}{{ end }}{{ end }}{{ end }}',
    'template.too-many-steps',
  ],
  [
    'a variable that doubles',
    '{{ $x := .text }}{{ range 99 }}{{ $x = print $x $x }}{{ end }}',
    'template.too-much-output',
  ],
  ['an escape that doubles', '{{ $x := "\\\\" }}{{ range 99 }}{{ $x = js $x }}{{ end }}', 'template.too-much-output'],
  ['widths', '{{ range 99 }}{{ $x := printf "%999999d" 1 }}{{ end }}', 'template.too-much-output'],
  ['precisions', '{{ range 99 }}{{ $x := printf "%.999999f" 1.5 }}{{ end }}', 'template.too-much-output'],
  [
    'a value that holds itself many times',
    '{{ $x := list 1 }}{{ range 99 }}{{ $x = list $x $x }}{{ end }}{{ $x }}',
    'template.too-many-steps',
  ],
  [
    'the same in printf',
    '{{ $x := list "a" }}{{ range 99 }}{{ $x = list $x $x }}{{ end }}{{ printf "%s" $x }}',
    'template.too-many-steps',
  ],
  [
    'the same in the words of an error',
    '{{ $x := list 1 }}{{ range 99 }}{{ $x = list $x $x }}{{ end }}{{ eq $x $x }}',
    'template.too-many-steps',
  ],
  [
    'a template that calls itself',
    '{{ define "r" }}{{ template "r" . }}{{ end }}{{ template "r" . }}',
    'template.too-deep',
  ],
  [
    'a template that includes itself',
    '{{ define "r" }}{{ include "r" . }}{{ end }}{{ include "r" . }}',
    'template.too-deep',
  ],
  ['a text that is itself', '{{ tpl .self . }}', 'template.too-deep'],
])('%s', (_reason, template, code) => {
  expect(codeOf(template)).toBe(code);
});

test('without a limit of depth the stack is the limit, and Go has words for it', () => {
  const deep = { depth: 1e9 };
  expect(codeOf('{{ define "r" }}{{ template "r" . }}{{ end }}{{ template "r" . }}', deep)).toBe('template.failed');
  expect(codeOf('{{ define "r" }}{{ include "r" . }}{{ end }}{{ include "r" . }}', deep)).toBe('template.too-deep');
});

test('nesting that no stack can hold is refused by the parser', () => {
  expect(codeOf(`{{ ${'('.repeat(50_000)}1${')'.repeat(50_000)} }}`)).toBe('template.invalid');
  expect(codeOf('{{ if 1 }}'.repeat(50_000) + '{{ end }}'.repeat(50_000))).toBe('template.invalid');
});

test('an overrun names the place where the template was', () => {
  const set = compileTemplates(
    [{ name: 'a', text: 'é\n{{ define "r" }}{{ include "r" . }}{{ end }} {{ include "r" . }}' }],
    functionTable(FUNCTIONS),
  );
  const inputs = { now: () => 0n, random: (bytes: number) => new Uint8Array(bytes) };
  expect(() => set.execute('a', DATA, { ...inputs, budget: new Budget({ depth: 9 }) })).toThrow(
    'templates are nested more than 9 deep, at a:2:60 <.>',
  );
});

test('time is asked now and then', () => {
  let now = 0;
  const clock = () => (now += 100);
  expect(codeOf('{{ range 100000 }}{{ end }}', {}, clock)).toBe('template.too-slow');
});

test('one execution does not pay for another', () => {
  const set = compileTemplates([{ name: 't', text: '{{ range 100 }}x{{ end }}' }], new Map());
  const inputs = { now: () => 0n, random: (bytes: number) => new Uint8Array(bytes) };
  const limits = { steps: 300, bytes: 150 };
  const run = () => set.execute('t', goInt(1), { ...inputs, budget: new Budget(limits) });
  expect([run(), run()]).toEqual(['x'.repeat(100), 'x'.repeat(100)]);
});
