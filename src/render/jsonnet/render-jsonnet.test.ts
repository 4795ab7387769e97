/** Jsonnet files of Applications: variables, libraries, results, and that nothing out of the repository is read. */
import { describe, expect, test } from 'vitest';
import type { ApplicationSource } from '../../api/application/fields.ts';
import { type TestWorld, testInputs } from '../../testkit/render-inputs.ts';
import type { SourceRequest } from '../contract.ts';
import { renderSource } from '../render-source.ts';

type Directory = NonNullable<ApplicationSource['directory']>;
type Files = TestWorld['files'];

const MAP = `function(name, data={}) { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: name }, data: data }`;

function request(directory: Directory): SourceRequest {
  return {
    appName: 'shop',
    project: 'default',
    namespace: 'prod',
    source: { repoURL: 'https://git.example.com/app.git', path: 'app', directory },
    references: undefined,
    settings: {
      maxCombinedDirectoryManifestsSize: 0,
      valuesFileSchemes: ['https'],
      kustomizeBuildOptions: {},
      disabledTools: [],
    },
  };
}

/** Renders with everything learned bit by bit. */
function render(files: Files, directory: Directory = {}) {
  const inputs = testInputs({ files, variables: { ARGOCD_APP_NAME: 'shop' } }, { lazy: true });
  for (let rounds = 1; rounds < 100; rounds++) {
    const outcome = renderSource(request(directory), inputs);
    if (outcome.kind !== 'needs') return { outcome, rounds };
    inputs.learn(outcome.needs);
  }
  throw new Error('the render asks for ever more');
}

function objects(files: Files, directory: Directory = {}): unknown {
  const { outcome } = render(files, directory);
  return outcome.kind === 'done' ? outcome.manifests.map(({ object }) => object) : message(files, directory);
}

function names(files: Files, directory: Directory = {}): unknown {
  const { outcome } = render(files, directory);
  if (outcome.kind !== 'done') return message(files, directory);
  return outcome.manifests.map(({ object, file, document }) => `${object.metadata.name} ${file}:${document}`);
}

function message(files: Files, directory: Directory = {}): string {
  const { outcome } = render(files, directory);
  return outcome.kind === 'failed' ? `${outcome.error.code}: ${outcome.error.message}` : outcome.kind;
}

describe('what a program gives', () => {
  test('an object, or an array of objects without its nulls; lists are expanded; files keep their order', () => {
    const files = {
      'app/a.jsonnet': `(${MAP})('one')`,
      'app/b.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: two}\n',
      'app/c.jsonnet': `[(${MAP})('three'), null, {apiVersion: 'v1', kind: 'List', items: [(${MAP})('four')]}]`,
    };
    expect(names(files)).toEqual([
      'one app/a.jsonnet:1',
      'two app/b.yaml:1',
      'three app/c.jsonnet:1',
      'four app/c.jsonnet:3',
    ]);
  });

  test('numbers, nulls and awkward keys arrive as they are', () => {
    const data = `{ apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a'}, data: { n: 1.5, z: null, "__proto__": 'p', "1": 2 } }`;
    const made = JSON.stringify(objects({ 'app/a.jsonnet': data }));
    expect(made).toContain('{"1":2,"__proto__":"p","n":1.5,"z":null}');
  });

  test.each([
    ['a number', '1', 'json: cannot unmarshal number into Go value of type map[string]interface {}'],
    ['a nested array', '[[{}]]', 'json: cannot unmarshal array into Go value of type map[string]interface {}'],
    ['no kind', '{ a: 1 }', `Object 'Kind' is missing in '{"a": 1}'`],
  ])('%s is no manifest', (_reason, program, reason) => {
    const expected = `render.invalid-manifest: Failed to unmarshal generated json "a.jsonnet": ${reason}`;
    expect(message({ 'app/a.jsonnet': program })).toBe(expected);
  });

  test('an error names the file and has its trace', () => {
    expect(message({ 'app/a.jsonnet': `{ kind: error 'no' }` })).toBe(
      'render.invalid-manifest: Failed to evaluate jsonnet "a.jsonnet": RUNTIME ERROR: no\n\t<path to cached source>/app/a.jsonnet:1:9-19\tobject <anonymous>\n\tField "kind"\t\n\tDuring manifestation\t\n',
    );
  });
});

