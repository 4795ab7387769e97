/**
 * Remakes `src/lang/jq/testdata/answers.json`, gojq's answers to the programs in `programs.txt` beside it:
 * `node bin/node.mjs tools/record/jq-answers.ts`. Needs gojq among the oracles.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { answerOfGojq } from '../../src/testkit/ask-gojq.ts';
import { oraclePath } from '../../src/testkit/line-oracle.ts';

const folder = new URL('../../src/lang/jq/testdata/', import.meta.url);
const gojq = oraclePath('gojq');
if (gojq === undefined) throw new Error('gojq is not installed');
const programs = readFileSync(new URL('programs.txt', folder), 'utf8')
  .split('\n')
  .filter((line) => line !== '');
const lines = programs.map((program) => JSON.stringify({ program, ...answerOfGojq(gojq, program) }));
writeFileSync(new URL('answers.json', folder), `[\n${lines.join(',\n')}\n]\n`);
