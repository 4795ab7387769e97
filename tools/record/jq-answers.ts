/**
 * Remakes `src/lang/jq/testdata/answers.json`, gojq's answers to the programs in `programs.txt` beside it, and the answers
 * in `inputs.json`, which names programs with inputs of their own:
 * `node bin/node.mjs tools/record/jq-answers.ts`. Needs gojq among the oracles.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Json } from '../../src/base/json-value.ts';
import { answerOfGojq } from '../../src/testkit/ask-gojq.ts';
import { oraclePath } from '../../src/testkit/line-oracle.ts';

const folder = new URL('../../src/lang/jq/testdata/', import.meta.url);
const gojq = oraclePath('gojq');
if (gojq === undefined) throw new Error('gojq is not installed');
const programs = readFileSync(new URL('programs.txt', folder), 'utf8')
  .split('\n')
  .filter((line) => line !== '');
const lines = programs.map((program) => JSON.stringify({ program, ...answerOfGojq(gojq, program) }));
write('answers.json', lines);

const pairs = JSON.parse(readFileSync(new URL('inputs.json', folder), 'utf8')) as readonly Pair[];
const answered = pairs.map(({ input, program }) => ({ input, program, ...answerOfGojq(gojq, program, input) }));
write(
  'inputs.json',
  answered.map((each) => JSON.stringify(each)),
);

interface Pair {
  readonly input: Json;
  readonly program: string;
}

function write(name: string, rows: readonly string[]): void {
  writeFileSync(new URL(name, folder), `[\n${rows.join(',\n')}\n]\n`);
}
