import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testInputs } from '../../testkit/render-inputs.ts';
import type { RenderOutcome, SourceRequest } from '../contract.ts';
import { renderSource } from '../render-source.ts';

const RUNS = Number(process.env['PLUGIN_FUZZ_RUNS'] ?? 3000);
const SEED = Number(process.env['PLUGIN_FUZZ_SEED'] ?? 7);

function requestOf(source: SourceRequest['source']): SourceRequest {
  return {
    appName: 'guestbook',
    project: 'default',
    namespace: 'prod',
    source,
    references: undefined,
    settings: {
      maxCombinedDirectoryManifestsSize: 0,
      valuesFileSchemes: ['https'],
      kustomizeBuildOptions: {},
      disabledTools: [],
    },
  };
}

const REPOSITORY = { repoURL: 'https://git.example.com/app.git', path: '.' };

/** What a plugin that printed these texts comes to. */
function byPlugin(texts: readonly string[]): RenderOutcome {
  const inputs = testInputs({ files: {}, plugin: () => ({ kind: 'manifests', plugin: 'p', texts }) });
  return renderSource(requestOf({ ...REPOSITORY, plugin: { name: 'p' } }), inputs);
}

/** What the same text comes to as a file of a folder. */
function byFolder(text: string): RenderOutcome {
  return renderSource(requestOf(REPOSITORY), testInputs({ files: { 'a.yaml': text } }));
}

function objectsOf(outcome: RenderOutcome): readonly unknown[] | undefined {
  return outcome.kind === 'done' ? outcome.manifests.map(({ object }) => object) : undefined;
}

const scalar = fc.oneof(
  fc.constantFrom(
    '1',
    '0x1F',
    '1e3',
    '9007199254740993',
    'true',
    'no',
    'null',
    '~',
    '""',
    "'a: b'",
    '2001-01-01',
    '.inf',
    '[]',
  ),
  fc.string({ maxLength: 8 }).map((text) => JSON.stringify(text)),
);
const manifest = fc
  .record({
    kind: fc.constantFrom('ConfigMap', 'Secret', 'List', 'Deployment', '""', '3', 'null'),
    name: fc.constantFrom('a', 'b', '""', 'null', '1'),
    data: fc.dictionary(fc.constantFrom('a', 'b', '__proto__', '1', 'kind'), scalar, { noNullPrototype: true }),
    items: fc.array(fc.constantFrom('{apiVersion: v1, kind: A, metadata: {name: x}}', 'null', '1', '{}'), {
      maxLength: 2,
    }),
  })
  .map(({ kind, name, data, items }) => {
    const entries = Object.entries(data).map(([key, value]) => `  ${JSON.stringify(key)}: ${value}`);
    const list = kind === 'List' ? `items: [${items.join(', ')}]\n` : '';
    const values = entries.length > 0 ? `data:\n${entries.join('\n')}\n` : '';
    return `apiVersion: v1\nkind: ${kind}\nmetadata: {name: ${name}}\n${list}${values}`;
  });
const garbage = fc.oneof(
  fc.constantFrom(
    '',
    '\n',
    '# only a comment\n',
    '---\n',
    '...\n',
    'a: [\n',
    '- 1\n',
    'text\n',
    '\t',
    '%YAML 1.2\n---\na: 1\n',
  ),
  fc.constantFrom(
    '{"kind": "ConfigMap", "apiVersion": "v1", "metadata": {"name": "json"}}',
    '&a [*a]\n',
    'kind: K\nkind: L\n',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const document = fc.oneof({ weight: 4, arbitrary: manifest }, { weight: 1, arbitrary: garbage });
const text = fc.array(document, { maxLength: 4 }).map((documents) => documents.join('\n---\n'));

test('whatever a plugin prints: manifests, or a fault that names application and document', {
  timeout: 300_000,
}, () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 3 }), (texts) => {
      const outcome = byPlugin(texts);
      if (outcome.kind === 'done') {
        for (const { object, document: number } of outcome.manifests) {
          expect(typeof object.kind).toBe('string');
          expect(number).toBeGreaterThan(0);
        }
        return;
      }
      expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'render.invalid-manifest', kind: 'user' } });
      const message = outcome.kind === 'failed' ? outcome.error.message : '';
      expect(message).toMatch(/^CMP processing failed for application "guestbook": .*document \d+: /s);
    }),
    { numRuns: RUNS, seed: SEED },
  );
});

test('texts one after the other are what they are alone, and what a folder makes of them', { timeout: 300_000 }, () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), (texts) => {
      const alone = texts.map((one) => objectsOf(byPlugin([one])));
      const together = objectsOf(byPlugin(texts));
      if (alone.includes(undefined)) expect(together).toBeUndefined();
      else expect(together).toEqual(alone.flat());
      for (const [at, one] of texts.entries()) {
        const folder = objectsOf(byFolder(one));
        // A folder passes over what has no metadata; a plugin is asked for manifests only.
        if (alone[at] !== undefined && folder !== undefined && folder.length === alone[at].length)
          expect(folder).toEqual(alone[at]);
      }
    }),
    { numRuns: RUNS, seed: SEED },
  );
});
