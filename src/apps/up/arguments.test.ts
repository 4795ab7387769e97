import { expect, test } from 'vitest';
import { parseUpArguments } from './arguments.ts';

test('without flags everything is embedded and managed, with a sample', () => {
  expect(parseUpArguments([])).toMatchObject({ port: 8080, manage: true, sample: true, namespace: 'argocd' });
});

test('a real cluster is observed, and gets no sample', () => {
  expect(parseUpArguments(['--kubeconfig', 'k'])).toMatchObject({ manage: false, sample: false });
  expect(parseUpArguments(['--kubeconfig', 'k', '--manage'])).toMatchObject({ manage: true });
});

test.each([
  [['--port', 'x'], '--port takes a number from 0 to 65535, not "x"'],
  [['--port', '70000'], '--port takes a number from 0 to 65535, not "70000"'],
  [['--context', 'c'], '--context needs --kubeconfig'],
  [['--manage'], '--manage needs --kubeconfig: the embedded cluster is always managed'],
])('%j is refused', (argv, message) => {
  expect(() => parseUpArguments(argv)).toThrow(message);
});

test('servers of sources: as the installation says, unless a flag does; where only public ones may be, there is no sample', () => {
  expect(parseUpArguments([])).toMatchObject({ egress: undefined, sample: true });
  expect(parseUpArguments(['--egress', 'any'])).toMatchObject({ egress: 'any', sample: true });
  expect(parseUpArguments(['--egress', 'public'])).toMatchObject({ egress: 'public', sample: false });
  expect(() => parseUpArguments(['--egress', 'Public'])).toThrow('the rule is any or public, not "Public"');
});
