/** What gojq answers to a program over one input. */
import { spawnSync } from 'node:child_process';
import type { Json } from '../base/json-value.ts';
import { INPUT, type JqAnswer } from '../lang/jq/our-answer.fixture.ts';
import { jsonText } from '../lang/jq/value/number-text.ts';

/** The tool at `path`, a process a program. */
export function answerOfGojq(path: string, program: string, input: Json = INPUT): JqAnswer {
  const run = spawnSync(path, ['-c', '--', program], {
    input: jsonText(input),
    encoding: 'utf8',
    timeout: 5000,
    env: {},
  });
  const outputs = run.stdout.split('\n').filter((line) => line !== '');
  if (run.status === 0) return { outputs };
  const error = run.stderr
    .replace(/^gojq: /, '')
    .replace(/^error: /, '')
    .trimEnd();
  const invalid = /^(?:invalid query|compile error|format not defined|(?:function|variable|label) not defined)/.test(
    error,
  );
  return invalid ? { outputs: [], error: 'invalid' } : { outputs, error };
}
