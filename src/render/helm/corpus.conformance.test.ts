/** Real charts render as Helm 4.2.4 and 3.19.0 rendered them, to the byte; errors read the same. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type CorpusCase,
  CorpusRenderer,
  comparableError,
  comparableOutput,
  readCorpus,
  versionsOf,
  withoutBlankEnds,
} from '../../testkit/helm-corpus.ts';

const ROOT = join(process.env['TIPHYS_CONFORMANCE'] ?? '/nonexistent', 'corpora', 'helm');
const isThere = existsSync(join(ROOT, 'index.jsonl'));

describe.skipIf(!isThere)('recorded renders', () => {
  const cases = isThere ? readCorpus(ROOT).flatMap((one) => versionsOf(one).map((helm) => ({ one, helm }))) : [];
  const renderer = new CorpusRenderer(ROOT);

  test.each(cases)('$one.id, Helm $helm', { timeout: 60_000 }, ({ one, helm }) => {
    const { output, error } = renderer.render(one, helm);
    expect(comparableError(one, error)).toBe(comparableError(one, one.error ?? ''));
    if (one.error !== undefined) return;
    const expected = renderer.expectedOutput(one);
    // Lines that hold for both tools have the text of Helm 4.
    if (helm === 3 && one.helm.length === 2) expectSameButBlanks(one, output, expected);
    else expect(comparableOutput(one, output)).toBe(comparableOutput(one, expected));
  });
});

function expectSameButBlanks(one: CorpusCase, output: string, expected: string): void {
  const { nondeterministic } = one;
  // Line numbers are those of Helm 4.
  const unstable = nondeterministic && { ...one, nondeterministic: { paths: nondeterministic.paths ?? [] } };
  const [left = '', right = ''] = [output, expected].map(withoutBlankEnds);
  expect(comparableOutput(unstable ?? one, left)).toBe(comparableOutput(unstable ?? one, right));
}
