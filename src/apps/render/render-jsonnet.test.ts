/** `tiphys render jsonnet` beside the real `jsonnet`: output, errors, exit code and files, for the same command lines. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { oraclePath } from '../../testkit/line-oracle.ts';
import { runRenderJsonnet } from './render-jsonnet.ts';

const oracle = oraclePath('jsonnet');
const folders: string[] = [];

const FILES: Readonly<Record<string, string>> = {
  'main.jsonnet': `local lib = import 'lib.libsonnet'; { a: lib.x, v: std.extVar('v'), t: std.thisFile }`,
  'vendor/lib.libsonnet': '{ x: 1 }',
  'other/lib.libsonnet': '{ x: 2 }',
  'function.jsonnet': `function(a, b='d') { a: a, b: b }`,
  'multi.jsonnet': `{ 'a.json': { x: 1 }, 'sub/b.json': [1] }`,
  'texts.jsonnet': `{ 'a.txt': 'one', 'b.txt': 'two' }`,
  'stream.jsonnet': `[{ a: 1 }, 'x', []]`,
  'loop.jsonnet': 'local f(x) = 1 + f(x + 1); f(0)',
  'bad.jsonnet': '{ a: }',
  'value.txt': "it's\n",
};

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function world(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tiphys-jsonnet-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const ENVIRONMENT = { V: 'from-environment', JSONNET_PATH: 'vendor' };

function ours(args: readonly string[]) {
  const folder = world();
  const [out, errors]: [string[], string[]] = [[], []];
  const streams = { print: (text: string) => void out.push(text), complain: (text: string) => void errors.push(text) };
  const code = runRenderJsonnet(args, streams, { environment: ENVIRONMENT, folder });
  return { code, out: out.join(''), errors: errors.join(''), files: written(folder) };
}

function theirs(args: readonly string[]) {
  const folder = world();
  const run = spawnSync(oracle ?? '', args, { cwd: folder, encoding: 'utf8', env: ENVIRONMENT });
  return { code: run.status, out: run.stdout, errors: run.stderr, files: written(folder) };
}

function written(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !(path.slice(folder.length + 1) in FILES))
    .map((path) => `${path.slice(folder.length + 1)}: ${readFileSync(path, 'utf8')}`)
    .sort();
}

const LINES: readonly (readonly [string, readonly string[]])[] = [
  ['a library from the environment', ['-V', 'v=x', 'main.jsonnet']],
  ['the last library wins', ['-J', 'vendor', '-J', 'other', '-V', 'v=x', 'main.jsonnet']],
  ['a path with a dot', ['--ext-str', 'v=x', './main.jsonnet']],
  ['a variable from the environment', ['-e', '-V', 'V', 'std.extVar("V")']],
  ['a variable from nowhere', ['-e', '-V', 'NONE', '1']],
  [
    'code, files of texts and of code',
    [
      '-e',
      '--ext-code',
      'c=1 + 1',
      '--ext-str-file',
      't=value.txt',
      '--ext-code-file',
      'f=stream.jsonnet',
      '[std.extVar(n) for n in ["c", "t", "f"]]',
    ],
  ],
  ['broken code that nobody asks for', ['-e', '--ext-code', 'c=)', '1']],
  ['broken code', ['-e', '--ext-code', 'c=)', 'std.extVar("c")']],
  ['a missing file of a variable', ['-e', '--ext-str-file', 'c=none', 'std.extVar("c")']],
  ['top-level arguments', ['--tla-str', 'a=1', '--tla-code', 'b=[1]', 'function.jsonnet']],
  ['a top-level argument by file', ['-A', 'a=x', '--tla-str-file', 'b=value.txt', 'function.jsonnet']],
  ['a missing top-level argument', ['function.jsonnet']],
  ['one too many', ['--tla-str', 'a=1', '--tla-str', 'z=1', 'function.jsonnet']],
  ['a text', ['-S', '-e', '"a\\nb"']],
  ['no text', ['-S', '-e', '1']],
  ['letters together', ['-Se', '"x"']],
  ['no line break', ['--no-trailing-newline', '-e', '{}']],
  ['a stream', ['-y', 'stream.jsonnet']],
  ['an empty stream', ['-y', '-e', '[]']],
  ['no stream', ['-y', '-e', '{}']],
  ['a stream without a line break', ['-y', '--no-trailing-newline', '-e', '[]']],
  ['files', ['-c', '-m', 'out', 'multi.jsonnet']],
  ['files into a missing folder', ['-m', 'out/', 'multi.jsonnet']],
  ['files of texts', ['-S', '-m', '.', 'texts.jsonnet']],
  ['files up to one that leads out', ['-c', '-m', 'out', '-e', `{ '-': 1, '../x': 2, z: 3 }`]],
  ['files up to one that is a folder', ['-m', '.', '-e', '{ a: 1, vendor: 2, z: 3 }']],
  ['a file within a file', ['-c', '-m', '.', '-e', `{ 'value.txt/x': 1 }`]],
  ['a file in a folder that is missing', ['-m', '.', '-e', `{ 'missing/x': 1 }`]],
  ['a file as seen from the root', ['-m', '.', '-e', `{ '/../q': 1 }`]],
  ['a folder within a file', ['-c', '-m', 'value.txt', '-e', '{ a: 1 }']],
  ['a list up to a file that leads out', ['-o', 'list', '-m', '.', '-e', `{ '-': 1, '../x': 2 }`]],
  ['files of no texts', ['-S', '-m', '.', '-e', '{ a: 1 }']],
  ['no files', ['-m', '.', '-e', '[]']],
  ['an output file', ['-o', 'result.json', '-e', '{ a: 1 }']],
  ['an output file in a folder to make', ['-c', '-o', 'x/y/result.json', '-e', '1']],
  ['an output file nowhere', ['-o', 'none/result.json', '-e', '1']],
  ['a list of files in a file', ['-S', '-o', 'list', '-m', '.', 'texts.jsonnet']],
  ['a list that cannot be opened leaves no files', ['-o', 'none/list', '-c', '-m', 'out', 'multi.jsonnet']],
  ['a deep stack', ['-s', '20', 'loop.jsonnet']],
  ['a short trace', ['-t', '4', 'loop.jsonnet']],
  ['a whole trace', ['-t', '0', '-s', '30', 'loop.jsonnet']],
  ['a stack of nothing', ['-s', '0', 'loop.jsonnet']],
  ['a stack of words', ['-s', 'many', 'loop.jsonnet']],
  ['a program that is none', ['bad.jsonnet']],
  ['a missing file', ['none.jsonnet']],
  ['a folder', ['vendor']],
  ['two files', ['main.jsonnet', 'bad.jsonnet']],
  ['an unknown flag', ['--none', 'main.jsonnet']],
  ['a flag without its value', ['-e', '1', '-J']],
  ['an empty value', ['-J', '', '-e', '1']],
  ['a program that looks like a flag', ['-e', '--', '-1']],
  ['a trace line', ['-e', 'std.trace("hello", 1)']],
  ['a variable without an equals sign for its file', ['-e', '--ext-code-file', 'x', '1']],
];

test.skipIf(oracle === undefined).each(LINES)('%s', (_reason, args) => {
  expect(ours(args)).toEqual(theirs(args));
});

test('nothing to run, help and version', () => {
  expect(ours([])).toMatchObject({
    code: 1,
    out: '',
    errors: expect.stringMatching(/^ERROR: must give filename\n\nusage:/),
  });
  expect(ours(['-h'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('usage: tiphys render jsonnet'),
    errors: '',
  });
  expect(ours(['--version'])).toMatchObject({ code: 0, out: 'Jsonnet as go-jsonnet v0.22.0\n' });
});

test('a file is not written out of its folder', () => {
  const { code, errors, files } = ours(['-c', '-m', 'out', '-e', `{ '../x.json': 1 }`]);
  expect({ code, errors }).toEqual({ code: 1, errors: 'openat ../x.json: path escapes from parent\n' });
  expect(files.filter((name) => name.startsWith('x.json'))).toEqual([]);
});
