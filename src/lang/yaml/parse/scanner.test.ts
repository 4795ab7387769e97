import { describe, expect, test } from 'vitest';
import { Scanner } from './scanner.ts';
import { YamlSyntaxFault } from './syntax-fault.ts';

const SHORT: Readonly<Record<string, string>> = {
  'block-mapping-start': '{{',
  'block-sequence-start': '[[',
  'block-end': '..',
  'flow-mapping-start': '{',
  'flow-mapping-end': '}',
  'flow-sequence-start': '[',
  'flow-sequence-end': ']',
  'block-entry': '-',
  'flow-entry': ',',
  key: '?',
  value: ':',
};

/** Tokens in short, or how it ends badly: `line: problem`, where the library tells no line a hyphen. */
function scanned(text: string): string {
  const scanner = new Scanner(text);
  const shown: string[] = [];
  try {
    for (;;) {
      const { kind, value, suffix, isPlain } = scanner.peek();
      if (kind === 'stream-end') return shown.join(' ');
      const word = kind === 'scalar' ? (isPlain ? value : JSON.stringify(value)) : `<${kind} ${value}${suffix}>`;
      shown.push(SHORT[kind] ?? word);
      scanner.skip();
    }
  } catch (error) {
    if (error instanceof YamlSyntaxFault) return `${error.line ?? '-'}: ${error.problem}`;
    throw error;
  }
}

test.each([
  ['nothing', '', ''],
  ['a comment', '# a', ''],
  ['a scalar', 'a b', 'a b'],
  ['a mapping', 'a: b', '{{ ? a : b ..'],
  ['a mapping in a mapping', 'a:\n  b: c\nd: e', '{{ ? a : {{ ? b : c .. ? d : e ..'],
  ['a sequence', '- a\n- b', '[[ - a - b ..'],
  ['a sequence in the column of its key', 'a:\n- b\nc: d', '{{ ? a : - b ? c : d ..'],
  ['a mapping behind a hyphen', '- a: b\n  c: d', '[[ - {{ ? a : b ? c : d .. ..'],
  ['flow collections', '[a, {b: c}]', '[ a , { ? b : c } ]'],
  ['a pair in a flow sequence', '[a: b]', '[ ? a : b ]'],
  ['a key with a question mark', '? a\n: b', '{{ ? a : b ..'],
  ['a quoted key', '"a": \'b\'', '{{ ? "a" : "b" ..'],
  ['a colon without space is text', 'a:b', 'a:b'],
  ['a hash without space is text', 'a#b', 'a#b'],
  ['a plain text over lines', 'a\n b\n\n c', 'a b\nc'],
  ['a literal block', 'a: |\n  b\n   c\n', '{{ ? a : "b\\n c\\n" ..'],
  ['a folded block', '>\n a\n b\n\n c', '"a b\\nc"'],
  ['a block that keeps its end', '|+\n a\n\n', '"a\\n\\n"'],
  ['a block that loses its end', '|-\n a\n\n', '"a"'],
  ['a block with its indentation told', '|1\n  a', '" a"'],
  [
    'escapes',
    String.raw`"a\tbé\x41\
  c"`,
    '"a\\tbéAc"',
  ],
  ['an anchor and its alias', '- &a b\n- *a', '[[ - <anchor a> b - <alias a> ..'],
  ['tags', '!!str a', '<tag !!str> a'],
  ['a tag in full', '!<tag:x> a', '<tag tag:x> a'],
  ['documents', '--- a\n...\n--- b', '<document-start > a <document-end > <document-start > b'],
  ['directives', '%YAML 1.1\n%TAG ! x\n---', '<version-directive 1.1> <tag-directive !x> <document-start >'],
])('%s', (_reason, text, expected) => expect(scanned(text)).toBe(expected));

describe('what is wrong', () => {
  test.each([
    ['a tab where a token should begin', 'a:\n\tb: c', '2: found character that cannot start any token'],
    ['a mapping behind a value', 'a: b: c', '-: mapping values are not allowed in this context'],
    ['a quote without end', 'a: "b', '-: found unexpected end of stream'],
    ['an unknown escape', '"\\q"', '-: found unknown escape character'],
    ['a reserved character', 'a: @b', '-: found character that cannot start any token'],
    ['a key that has no colon', 'a: b\nc\nd: e', "3: could not find expected ':'"],
    ['an anchor without name', '&', '-: did not find expected alphabetic or numeric character'],
    ['an indentation of zero', '|0\n a', '-: found an indentation indicator equal to 0'],
  ])('%s', (_reason, text, expected) => expect(scanned(text)).toBe(expected));
});
