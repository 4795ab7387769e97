/** Every verb with every flag, width and precision over values of all kinds: as Go's fmt prints them. */
import { expect, test } from 'vitest';
import { askOracle, oraclePath } from '../../testkit/line-oracle.ts';
import { answerOf } from './answer-of.fixture.ts';

const oracle = oraclePath('gotmpl');
const VERBS = [...'vdsqxXoObcUeEfFgGtTwz%'];
const FLAGS = ['', '+', '-', '#', '0', ' ', '+#', '-0', '#0', '# ', '+0', '#+ ', '-#'];
const WIDTHS = ['', '1', '7', '25'];
const PRECISIONS = ['', '.', '.0', '.1', '.3', '.12'];
const OPERANDS = [
  ...['1', '-42', '0', '255', '9223372036854775807', '0x110000', "'é'", '(index "abc" 1)'],
  ...['1.5', '-0.000123', '1e21', '123456.789', '0.1', '1e-320', '(1+2i)', '(1.5i)'],
  ...['"héllo"', '""', '"a\\xffb\\n"', '(slice "é" 1)', 'true', 'nil', '.map', '.list', '.text', '.big', '.empty'],
];
const VALUES = {
  map: { a: 1, b: 'x', c: null, d: [1, 'y'] },
  list: [1, 2.5, 'z', null, { k: true }],
  text: 'tab\there',
  big: 12345678901234567000,
  empty: {},
};
const FORMATS = VERBS.flatMap((verb) =>
  WIDTHS.flatMap((width) => PRECISIONS.map((precision) => ({ width, precision, verb }))),
);

function templateOf(operand: string, flags: string): string {
  const actions = FORMATS.map(
    ({ width, precision, verb }) => `{{printf "%${flags}${width}${precision}${verb}|" ${operand}}}`,
  );
  return actions.join('\n');
}

test.skipIf(oracle === undefined)('printf prints as in Go', { timeout: 120_000 }, () => {
  const cases = OPERANDS.flatMap((operand) =>
    FLAGS.map((flags) => ({ template: templateOf(operand, flags), values: VALUES, funcs: 'plain' })),
  );
  const answers = askOracle(oracle ?? '', cases);
  const differing = cases.flatMap((one, index) => {
    const expected = linesOf(answers[index] ?? {});
    const got = linesOf(answerOf(one));
    return one.template
      .split('}}\n')
      .flatMap((action, line) =>
        got[line] === expected[line] ? [] : [{ action, expected: expected[line], got: got[line] }],
      );
  });
  expect(differing.slice(0, 10)).toEqual([]);
});

/** What is not UTF-8 does not survive the oracle's JSON. */
function linesOf(answer: object): readonly string[] {
  const output = 'output' in answer ? answer.output : answer;
  return String(output)
    .replace(/[\udc80-\udcff](?<![\ud800-\udbff].)/g, '\ufffd')
    .split('|\n');
}
