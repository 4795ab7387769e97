import { describe, expect, test } from 'vitest';
import { printManifests } from './print-manifests.ts';
import { showOnly } from './show-only.ts';
import { sortManifests } from './sort-manifests.ts';
import { splitManifests } from './split-manifests.ts';

test.each([
  ['one document', 'a: 1\n', ['a: 1\n'], ['a: 1']],
  ['several', '---\na: 1\n---\nb: 2\n', ['a: 1\n', 'b: 2\n'], ['a: 1', 'b: 2']],
  ['a mark and content on one line', '---a: 1', ['a: 1'], ['a: 1']],
  ['empty ones', '\n---\n\n---\na: 1\n\n---\n  \n', ['a: 1\n\n'], ['---\na: 1']],
  ['two marks at once', 'a: 1\n---\n---\nb: 2', ['a: 1\n', 'b: 2'], ['a: 1', '---\nb: 2']],
  ['a mark inside a line', 'a: x---\n', ['a: x---\n'], ['a: x---']],
  ['a byte order mark is no space', '\ufeffa: 1', ['\ufeffa: 1'], ['\ufeffa: 1']],
] as const)('split: %s', (_reason, text, four, three) => {
  expect(splitManifests(text, 4)).toEqual(four);
  expect(splitManifests(text, 3)).toEqual(three);
});

test('much space takes time linear to it', () => {
  const text = `a: 1${' \n'.repeat(500_000)}b: 2`;
  expect(splitManifests(text, 3)).toHaveLength(1);
  expect(splitManifests(text, 4)).toHaveLength(1);
});

function kinds(texts: Readonly<Record<string, string>>, helm: 3 | 4 = 4) {
  const { manifests, hooks } = sortManifests(new Map(Object.entries(texts)), helm);
  return { manifests: manifests.map(({ kind }) => kind), hooks: hooks.map(({ kind, events }) => [kind, ...events]) };
}

test('kinds in the order of installation, others by name behind them, equals as they came', () => {
  const texts = {
    'c/templates/b.yaml': 'kind: Zebra\n---\nkind: Service\n---\nkind: Apple',
    'c/templates/a.yaml': 'kind: Deployment\n---\nkind: Namespace\n---\nkind: Service',
  };
  const { manifests } = sortManifests(new Map(Object.entries(texts)), 4);
  expect(manifests.map(({ kind, path }) => `${kind} ${path.slice(-6, -5)}`)).toEqual([
    'Namespace a',
    'Service a',
    'Service b',
    'Deployment a',
    'Apple b',
    'Zebra b',
  ]);
});

test('webhooks have a place since Helm 4', () => {
  const texts = {
    'c/t.yaml': 'kind: ValidatingWebhookConfiguration\n---\nkind: Foo\n---\nkind: MutatingWebhookConfiguration',
  };
  expect(kinds(texts, 4).manifests).toEqual(['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration', 'Foo']);
  expect(kinds(texts, 3).manifests).toEqual(['Foo', 'MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']);
});

test('hooks are told apart, unknown ones are left out', () => {
  const hook = (events: string): string => `kind: Job\nmetadata:\n  annotations:\n    helm.sh/hook: "${events}"\n`;
  const texts = {
    'c/a.yaml': hook('pre-install, Post-Upgrade'),
    'c/b.yaml': hook('test-success'),
    'c/c.yaml': hook('crd-install'),
  };
  expect(kinds(texts)).toEqual({
    manifests: [],
    hooks: [
      ['Job', 'pre-install', 'post-upgrade'],
      ['Job', 'test'],
    ],
  });
});

test('partials and empty texts are passed over', () => {
  expect(kinds({ 'c/_a.yaml': 'kind: A', 'c/b.yaml': ' \n', 'c/c.yaml': 'kind: C' }).manifests).toEqual(['C']);
});

test.each([
  ['a: b: c', 'YAML parse error on c/a.yaml: error converting YAML to JSON: yaml: '],
  ['- a', 'json: cannot unmarshal array into Go value of type util.SimpleHead'],
  ['kind: [a]', 'json: cannot unmarshal array into Go struct field SimpleHead.kind of type string'],
  ['metadata: {annotations: [a]}', 'Go struct field SimpleHead.metadata.annotations of type map[string]string'],
])('refused: %s', (text, message) => {
  expect(() => kinds({ 'c/a.yaml': text })).toThrow(message);
});

describe('printed', () => {
  const texts = new Map([
    ['c/templates/a.yaml', 'kind: Pod\n\n'],
    ['c/templates/h.yaml', 'kind: Job\nmetadata: {annotations: {helm.sh/hook: test}}'],
  ]);
  const rendered = {
    ...sortManifests(texts, 4),
    customResources: [{ name: 'c/crds/x.yaml', data: Buffer.from('kind: X\n') }],
    warnings: [],
  };

  test('with names of the templates, hooks last', () => {
    expect(printManifests(rendered, { includeCrds: true })).toBe(
      '---\n# Source: c/crds/x.yaml\nkind: X\n\n---\n# Source: c/templates/a.yaml\nkind: Pod\n' +
        '---\n# Source: c/templates/h.yaml\nkind: Job\nmetadata: {annotations: {helm.sh/hook: test}}\n',
    );
  });

  test('without definitions, tests, hooks', () => {
    const plain = '---\n# Source: c/templates/a.yaml\nkind: Pod\n';
    expect(printManifests(rendered, { skipTests: true })).toBe(plain);
    expect(printManifests(rendered, { noHooks: true })).toBe(plain);
    expect(printManifests({ ...rendered, manifests: [], hooks: [] })).toBe('\n');
  });

  test('only some templates', () => {
    const text = printManifests(rendered);
    expect(showOnly(text, ['templates/a*'], 4)).toBe('---\n# Source: c/templates/a.yaml\nkind: Pod\n\n');
    expect(() => showOnly(text, ['templates/x'], 4)).toThrow('could not find template templates/x in chart');
  });
});
