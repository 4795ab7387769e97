import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packChart } from '../../testkit/pack-tar.ts';
import { runRenderHelm } from './render-helm.ts';

let root = '';

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'tiphys-render-'));
  write('chart/Chart.yaml', 'apiVersion: v2\nname: web\nversion: 1.0.0\n');
  write('chart/values.yaml', 'a: 1\nb: {c: 2}\n');
  write(
    'chart/templates/map.yaml',
    'kind: ConfigMap\nname: {{ .Release.Name }}.{{ .Release.Namespace }}\nvalues: {{ toJson .Values }}\n',
  );
  write('chart/templates/test.yaml', 'kind: Pod\nmetadata: {annotations: {helm.sh/hook: test}}\n');
  write('chart/crds/x.yaml', 'kind: CustomResourceDefinition\n');
  write('chart/.helmignore', 'templates/ignored.yaml\n');
  write('chart/templates/ignored.yaml', '{{ fail "ignored" }}');
  write('values.yaml', 'a: file\n');
  write('file.txt', 'content');
  writeFileSync(
    join(root, 'web-1.0.0.tgz'),
    packChart('web', '1.0.0', { 'templates/a.yaml': 'packed: {{ .Release.Name }}' }),
  );
});

afterAll(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const streams = {
    print: (text: string) => {
      out += text;
    },
    complain: (text: string) => {
      err += text;
    },
  };
  const code = await runRenderHelm(
    argv.map((word) => word.replace('@', root)),
    streams,
    {},
  );
  return { code, out, err };
}

const TEST = '---\n# Source: web/templates/test.yaml\nkind: Pod\nmetadata: {annotations: {helm.sh/hook: test}}\n\n';

function map(name: string, values: string): string {
  return `---\n# Source: web/templates/map.yaml\nkind: ConfigMap\nname: ${name}\nvalues: ${values}\n`;
}

describe('what is printed', () => {
  test('a folder with its defaults', async () => {
    const out = map('release-name.default', '{"a":1,"b":{"c":2}}') + TEST;
    expect(await run('@/chart')).toEqual({ code: 0, out, err: '' });
  });

  test('name, namespace, files and sets', async () => {
    const argv = [
      'shop',
      '@/chart',
      '-n',
      'demo',
      '-f',
      '@/values.yaml',
      '--set',
      'b.c=3,l={x}',
      '--set-file',
      'f=@/file.txt',
      '--skip-tests',
    ];
    const { out } = await run(...argv);
    expect(out).toBe(map('shop.demo', '{"a":"file","b":{"c":3},"f":"content","l":["x"]}'));
  });

  test('an archive', async () => {
    expect((await run('r', '@/web-1.0.0.tgz')).out).toBe('---\n# Source: web/templates/a.yaml\npacked: r\n');
  });

  test('definitions, and only some templates', async () => {
    expect(
      (await run('@/chart', '--include-crds', '--no-hooks')).out.startsWith('---\n# Source: web/crds/x.yaml\n'),
    ).toBe(true);
    expect((await run('@/chart', '-s', 'templates/test.yaml')).out).toBe(`${TEST}\n`);
  });

  test('a name from a template', async () => {
    expect((await run('@/chart', '--name-template', '{{ upper "x" | lower }}-1', '--no-hooks')).out).toContain(
      'name: x-1.default',
    );
  });

  test('links are followed', async () => {
    symlinkSync(join(root, 'file.txt'), join(root, 'chart', 'templates', 'NOTES.txt'));
    expect((await run('@/chart')).code).toBe(0);
  });

  test('files instead, in a folder of the release', async () => {
    const { out } = await run('shop', '@/chart', '--output-dir', '@/out', '--release-name', '--include-crds');
    const lines = ['out/web/crds/x.yaml', 'out/shop/web/templates/map.yaml', 'out/shop/web/templates/test.yaml'];
    expect(out).toBe(`${lines.map((line) => `wrote ${root}/${line}\n`).join('')}\n`);
    expect(readFileSync(join(root, lines[0] ?? ''), 'utf8')).toBe(
      '---\n# Source: web/crds/x.yaml\nkind: CustomResourceDefinition\n\n',
    );
  });
});

describe('errors on standard error, exit code 1', () => {
  test.each([
    [[], '"helm template" requires at least 1 argument'],
    [['a', 'b', 'c'], 'expected at most two arguments, unexpected arguments: c'],
    [['@/chart', '--what'], 'unknown flag: --what'],
    [['nothing'], 'non-absolute URLs should be in form of repo_name/path_to_chart, got: nothing'],
    [['./nothing'], 'path "./nothing" not found'],
    [['repo/chart'], 'repo repo not found'],
    [['@/values.yaml'], 'seems to be a YAML file, but expected a gzipped archive'],
    [['@/chart', '-f', '@/none.yaml'], 'none.yaml: no such file or directory'],
    [['@/chart', '--set', 'a'], 'failed parsing --set data: key "a" has no value'],
    [['@/chart', '--kube-version', 'x'], 'invalid kube version \'x\': could not parse "x" as version'],
    [['Bad_name', '@/chart'], 'release name check failed: release name "Bad_name": invalid release name'],
    [['@/chart', '-s', 'templates/none.yaml'], 'could not find template templates/none.yaml in chart'],
    [['x', '@/chart', '--generate-name'], 'cannot set --generate-name and also specify a name'],
    [['@/chart', '--validate'], '--validate and --dry-run=server need a cluster'],
    [['@/chart', '--post-renderer', 'x'], '--post-renderer runs a program'],
    [['@/chart', '--helm-version', '2'], '--helm-version is 3 or 4, not "2"'],
  ])('%j', async (argv, message) => {
    const { code, out, err } = await run(...argv);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(message);
    expect(err.startsWith('Error: ')).toBe(true);
  });

  test('what was rendered where it is no YAML and somebody debugs', async () => {
    write('unreadable/Chart.yaml', 'apiVersion: v2\nname: u\nversion: 1.0.0\n');
    write('unreadable/templates/a.yaml', 'a: {{ .Release.Name }}\n---\nb: [\n');
    write('unreadable/templates/_b.tpl', '{{ define "x" }}{{ end }}');
    const error =
      'Error: YAML parse error on u/templates/a.yaml: error converting YAML to JSON: yaml: line 1: did not find expected node content\n';
    expect(await run('r', '@/unreadable', '--debug')).toEqual({
      code: 1,
      out: '---\n# Source: u/templates/a.yaml\na: r\n---\nb: [\n\n',
      err: error,
    });
    expect((await run('r', '@/unreadable')).out).toBe('');
  });

  test('advice to look at the output where templates fail', async () => {
    write('broken/Chart.yaml', 'apiVersion: v2\nname: broken\nversion: 1.0.0\n');
    write('broken/templates/a.yaml', 'a: {{ fail "no" }}');
    expect((await run('@/broken')).err).toBe(
      'Error: execution error at (broken/templates/a.yaml:1:6): no\n\nUse --debug flag to render out invalid YAML\n',
    );
  });
});
