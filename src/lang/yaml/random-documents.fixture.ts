/** YAML texts, most of them nearly right: pieces in any order, and well-formed trees with something broken in them. */
import fc from 'fast-check';

const SCALARS = (
  'a b1 "x" \'y\' "a\\tb" "\\u00e9\\x41\\U0001F600" "\\q" \'it\'\'s\' true No on ~ null 12 0777 0o17 0x1F 1_000 1e3 .5 -.inf .nan 1.0 08 -0 ' +
  '2001-01-01 2001-12-14t21:59:43.10-05:00 12:30:45 12345678901234567890 99999999999999999999 a:b a#b #c -x ?x :x ,x é 日本 😀 ' +
  '!!str !!int !!float !!binary !foo ! !<tag:x> !!set !e!x &a1 &b *a1 *b *zz << = @x `x %x [a] {a:1} {a,b} [a,[b]] {} [] | > |- >+ |2 >1- |0 |x'
).split(' ');

const PIECES = [
  'k: v\n',
  'k:',
  '- ',
  '- i\n',
  '? ',
  ': ',
  ', ',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '|\n',
  '>-\n',
  '|+\n',
  '>2\n',
  '|2-\n',
  '\n',
  '\n',
  '\n ',
  '\n  ',
  '\n    ',
  ' ',
  '  ',
  '\t',
  '# c',
  ' # c\n',
  '&x ',
  '*x',
  '!!int ',
  '!!str ',
  '!t ',
  '!!map ',
  '!!binary ',
  '<<: ',
  '---\n',
  '--- ',
  '...\n',
  '%YAML 1.1\n',
  '%TAG ! x\n',
  '%FOO\n',
  'a: ',
  'b: ',
  'a',
  'b c',
  'true',
  '12',
  'null',
  '1.5',
  '.inf',
  '0x1',
  '\\',
  '\u0085',
  '\u2028',
  '\ufeff',
  '\r\n',
  '\r',
  '\u0007',
  '\u007f',
  '@',
  '`',
  '%',
  'a:\n',
  '- a\n- b\n',
  '"a\n  b"',
  "'a\n\n b'",
  '"\\\n x"',
  '~',
  '{a: 1, ',
  '[1, ',
  '? a\n: b\n',
  'x: &x {y: 1}\n',
  'z: *x\n',
  '<<: *x\n',
  '<<: [*x]\n',
  'é',
  '😀: ',
];

function line(indent: number, text: string): string {
  return `${' '.repeat(indent)}${text}\n`;
}

/** Lines of block mappings and sequences with a random indentation. */
function lines(): fc.Arbitrary<string> {
  const scalar = fc.constantFrom(...SCALARS);
  const key = fc.constantFrom(
    'a',
    'b',
    'c',
    '"q"',
    '1',
    'true',
    '~',
    '1.5',
    '<<',
    '? k',
    '[x]',
    '{x: 1}',
    '!!str 1',
    '&k k',
    '.inf',
    'a b',
  );
  const content = fc.oneof(
    fc.tuple(key, scalar).map(([name, value]) => `${name}: ${value}`),
    key.map((name) => `${name}:`),
    scalar.map((value) => `- ${value}`),
    fc.tuple(key, scalar).map(([name, value]) => `- ${name}: ${value}`),
    scalar,
    fc.constantFrom(
      '-',
      '- -',
      '?',
      ':',
      'x: |',
      'x: >',
      '- |',
      '# c',
      '',
      '---',
      '...',
      '\tx: 1',
      'x:\t1',
      'x: "open',
      "x: 'open",
      'x: [',
      'x: {',
      ']',
      '}',
      'x: [a,',
      'text',
    ),
  );
  return fc
    .array(fc.tuple(fc.constantFrom(0, 0, 0, 1, 2, 2, 4), content), { maxLength: 8 })
    .map((list) => list.map(([indent, text]) => line(indent, text)).join(''));
}

/** Texts of every kind, in the proportions in which they find something. */
export function yamlTexts(): fc.Arbitrary<string> {
  const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((parts) => parts.join(''));
  const flow = fc
    .array(
      fc.constantFrom(
        '[',
        ']',
        '{',
        '}',
        ',',
        ', ',
        ':',
        ': ',
        '?',
        '? ',
        'a',
        '"b"',
        "'c'",
        '1',
        '\n',
        '\n ',
        ' ',
        '&x',
        '*x',
        '!t ',
        '#',
        '-',
        '- ',
      ),
      { maxLength: 14 },
    )
    .map((parts) => `k: ${parts.join('')}`);
  const scalars = fc
    .array(fc.constantFrom(...SCALARS), { minLength: 1, maxLength: 3 })
    .map((parts) => `a: ${parts.join(' ')}`);
  const long = fc
    .tuple(lines(), fc.integer({ min: 0, max: 1100 }))
    .map(([text, size]) => `a: ${'x'.repeat(size)}: \u0007\n${text}`);
  return fc.oneof(
    { weight: 8, arbitrary: lines() },
    { weight: 6, arbitrary: pieces },
    { weight: 3, arbitrary: flow },
    { weight: 3, arbitrary: scalars },
    { weight: 1, arbitrary: long },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  );
}
