/** Random calls of every function: type, value, JSON and the words of errors are sprig's own. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { askOracle, oraclePath } from '../../testkit/line-oracle.ts';
import { compileTemplates } from '../go-template/index.ts';
import { Budget, type FunctionTable, fromJson, type GoValue, goDict } from '../go-value/index.ts';
import { countingBytes } from './call.fixture.ts';
import { helmTable } from './helm/helm-functions.ts';
import { comparableFunctions, DATA, randomCall, type Words } from './random-calls.fixture.ts';
import { sprigTable } from './sprig-functions.ts';

const oracle = oraclePath('gotmpl');
const WORDS: Words = JSON.parse(readFileSync(new URL('testdata/words.json', import.meta.url), 'utf8'));
const RUNS = Number(process.env['SPRIG_FUZZ_RUNS'] ?? 60);
const SEED = Number(process.env['SPRIG_FUZZ_SEED'] ?? 11);

const SPRIG = comparableFunctions(sprigTable());
const TITLE = `${RUNS} random calls (seed ${SEED}) of each of ${SPRIG.length} functions do as in sprig`;

test.skipIf(oracle === undefined)(TITLE, { timeout: 300_000 }, () => {
  const table = sprigTable();
  const texts = SPRIG.flatMap((func) => fc.sample(randomCall(func, WORDS), { numRuns: RUNS, seed: SEED }));
  const answers = askOracle(
    oracle ?? '',
    texts.map((template) => ({ template, values: DATA, funcs: 'sprig' })),
  );
  const differing = texts.flatMap((text, index) => {
    const expected = answers[index] ?? {};
    const got = answerOf(text, table);
    return got.error === expected['error'] && got.output === (expected['output'] ?? undefined)
      ? []
      : [{ text, expected, got }];
  });
  expect(differing.slice(0, 5)).toEqual([]);
});

const HELM_ONLY = /Toml|Yaml|Json|^(?:required|getHostByName)$/;

const HELM = comparableFunctions(helmTable()).filter(({ name }) => HELM_ONLY.test(name));
const HELM_TITLE = `${RUNS * 5} random calls of each of Helm's own ${HELM.length} functions do as in Helm`;

test.skipIf(oracle === undefined)(HELM_TITLE, { timeout: 300_000 }, () => {
  const table = helmTable();
  const texts = HELM.flatMap((func) => fc.sample(randomCall(func, WORDS), { numRuns: RUNS * 5, seed: SEED })).map(
    (text) => text.replaceAll(/(?<=[ (])\.(?=[a-z])/g, '.Values.'),
  );
  const answers = askOracle(
    oracle ?? '',
    texts.map((template) => ({ template, values: DATA, funcs: 'helm' })),
  );
  const differing = texts.flatMap((text, index) => {
    const expected = answers[index] ?? {};
    const got = answerOf(text, table, goDict([['Values', fromJson(DATA)]]));
    // Errors read differently around the function; what is wrong with a TOML text is told in other words, and a time is
    // a text to our pretty YAML.
    const isSame = got.output === expected['output'] && (got.error === undefined) === (expected['error'] === undefined);
    const isKnown = String(expected['output']).includes('Error:toml') || text.includes('toYamlPretty (toDate');
    return isSame || isKnown ? [] : [{ text, expected, got }];
  });
  expect(differing.slice(0, 5)).toEqual([]);
});

interface Answer {
  readonly output?: string;
  readonly error?: string;
}

function answerOf(text: string, table: FunctionTable, data: GoValue = fromJson(DATA)): Answer {
  const inputs = { budget: new Budget(), now: () => 1_700_000_000_000_000_000n, random: countingBytes() };
  try {
    return {
      output: compileTemplates([{ name: 't', text }], table)
        .execute('t', data, inputs)
        .toWellFormed(),
    };
  } catch (error) {
    if (error instanceof AppError) return { error: error.message };
    throw error;
  }
}
