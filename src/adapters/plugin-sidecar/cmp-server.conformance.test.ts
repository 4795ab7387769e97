/**
 * The client beside Argo CD's own `argocd-cmp-server`: what the real sidecar answers, and what it says when something is
 * wrong. Skipped where the program is not there.
 */
import { expect, test } from 'vitest';
import { messageFrom, pluginInput } from '../../testkit/plugin-input.ts';
import { hasRealSidecar, realSidecar } from '../../testkit/real-sidecar.ts';
import { workingFiles } from '../../testkit/working-files.ts';

test.skipIf(!hasRealSidecar)('init, generate and variables', async () => {
  const generate = {
    command: ['sh', '-c'],
    args: ['printf "kind: A\\nname: $ARGOCD_APP_NAME-$(cat made)\\n---\\nkind: B\\n"; cat link'],
  };
  await using world = await realSidecar({
    version: 'v1.0',
    init: { command: ['sh', '-c', 'echo yes > made'] },
    generate,
  });
  expect(world.plugin.name).toBe('real-v1.0');
  expect(await world.plugin.configuration()).toEqual({ isDiscoveryConfigured: false, wantsCredentials: false });
  const printed = await world.plugin.generate(pluginInput());
  expect(printed.map((text) => JSON.parse(text))).toEqual([
    { kind: 'A', name: 'web-yes' },
    { kind: 'B', a: 1 },
  ]);
});

test.skipIf(!hasRealSidecar)('names of any length and a large source', async () => {
  const deep = `${'folder-with-a-long-name/'.repeat(14)}file.yaml`;
  const noise = Array.from({ length: 300_000 }, (_, index) => Math.imul(index, 2654435761) >>> 0).join('\n');
  await using world = await realSidecar({
    generate: { command: ['sh', '-c', `echo "kind: $(cat ${deep} ß | wc -c)"`] },
  });
  const files = workingFiles({ [deep]: noise, ß: 'x' });
  expect(await world.plugin.generate(pluginInput({ folder: '', files }))).toEqual([`{"kind":${noise.length + 1}}`]);
});

test.skipIf(!hasRealSidecar).each([
  ['fileName', { fileName: './*.yaml' }, true],
  ['fileName that is not there', { fileName: '*/a.yaml' }, false],
  ['glob', { find: { glob: '**/a.yaml' } }, true],
  ['glob that nothing matches', { find: { glob: '**/b.yaml' } }, false],
  ['command', { find: { command: ['sh', '-c', 'ls a.yaml'] } }, true],
  ['command that prints nothing', { find: { command: ['true'] } }, false],
])('discovery: %s', async (_reason, discover, isSupported) => {
  await using world = await realSidecar({ discover, generate: { command: ['true'] } });
  expect(await world.plugin.matches(pluginInput())).toEqual({ isSupported, isDiscoveryEnabled: true });
});

test.skipIf(!hasRealSidecar)('parameters', async () => {
  const dynamic = { command: ['echo', '[{"name": "found", "array": ["x", ""], "collectionType": "array"}]'] };
  const parameters = { static: [{ name: 'tag', string: 'v1', required: true, map: { a: 'b' } }], dynamic };
  await using world = await realSidecar({ generate: { command: ['true'] }, parameters });
  expect(await world.plugin.parameters(pluginInput())).toEqual([
    { name: 'found', collectionType: 'array', array: ['x', ''] },
    { name: 'tag', string: 'v1', required: true, map: { a: 'b' } },
  ]);
});

test.skipIf(!hasRealSidecar)('what it says when a command fails, and when it prints what is none', async () => {
  await using failing = await realSidecar({ generate: { command: ['sh', '-c', 'echo broken >&2; exit 3'] } });
  expect(await messageFrom(failing.plugin.generate(pluginInput()))).toBe(
    'rpc error: code = Unknown desc = error generating manifests: `sh -c "echo broken >&2; exit 3"` failed exit status 3: broken',
  );
  await using blank = await realSidecar({ generate: { command: ['true'] } });
  expect(await blank.plugin.generate(pluginInput())).toEqual([]);
});

test.skipIf(!hasRealSidecar)('a command that hangs is ended by the deadline that it was told', async () => {
  await using world = await realSidecar({ generate: { command: ['sleep', '30'] } });
  const began = performance.now();
  expect(await messageFrom(world.plugin.generate(pluginInput({ timeout: 700 })))).toMatch(
    /code = DeadlineExceeded desc = context deadline exceeded|failed signal: (?:killed|terminated)|failed context deadline exceeded/,
  );
  expect(performance.now() - began).toBeLessThan(8_000);
});
