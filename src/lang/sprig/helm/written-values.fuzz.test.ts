/** Random values, full of characters that are hard to write: YAML, pretty YAML, TOML and JSON are Helm's to the byte. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../../base/json-value.ts';
import { askOracle, oraclePath } from '../../../testkit/line-oracle.ts';
import { compileTemplates } from '../../go-template/index.ts';
import { Budget, fromJson, goDict } from '../../go-value/index.ts';
import { countingBytes } from '../call.fixture.ts';
import { helmTable } from './helm-functions.ts';

const oracle = oraclePath('gotmpl');
const RUNS = Number(process.env['SPRIG_FUZZ_RUNS'] ?? 2000);
const SEED = Number(process.env['SPRIG_FUZZ_SEED'] ?? 5);
const TEMPLATE = ['toYaml', 'toYamlPretty', 'toToml', 'toJson', 'toPrettyJson']
  .map((name) => `{{ ${name} .Values.d }}`)
  .join('\n====\n');

const HARD = [
  '\u0085',
  '\u2028',
  '\ufeff',
  '\0',
  '\u001b',
  '\u009f',
  ' ',
  '\n',
  'a',
  '\r',
  '😀',
  '\ufffe',
  '- ',
  '# ',
  ': ',
  '\t',
  '"',
  '\\',
  '12',
  'y',
];

function values(): fc.Arbitrary<Json> {
  const text = fc.oneof(
    fc.array(fc.constantFrom(...HARD), { maxLength: 8 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.constantFrom('true', '2020-01-01', '1.5', '', 'x\ny\n', 'a\tb\nc'),
  );
  const key = fc.oneof(
    fc.constantFrom('a', 'b2', 'b10', 'c d', 'x.y', 'é', 'a"b', "q'"),
    fc.string({ minLength: 1, maxLength: 4 }),
  );
  // JSON knows no negative zero.
  const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
  const tree = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.integer(),
      number,
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    ),
  }));
  return fc.dictionary(key, tree.value, { maxKeys: 5 });
}

test.skipIf(oracle === undefined)(
  `${RUNS} values (seed ${SEED}) are written as Helm writes them`,
  { timeout: 300_000 },
  () => {
    const given = fc.sample(values(), { numRuns: RUNS, seed: SEED });
    const answers = askOracle(
      oracle ?? '',
      given.map((d) => ({ template: TEMPLATE, values: { d }, funcs: 'helm' })),
    );
    const set = compileTemplates([{ name: 't', text: TEMPLATE }], helmTable(), { missingKey: 'zero' });
    const differing = given.flatMap((d, index) => {
      const inputs = { budget: new Budget(), now: () => 0n, random: countingBytes() };
      const got = set.execute('t', goDict([['Values', fromJson({ d })]]), inputs).toWellFormed();
      const expected = answers[index]?.['output'];
      return got === expected ? [] : [{ d, got, expected }];
    });
    expect(differing.slice(0, 3)).toEqual([]);
  },
);
