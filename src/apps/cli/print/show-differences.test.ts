/** Differences by the program of the environment, by `diff`, and where there is none. */
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { DiffPair } from './resource-diff.ts';
import { shellWords } from './shell-words.ts';
import { showDifferences } from './show-differences.ts';

const key = { group: '', kind: 'ConfigMap', namespace: 'n', name: 'a:b/../c' };
const object = (value: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { value } });
const CHANGED: DiffPair = { key, before: object('one'), after: object('two') };
const HEADER = '\n===== /ConfigMap n/a:b/../c ======\n';

async function shown(pairs: readonly DiffPair[], env: NodeJS.ProcessEnv = {}) {
  let [out, err] = ['', ''];
  const print = (text: string): void => {
    out += text;
  };
  const complain = (text: string): void => {
    err += text;
  };
  await showDifferences({ output: { print, complain }, env }, pairs);
  return { out, err };
}

test('in the form of diff without options, each under its header', async () => {
  const added = { ...CHANGED, before: undefined };
  const gone = { ...CHANGED, after: undefined };
  const { out } = await shown([CHANGED, added, gone]);
  expect(out).toBe(
    `${HEADER}3c3\n<   value: one\n---\n>   value: two\n` +
      `${HEADER}0a1,6\n> apiVersion: v1\n> data:\n>   value: two\n> kind: ConfigMap\n> metadata:\n>   name: a\n` +
      `${HEADER}1,6d0\n< apiVersion: v1\n< data:\n<   value: one\n< kind: ConfigMap\n< metadata:\n<   name: a\n`,
  );
});

test('by the program that the environment names, with its words and its complaints', async () => {
  const { out } = await shown([CHANGED], { KUBECTL_EXTERNAL_DIFF: "diff -u --label 'as it is' --label=desired" });
  expect(out).toBe(
    `${HEADER}--- as it is\n+++ desired\n@@ -1,6 +1,6 @@\n apiVersion: v1\n data:\n-  value: one\n+  value: two\n` +
      ' kind: ConfigMap\n metadata:\n   name: a\n',
  );
  const { err } = await shown([CHANGED], { KUBECTL_EXTERNAL_DIFF: 'sh -c "echo oh no >&2"' });
  expect(err).toBe('oh no\n');
});

test('the files are gone afterwards, and none lies outside of its folder', async () => {
  const { out } = await shown([CHANGED], { KUBECTL_EXTERNAL_DIFF: 'echo' });
  const paths = out.slice(HEADER.length).trim().split(' ');
  expect(paths.map((path) => path.replace(/^.*argocd-diff[^/]*/, ''))).toEqual(['/a:b_.._c-live.yaml', '/a:b_.._c']);
  expect(paths.map((path) => existsSync(path))).toEqual([false, false]);
});

test('a program that is not there is named', async () => {
  await expect(shown([CHANGED], { KUBECTL_EXTERNAL_DIFF: 'no-such-program -u' })).rejects.toMatchObject({
    message: 'KUBECTL_EXTERNAL_DIFF: no-such-program cannot be run',
  });
});

test.each<[string, readonly string[]]>([
  ['', []],
  ['  diff   -u ', ['diff', '-u']],
  [`a 'b c' "d e" f\\ g`, ['a', 'b c', 'd e', 'f g']],
  [`a"b"'c'`, ['abc']],
  [`'' ""`, ['', '']],
  [`"a\\"b" 'c\\'`, ['a"b', 'c\\']],
  ['"open', ['open']],
])('words of %s', (text, words) => {
  expect(shellWords(text)).toEqual(words);
});