describe('variables', () => {
  const program = `function(who='nobody') (${MAP})('a', { e: std.extVar('e'), who: who })`;
  const data = (directory: Directory) => JSON.stringify(objects({ 'app/a.jsonnet': program }, directory));

  test('texts, code, and build variables in both', () => {
    const jsonnet = {
      extVars: [{ name: 'e', value: '{n: 1 + 2, app: "$ARGOCD_APP_NAME"}', code: true }],
      tlas: [{ name: 'who', value: '1 + $ARGOCD_APP_NAME' }],
      libs: [],
    };
    expect(data({ jsonnet })).toContain('"data":{"e":{"app":"shop","n":3},"who":"1 + shop"}');
  });

  test('one that is not given is told', () => {
    expect(message({ 'app/a.jsonnet': program })).toContain('RUNTIME ERROR: Undefined external variable: e');
  });
});

describe('imports', () => {
  test('beside the file, then the last library first, then the folder of the source', () => {
    const files = {
      'app/sub/main.jsonnet': `[(${MAP})(import 'x.libsonnet'), (${MAP})(import 'y.libsonnet'), (${MAP})(import 'z.libsonnet')]`,
      'app/sub/x.libsonnet': `'beside'`,
      'app/x.libsonnet': `'folder'`,
      'app/z.libsonnet': `'folder-z'`,
      'one/x.libsonnet': `'one'`,
      'one/y.libsonnet': `'one-y'`,
      'two/y.libsonnet': `import 'deep/y.libsonnet'`,
      'two/deep/y.libsonnet': `'two-y'`,
    };
    const directory = { recurse: true, jsonnet: { extVars: [], tlas: [], libs: ['one', '/two'] } };
    expect(names(files, directory)).toEqual([
      'beside app/sub/main.jsonnet:1',
      'two-y app/sub/main.jsonnet:2',
      'folder-z app/sub/main.jsonnet:3',
    ]);
  });

  test('texts and bytes; what is imported costs a round a level, not a round a file', () => {
    const libraries = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`app/lib${index}.libsonnet`, `${index}`]),
    );
    const sum = Array.from({ length: 50 }, (_, index) => `(import 'lib${index}.libsonnet')`).join(' + ');
    const files = {
      ...libraries,
      'app/t.txt': 'é',
      'app/a.jsonnet': `(${MAP})('a', {sum: ${sum}, text: importstr 't.txt', bytes: importbin 't.txt'})`,
    };
    const { outcome, rounds } = render(files);
    expect(outcome.kind === 'done' && JSON.stringify(outcome.manifests[0]?.object)).toContain(
      '"data":{"bytes":[195,169],"sum":1225,"text":"é"}',
    );
    expect(rounds).toBeLessThan(8);
  });

  test('what was read is told, so that a change elsewhere costs no render', () => {
    const files = {
      'app/a.jsonnet': `(${MAP})(import 'n.libsonnet')`,
      'app/n.libsonnet': `'a'`,
      'other/o.libsonnet': '1',
    };
    const { outcome } = render(files);
    const paths =
      outcome.kind === 'done' ? outcome.reads.flatMap((read) => (read.kind === 'entry' ? [read.path] : [])) : [];
    expect(paths).toContain('app/n.libsonnet');
    expect(paths.filter((path) => path.startsWith('other'))).toEqual([]);
  });

  const outside = 'leads out of the repository, which is not allowed';
  test.each([
    ['an absolute path', `import '/etc/passwd'`, `import "/etc/passwd" ${outside}`],
    ['an absolute path as a text', `importstr '/etc/passwd'`, `import "/etc/passwd" ${outside}`],
    ['a device', `importbin '/dev/zero'`, `import "/dev/zero" ${outside}`],
    ['up and out', `import '../../x.libsonnet'`, `import "../../x.libsonnet" ${outside}`],
    ['far up and out', `importstr '${'../'.repeat(32)}etc/passwd'`, outside],
    ['through a link', `importstr '../lib/link'`, 'repository contains out-of-bounds symlinks. file: lib/link'],
    ['from an imported file', `import 'evil.libsonnet'`, `import "/etc/passwd" ${outside}`],
    ['a folder', `import 'sub'`, 'read app/sub: is a directory'],
    ['nothing', `import 'none'`, `couldn't open import "none": no match locally or in the Jsonnet library paths`],
  ])('%s', (_reason, program, expected) => {
    const files: Files = {
      'app/a.jsonnet': program,
      'app/evil.libsonnet': `importstr '/etc/passwd'`,
      'lib/link': { link: '../../etc/passwd' },
      'app/sub/x.txt': 'x',
    };
    expect(message(files)).toContain(expected);
  });

  test.each([
    [
      'code of an external variable',
      { extVars: [{ name: 'e', value: `importstr '/etc/passwd'`, code: true }], tlas: [], libs: [] },
    ],
    [
      'code of a top-level argument',
      { extVars: [], tlas: [{ name: 'who', value: `importstr '../../../etc/passwd'`, code: true }], libs: [] },
    ],
  ])('%s reads no further', (_reason, jsonnet) => {
    const program = `function(who='') (${MAP})('a', { e: ${jsonnet.extVars.length > 0 ? "std.extVar('e')" : 'who'} })`;
    expect(message({ 'app/a.jsonnet': program }, { jsonnet })).toContain(outside);
  });

  test('a library folder out of the repository', () => {
    const jsonnet = { extVars: [], tlas: [], libs: ['../lib'] };
    expect(message({ 'app/a.jsonnet': '{}' }, { jsonnet })).toBe(
      'render.path-outside: ../lib: jsonnet library path outside root',
    );
  });

  test('an override in Git reads no further either', () => {
    const files = { 'app/a.jsonnet': '{}', 'app/.argocd-source.yaml': 'directory: {jsonnet: {libs: [../../etc]}}\n' };
    expect(message(files)).toContain('jsonnet library path outside root');
  });

  test('files that import one another', () => {
    const files = { 'app/a.jsonnet': `import 'b.libsonnet'`, 'app/b.libsonnet': `import 'a.jsonnet'` };
    expect(message(files)).toContain('RUNTIME ERROR: max stack frames exceeded.');
  });
});

