/** The inputs of google/jsonnet's and go-jsonnet's suites: what the real command wrote, to the byte. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commandOutcome } from './command-outcome.fixture.ts';

interface Case {
  readonly id: string;
  readonly main: string;
  readonly args: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly files64?: Readonly<Record<string, string>>;
  readonly output?: string;
  readonly error?: string;
  readonly stderr?: string;
}

const folder = `${process.env['TIPHYS_CONFORMANCE'] ?? '/nonexistent'}/corpora`;
const file = `${folder}/jsonnet/cases.jsonl`;
const cases = existsSync(file)
  ? readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line): Case => JSON.parse(line))
  : [];

test.skipIf(cases.length === 0).each(cases)('$id', (given) => {
  const files = new Map<string, Uint8Array>();
  for (const [name, text] of Object.entries(given.files)) files.set(name, Buffer.from(text));
  for (const [name, text] of Object.entries(given.files64 ?? {})) files.set(name, Buffer.from(text, 'base64'));
  const outcome = commandOutcome({ main: given.main, args: given.args, files });
  expect(outcome).toEqual(
    given.error === undefined ? { output: given.output, stderr: given.stderr ?? '' } : { error: given.error },
  );
});
