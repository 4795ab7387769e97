/** `admin app generate-spec` with random flags beside the real command line (docs/dev/beside-argo-cd.md): the same text. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandLine } from '../../testkit/command-line.ts';
import { APPLICATION_FLAGS, type ApplicationFlag } from './specification/flag-table.ts';

const BINARY = join(
  process.env['TIPHYS_ARGO_ORACLE'] ?? join(homedir(), '.cache', 'tiphys-argo-oracle'),
  'bin',
  'argocd',
);

/** Newer than the one that can be built, or about files. */
const LEFT_OUT = [
  'tag-prefix',
  'directory-disable-extension-filter',
  'kustomize-label-include-templates',
  'values-literal-file',
  // There they were refused without a policy that is automated; since then they are kept for it.
  'auto-prune',
  'self-heal',
  'allow-empty',
  // Nothing but these is kept as nothing there; they mean something only beside labels.
  'kustomize-label-without-selector',
  'kustomize-force-common-label',
  'kustomize-force-common-annotation',
  // Prints a warning and goes on there.
  'parameter',
];

const WORD = fc.constantFrom(
  'a',
  'b',
  'web',
  '1',
  'true',
  'x.y',
  'a,b',
  'a\\,b',
  'nginx:1.2',
  'r/nginx@sha256:0',
  'v1=w',
);
const PAIR = fc.tuple(fc.constantFrom('a', 'b', 'c.d'), WORD).map(([name, text]) => `${name}=${text}`);

const VALUES: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'sync-policy': fc.constantFrom('none', 'manual', 'auto', 'automated', 'automatic', 'sometimes'),
  'sync-option': fc.constantFrom('A=1', 'B=2', '!A=1', '!C=3'),
  'kustomize-replica': fc.constantFrom('a=1', 'b=2', 'a=-3', 'a=x', 'a'),
  'kustomize-image': WORD,
  'config-management-plugin': WORD,
};

function anyValue({ name, kind }: ApplicationFlag): fc.Arbitrary<string> {
  const own = VALUES[name];
  if (own !== undefined) return own;
  if (kind === 'integer') return fc.constantFrom('0', '1', '7');
  if (kind === 'duration') return fc.constantFrom('5s', '1m30s', '1h', '300ms', '1.5s');
  const pairs = /^(helm-set|helm-set-string|helm-set-file|kustomize-common-.*|plugin-env)$/.test(name);
  return pairs ? fc.oneof({ weight: 9, arbitrary: PAIR }, { weight: 1, arbitrary: fc.constant('alone') }) : WORD;
}

function wordsOf(flag: ApplicationFlag): fc.Arbitrary<readonly string[]> {
  if (flag.kind === 'switch')
    return fc.constantFrom([`--${flag.name}`], [`--${flag.name}=false`], [`--${flag.name}=T`]);
  const one = anyValue(flag).map((value) => `--${flag.name}=${value}`);
  return flag.kind === 'texts' ? fc.array(one, { minLength: 1, maxLength: 3 }) : one.map((word) => [word]);
}

const FLAGS = APPLICATION_FLAGS.filter(({ name }) => !LEFT_OUT.includes(name));
const LINE = fc
  .subarray([...FLAGS], { maxLength: 6 })
  .chain((flags) => fc.tuple(...flags.map(wordsOf)))
  .map((words) => words.flat());

test.skipIf(!existsSync(BINARY))('the same manifests and exit codes', { timeout: 300_000 }, async () => {
  const argocd = await commandLine();
  await fc.assert(
    fc.asyncProperty(LINE, async (flags) => {
      const argv = ['admin', 'app', 'generate-spec', 'web', ...flags];
      const theirs = spawnSync(BINARY, argv, { encoding: 'utf8' });
      const ours = await argocd(...argv);
      expect({ exit: ours.exit, stdout: ours.exit === 0 ? ours.stdout : '' }).toEqual({
        exit: theirs.status,
        stdout: theirs.status === 0 ? theirs.stdout : '',
      });
    }),
    { numRuns: 150 },
  );
});
