/**
 * Commands of this machine beside Argo CD's own `argocd-cmp-server` with the same document and files: what is found, printed,
 * announced and said. Skipped where the program is not there.
 */
import { expect, test } from 'vitest';
import { canonicalJson } from '../../base/json/stringify.ts';
import { readDocuments } from '../../lang/yaml/read.ts';
import type { InstalledPlugin, PluginInput } from '../../ports/plugins.ts';
import { commandPlugin } from '../../testkit/command-plugin.ts';
import { pluginInput } from '../../testkit/plugin-input.ts';
import { hasRealSidecar, realSidecar } from '../../testkit/real-sidecar.ts';
import { workingFiles } from '../../testkit/working-files.ts';

const FILES = workingFiles({
  'apps/web/a.yaml': 'kind: A\n',
  'apps/web/link': { link: 'a.yaml' },
  'apps/web/run.sh': { executable: 'echo ran' },
  'apps/web/deep/er/b.yml': 'kind: B\n',
  'apps/web/.hidden': 'h\n',
  'other/a.yaml': 'kind: Other\n',
});

function input(given: Partial<PluginInput> = {}): PluginInput {
  return pluginInput({ files: FILES, ...given });
}

/** Both at one task; what one answers, the other has to answer too. */
async function both<T>(spec: object, task: (plugin: InstalledPlugin) => Promise<T>) {
  await using real = await realSidecar(spec);
  await using ours = await commandPlugin({ name: 'real', spec });
  return { real: await task(real.plugin), ours: await task(ours.plugin) };
}

/** Where the real one has unpacked the files. */
const WORKING_FOLDER = /\/tmp\/\S+\/_cmp_server\/[-0-9a-f]+\/apps\/web\//;

async function outcome<T>(work: Promise<T>): Promise<T | string> {
  return await work.catch((error: Error) =>
    error.message.replace(/^rpc error: code = \w+ desc = /, '').replace(WORKING_FOLDER, ''),
  );
}

/** Documents, however they were written; what is empty is none. */
function documents(texts: readonly string[] | string): readonly string[] | string {
  if (typeof texts === 'string') return texts;
  return texts.flatMap((text) => [...readDocuments(text)].map(({ value }) => canonicalJson(value)));
}

const shell = (script: string) => ({ command: ['sh', '-c', script] });
const NOTHING = { generate: { command: ['true'] } };

test.skipIf(!hasRealSidecar).each([
  ['a file of the folder', { fileName: 'a.yaml' }],
  ['one of its name elsewhere only', { fileName: 'b.yml' }],
  ['a pattern with folders', { fileName: './deep/*/b.yml' }],
  ['one star is one folder', { fileName: './*/b.yml' }],
  ['braces are none in names', { fileName: '{a,b}.yaml' }],
  ['out of the folder', { fileName: '../../other/a.yaml' }],
  ['hidden files', { fileName: '.hid*' }],
  ['a glob through folders', { find: { glob: '**/b.yml' } }],
  ['a glob with braces', { find: { glob: '**/*.{yml,json}' } }],
  ['a glob of nothing', { find: { glob: '**/c.yaml' } }],
  ['a glob of a folder', { find: { glob: '**/deep' } }],
  ['a glob of the folder itself', { find: { glob: '*.yaml' } }],
  ['a link', { fileName: 'link' }],
  ['a broken pattern', { fileName: '[' }],
  ['a command that prints', { find: shell('ls a.yaml') }],
  ['a command that prints blanks', { find: shell('echo "  "') }],
  ['a command that prints nothing', { find: shell('true') }],
  ['a command that fails', { find: shell('echo x; echo why >&2; exit 2') }],
  ['a command that sees variables', { find: shell('echo $ARGOCD_APP_NAME | grep web') }],
  ['a rule with nothing in it', {}],
])('discovery: %s', { timeout: 60_000 }, async (_reason, discover) => {
  const { real, ours } = await both({ ...NOTHING, discover }, (plugin) => outcome(plugin.matches(input())));
  expect(ours).toEqual(real);
});

test.skipIf(!hasRealSidecar).each([
  ['documents', { generate: shell('cat a.yaml; echo ---; cat deep/er/b.yml') }],
  ['JSON', { generate: shell('echo \'{"kind": "A", "n": 1.0}\'') }],
  ['a list of JSON', { generate: shell('echo \'[{"kind": "A"}]\'') }],
  ['nothing', NOTHING],
  ['blank lines and comments', { generate: shell('printf "\\n# c\\n---\\n\\n"') }],
  ['variables, theirs after ours', { generate: shell('echo "kind: $ARGOCD_APP_NAME-$ARGOCD_ENV_X-$PARAM_A"') }],
  ['arguments after the command', { generate: { command: ['sh', '-c'], args: ['echo "kind: $0"', 'zero'] } }],
  [
    'what init made',
    { init: shell('echo "kind: I" > made; echo printed'), generate: { command: ['cat'], args: ['made'] } },
  ],
  ['an init that fails', { init: shell('echo no >&2; exit 4'), generate: { command: ['true'] } }],
  ['a program that is not there', { generate: { command: ['no-such-program-here'] } }],
  ['links and files beside the folder', { generate: shell('cat link; echo ---; cat ../../other/a.yaml') }],
  ['executables are not', { generate: shell('./run.sh 2>/dev/null || echo "kind: Not"') }],
  ['executables are', { preserveFileMode: true, generate: shell('test -x run.sh && echo "kind: Is"') }],
  ['warnings are not printed', { generate: shell('echo warn >&2; echo "kind: A"') }],
])('generate: %s', { timeout: 60_000 }, async (_reason, spec) => {
  const environment = [
    { name: 'ARGOCD_APP_NAME', value: 'web' },
    { name: 'ARGOCD_ENV_X', value: '1' },
    { name: 'ARGOCD_ENV_X', value: '2' },
    { name: 'PARAM_A', value: 'a b' },
  ];
  const { real, ours } = await both(spec, (plugin) => outcome(plugin.generate(input({ environment }))));
  expect(documents(ours)).toEqual(documents(real));
});

test.skipIf(!hasRealSidecar).each([
  ['none', {}],
  ['static ones', { static: [{ name: 'a', title: 'A', tooltip: 't', itemType: 'string', string: 'x' }] }],
  [
    'of every collection',
    {
      static: [
        { name: 'm', collectionType: 'map', map: { k: 'v' } },
        { name: 'l', collectionType: 'array', array: ['1'] },
      ],
    },
  ],
  ['dynamic ones', { dynamic: shell('echo \'[{"name": "d", "array": ["x"], "collectionType": "array"}]\'') }],
  ['both', { static: [{ name: 's', string: '1' }], dynamic: shell('echo \'[{"name": "s", "string": "2"}]\'') }],
  ['dynamic ones of nothing', { dynamic: shell('echo "[]"') }],
  ['dynamic ones that are none', { dynamic: shell('echo "a: 1"') }],
  ['dynamic ones that fail', { dynamic: shell('exit 3') }],
])('parameters: %s', { timeout: 60_000 }, async (_reason, parameters) => {
  const { real, ours } = await both({ ...NOTHING, parameters }, (plugin) => outcome(plugin.parameters(input())));
  expect(ours).toEqual(real);
});
