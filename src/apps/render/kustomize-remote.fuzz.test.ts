/** Random repositories whose kustomizations name one another, built by the real kustomize and by ours. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../testkit/temporary-folder.ts';
import { runRenderKustomize } from './render-kustomize.ts';

const oracle = join(process.env['TIPHYS_ORACLES'] ?? join(homedir(), '.cache/tiphys-oracles'), 'bin/kustomize');
const run = promisify(execFile);

const REPOSITORIES = ['app', 'one', 'two'];
const FOLDERS = ['', 'a', 'b', 'b/c'];

interface Kustomization {
  readonly resources: readonly string[];
  readonly components: readonly string[];
  readonly prefix: string;
  readonly metadata: boolean;
}

const local = fc.constantFrom('a', '../a', '../b', 'b/c', 'c', '../../a', '..', 'none', 'file.yaml', '../file.yaml');
const remote = fc
  .tuple(
    fc.constantFrom('one', 'two', 'two', 'none'),
    fc.constantFrom('', '//a', '//b', '//b/c', '/b/c', '//none', '//file.yaml'),
    fc.constantFrom('', '', '?ref=main', '?ref=v1', '?ref=none', '?submodules=false&ref=v1'),
  )
  .map(([repository, path, query]) => `file://ROOT/${repository}${path}${query}`);
const path = fc.oneof({ weight: 2, arbitrary: local }, { weight: 3, arbitrary: remote });
const kustomization: fc.Arbitrary<Kustomization> = fc.record({
  resources: fc.array(path, { maxLength: 2 }),
  components: fc.array(path, { maxLength: 1 }),
  prefix: fc.constantFrom('', 'x-', 'y-'),
  metadata: fc.boolean(),
});
/** By repository and folder; half of the components are ones. */
const world = fc.tuple(...REPOSITORIES.flatMap(() => FOLDERS.map(() => fc.tuple(kustomization, fc.nat(3)))));

function files(name: string, folder: string, [made, luck]: readonly [Kustomization, number]): Record<string, string> {
  const isComponent = luck === 0 && folder !== '';
  const at = folder === '' ? '' : `${folder}/`;
  const id = `${name}-${folder.replace('/', '-') || 'top'}`;
  const text = {
    ...(isComponent ? { apiVersion: 'kustomize.config.k8s.io/v1alpha1', kind: 'Component' } : {}),
    resources: [...made.resources, ...(isComponent ? [] : ['own.yaml'])],
    components: made.components,
    ...(made.prefix === '' ? {} : { namePrefix: made.prefix }),
    ...(made.metadata ? { buildMetadata: ['originAnnotations', 'transformerAnnotations'] } : {}),
  };
  const object = (suffix: string): string =>
    JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `${id}-${suffix}` } });
  return {
    [`${at}kustomization.yaml`]: JSON.stringify(text),
    [`${at}own.yaml`]: object('own'),
    [`${at}file.yaml`]: object('file'),
  };
}

test.skipIf(!existsSync(oracle))(
  'repositories that name one another',
  async () => {
    await using folder = await temporaryFolder();
    const root = folder.path;
    const git = (cwd: string, ...args: readonly string[]) =>
      run('git', ['-c', 'user.name=t', '-c', 'user.email=t@e', ...args], { cwd });
    for (const name of REPOSITORIES) await run('git', ['init', '-q', '-b', 'main', join(root, name)]);
    let good = 0;
    const property = fc.asyncProperty(world, async (all) => {
      for (const [index, name] of REPOSITORIES.entries()) {
        const made = FOLDERS.map((at, which) => files(name, at, all[index * FOLDERS.length + which] as never));
        for (const [file, text] of Object.entries(Object.assign({}, ...made) as Record<string, string>)) {
          mkdirSync(dirname(join(root, name, file)), { recursive: true });
          writeFileSync(join(root, name, file), text.replaceAll('ROOT', root));
        }
        if (name === 'app') continue;
        await git(join(root, name), 'add', '-A');
        await git(join(root, name), 'commit', '-q', '--allow-empty', '-m', 'x');
        await git(join(root, name), 'tag', '-f', 'v1');
      }
      const [theirs, ours] = await Promise.all([real(join(root, 'app')), render(join(root, 'app'))]);
      // What lies outside a clone is refused here whether it is there or not.
      const isRefused = ours === 'fault security; bases' && theirs === 'fault no such file or directory';
      expect(isRefused ? theirs : ours).toEqual(theirs);
      if (!theirs.startsWith('fault')) good += 1;
    });
    await fc.assert(property, { numRuns: Number(process.env['FUZZ_RUNS'] ?? 60) });
    expect(good).toBeGreaterThan(3);
    rmSync(join(root, 'app'), { recursive: true });
  },
  300_000,
);

async function real(folder: string): Promise<string> {
  try {
    return (await run(oracle, ['build', folder])).stdout;
  } catch (error) {
    return `fault ${faultClass((error as { stderr: string }).stderr)}`;
  }
}

async function render(folder: string): Promise<string> {
  let out = '';
  let err = '';
  const streams = { print: (text: string) => void (out += text), complain: (text: string) => void (err += text) };
  const code = await runRenderKustomize([folder], streams, process.env);
  return code === 0 ? out : `fault ${faultClass(err)}`;
}

const CLASSES = [
  'cycle detected: URI',
  'cycle detected: candidate root',
  'security; bases',
  'security; file',
  'already registered id',
  "couldn't find remote ref",
  'does not appear to be a git repository',
  "expected kind 'Component'",
  "expected kind != 'Component'",
  'expecting directory',
  'file is not directory',
  'no such file or directory',
];

/** What the last and innermost words say. */
function faultClass(text: string): string {
  const found = CLASSES.map((each) => ({ each, at: text.lastIndexOf(each) })).filter(({ at }) => at >= 0);
  return found.sort((left, right) => right.at - left.at)[0]?.each ?? text;
}
