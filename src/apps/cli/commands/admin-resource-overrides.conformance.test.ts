/** Recorded `admin settings resource-overrides` (`corpora/api/settings` in the folder of recorded cases). */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CommandContext, reportFailure } from '../command.ts';
import { overridesHealth, overridesListActions, overridesRunAction } from './admin-resource-overrides.ts';

const FILE = join(
  process.env['TIPHYS_CONFORMANCE'] ?? '/nonexistent',
  'corpora',
  'api',
  'settings',
  '01-settings.jsonl',
);

interface Recorded {
  readonly id: string;
  readonly argv: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly response: { readonly exit: number; readonly stdout: string; readonly stderr: string };
}

const VERBS = ['health', 'list-actions', 'run-action'];
/** Nothing returned counts as healthy (feature D8), a loop ends by steps, and the help is another one. */
const OWN_WORDS = ['settings/health/lua-nil', 'settings/health/lua-loop', 'settings/health/no-arguments'];

const CASES: readonly Recorded[] = (existsSync(FILE) ? readFileSync(FILE, 'utf8').trim().split('\n') : [])
  .map((line) => JSON.parse(line) as Recorded)
  .filter(({ argv, files }) => argv[2] === 'resource-overrides' && VERBS.includes(argv[3] ?? '') && files)
  .filter(({ id }) => !OWN_WORDS.includes(id));

describe.skipIf(CASES.length === 0)('recorded tries of settings', () => {
  test.each(CASES.map((one) => [one.id, one] as const))('%s', async (_id, { argv, files = {}, response }) => {
    const folder = mkdtempSync(join(tmpdir(), 'overrides-'));
    try {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
      const told = await run(folder, argv.slice(3));
      const fatal = /"level":"fatal","msg":("(?:[^"\\]|\\.)*")/.exec(response.stderr)?.[1];
      const stderr = fatal === undefined ? '' : `${(JSON.parse(fatal) as string).trimEnd()}\n`;
      expect(told).toEqual({ exit: response.exit, stdout: response.stdout, stderr });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

async function run(folder: string, [verb, file = '', ...rest]: readonly string[]) {
  let [stdout, stderr] = ['', ''];
  const output = { print: (text: string) => (stdout += text), complain: (text: string) => (stderr += text) };
  const context: CommandContext = { output, env: {}, flags: {}, signal: new AbortController().signal };
  const param = rest.flatMap((word, index) => (rest[index - 1] === '--param' ? [word] : []));
  const flags = { argocdCmPath: join(folder, rest[rest.indexOf('--argocd-cm-path') + 1] ?? ''), param };
  const path = join(folder, file);
  const done =
    verb === 'health'
      ? overridesHealth(context, path, flags)
      : verb === 'list-actions'
        ? overridesListActions(context, path, flags)
        : overridesRunAction(context, { file: path, action: rest[0] ?? '' }, flags);
  const exit = await done.catch((error: unknown) => reportFailure(error, output));
  return { exit, stdout, stderr };
}
