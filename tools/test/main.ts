/**
 * Runs one tier of the tests (design: tiers) and ends with `N passed, N failed, N skipped`.
 * usage: main.ts everyday|conformance|chaos|soak|fuzz|browser [parts of paths …] [-t pattern of names of tests]
 * `conformance kubelite` and `conformance real` play the recorded scenarios on the embedded API and on a real one.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { addCounts, type Counts, formatCounts, parseCounts } from './counts.ts';
import { runFiles } from './run-files.ts';
import { runPart } from './run-part.ts';
import { TIERS } from './tiers.ts';
import { wantedOf } from './words.ts';

/** What these words stand for among the filters of `conformance`. */
const SCENARIOS: Readonly<Record<string, string>> = {
  kubelite: 'e2e/scenarios.conformance',
  real: 'e2e/scenarios-real.conformance',
};

const [tier = 'everyday', ...words] = process.argv.slice(2);
const wanted = wantedOf(tier === 'conformance' ? words.map((word) => SCENARIOS[word] ?? word) : words);
const files = TIERS[tier];
if (!files) {
  process.stderr.write(`unknown tier ${tier}; there are ${Object.keys(TIERS).join(', ')}\n`);
  process.exit(2);
}
if (!wanted) {
  process.stderr.write('-t wants a pattern of names of tests\n');
  process.exit(2);
}

if (files.kubectl) fetchKubectl();
let counts: Counts = await runFiles(files, wanted);
if (files.next) counts = addCounts(counts, parseCounts(await runPart(import.meta.filename, files.next, words)));
process.stdout.write(`\n${formatCounts(counts)}\n`);
process.exit(counts.failed > 0 ? 1 : 0);

/** Real kubectl drives what is tested. Where it cannot be had, the tests that need it are skipped. */
function fetchKubectl(): void {
  const script = join(import.meta.dirname, '../kubectl/main.ts');
  const { status } = spawnSync(process.execPath, [script], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) process.stderr.write('kubectl cannot be fetched: tests that need it are skipped\n');
}
