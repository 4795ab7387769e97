/** Parameters that share a name, which go-jsonnet lets pass. */
import { expect, test } from 'vitest';
import { snippetOutcome } from '../command-outcome.fixture.ts';

const cases: readonly (readonly [string, string, string])[] = [
  ['the last argument counts', '(function(x, x) x)(1, 2)', lines('2')],
  ['the first default', '(function(a=1, b, a=3) [a, b])(b=2)', lines('[', '   1,', '   2', ']')],
  ['an argument stands for all of them', '(function(a=1, b, a=3) [a, b])(5, 2)', lines('[', '   5,', '   2', ']')],
  ['the last of three', '(function(a=1, b, a=3) [a, b])(5, 2, 6)', lines('[', '   6,', '   2', ']')],
  [
    'given once only',
    '(function(a=1, b, a=3) [a, b])(5, 2, a=6)',
    lines('RUNTIME ERROR: Argument a already provided', '\t<cmdline>:1:1-42\t$', '\tDuring evaluation\t', ''),
  ],
  [
    'one without a default wants an argument',
    '(function(a, b, a=3) [a, b])(b=2)',
    lines('RUNTIME ERROR: Missing argument: a', '\t<cmdline>:1:1-34\t$', '\tDuring evaluation\t', ''),
  ],
  [
    'a default among them',
    'local f(b=function(x) a, a, b, a=b) = [a, b]; f("s", [1])',
    lines('[', '   [', '      1', '   ],', '   "s"', ']'),
  ],
  [
    'defaults that lead to themselves',
    'local f(a=a, a=1) = a; f()',
    lines(
      'RUNTIME ERROR: max stack frames exceeded.',
      '\t<cmdline>:1:11-12\tfunction <f>',
      '\t<cmdline>:1:11-12\tfunction <f>',
      '\t<cmdline>:1:11-12\tfunction <f>',
      '\t<cmdline>:1:11-12\tfunction <f>',
      '\t<cmdline>:1:11-12\tfunction <f>',
      '\t<cmdline>:1:11-12\tfunction <f>',
      '\t<cmdline>:1:11-12\tfunction <f>',
      '\t<cmdline>:1:11-12\tfunction <f>',
      '\t<cmdline>:1:11-12\tfunction <f>',
      '\t<cmdline>:1:11-12\tfunction <f>',
      '\t...',
      '\t<cmdline>:1:11-12\tfunction <f>',
      '\t<cmdline>:1:11-12\tfunction <f>',
      '\t<cmdline>:1:11-12\tfunction <f>',
      '\t<cmdline>:1:11-12\tfunction <f>',
      '\t<cmdline>:1:11-12\tfunction <f>',
      '\t<cmdline>:1:11-12\tfunction <f>',
      '\t<cmdline>:1:11-12\tfunction <f>',
      '\t<cmdline>:1:21-22\tfunction <f>',
      '\t<cmdline>:1:24-27\t$',
      '\tDuring evaluation\t',
      '',
    ),
  ],
  [
    'the place of +: in a comprehension inside of an object',
    '{ v: { [k]+: $.a for k in ["q"] } }',
    lines(
      'RUNTIME ERROR: Field does not exist: a',
      '\t<cmdline>:1:14-17\tobject <anonymous>',
      '\t<cmdline>:1:14-17\t+:',
      '\tField "q"\t',
      '\tField "v"\t',
      '\tDuring manifestation\t',
      '',
    ),
  ],
  [
    'and outside',
    '{ [k]+: super.a for k in ["q"] }',
    lines(
      'RUNTIME ERROR: Attempt to use super when there is no super class.',
      '\t<cmdline>:1:9-14\tobject <anonymous>',
      '\t\t+:',
      '\tField "q"\t',
      '\tDuring manifestation\t',
      '',
    ),
  ],
];

test.each(cases)('%s', (_reason, program, expected) => {
  expect(snippetOutcome(program)).toBe(expected);
});

function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}
