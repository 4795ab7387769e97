/** What the flags that every process of the product runs with take away (rows 149 and 150 of docs/hostile-input.md). */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../src/testkit/temporary-folder.ts';

const LAUNCHER = join(import.meta.dirname, '../../bin/node.mjs');
const PROGRAM = `
const outcome = (work) => { try { return String(work()); } catch (error) { return error.name; } };
console.log(JSON.stringify([
  outcome(() => eval('1 + 1')),
  outcome(() => new Function('return 2')()),
  outcome(() => (() => undefined).constructor('return 2')()),
  outcome(() => ({}).__proto__ === undefined),
  outcome(() => Object.keys(JSON.parse('{"__proto__": {"a": 1}}'))),
]));
`;

test('a process of the product makes no code from strings, and no object is changed by a key', async () => {
  await using home = await temporaryFolder();
  const file = join(home.path, 'program.mjs');
  writeFileSync(file, PROGRAM);
  const { stdout } = spawnSync(process.execPath, [LAUNCHER, file]);
  expect(JSON.parse(stdout.toString())).toEqual(['EvalError', 'EvalError', 'EvalError', 'true', '__proto__']);
});