describe('a hostile program ends soon', () => {
  test.each([
    ['a range without end', 'std.range(1, 1000000000)'],
    ['elements of functions', 'std.makeArray(1000000000, function(i) i)'],
    ['a text that doubles', "std.foldl(function(a, i) a + a, std.range(1, 60), 'xxxxxxxx')"],
    ['a text repeated', "std.repeat('x', 2000000000)"],
    ['arrays repeated', 'std.repeat([1, 2, 3], 1000000000)'],
    ['an array that doubles', 'std.foldl(function(a, i) a + a, std.range(1, 60), [1])'],
    ['objects that double', 'local f(n) = if n == 0 then {} else {a: f(n - 1), b: f(n - 1)}; f(40)'],
    ['a loop by tail calls', 'local f(x) = f(x + 1) tailstrict; f(0)'],
    ['deep recursion', 'local f(x) = 1 + f(x + 1); f(0)'],
    ['a value that is itself', 'local x = x; x'],
    ['an object without end', '{ kind: "A", a: $ }'],
    ['joined texts', "std.join('x', std.makeArray(1000000, function(i) std.repeat('y', 100000)))"],
    ['a wide format', "'%1000000000d' % 1"],
    ['replacing', "std.strReplace(std.repeat('a', 1000000), 'a', std.repeat('b', 1000000))"],
    ['brackets', `${'['.repeat(100_000)}`],
    ['nested brackets', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['operators', `${'-'.repeat(100_000)}1`],
    ['parsed brackets', "std.parseJson(std.repeat('[', 100000) + std.repeat(']', 100000))"],
    [
      'a comprehension over itself',
      '[[a, b, c, d, e] for a in std.range(1, 1000) for b in std.range(1, 1000) for c in std.range(1, 1000) for d in [1] for e in [1]]',
    ],
  ])('%s', { timeout: 60_000 }, (_reason, program) => {
    const before = process.cpuUsage();
    expect(message({ 'app/a.jsonnet': program })).toMatch(/^render.invalid-manifest: Failed to /);
    expect(process.cpuUsage(before).user).toBeLessThan(15_000_000);
  });
});
