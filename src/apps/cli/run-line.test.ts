import { expect, test } from 'vitest';
import { runLine } from './run-line.ts';

async function line(...argv: readonly string[]) {
  const said = { stdout: '', stderr: '' };
  const print = (text: string): void => void (said.stdout += text);
  const complain = (text: string): void => void (said.stderr += text);
  const exit = await runLine(argv, { name: 'argocd', description: '', output: { print, complain }, env: {} });
  return { exit, ...said };
}

test.each<[string, readonly string[], number, string]>([
  ['nothing at all is answered with the verbs', [], 0, 'Usage: argocd '],
  ['help that is asked for', ['repo', '--help'], 0, 'Usage: argocd repo '],
  ['a group without a verb', ['repo'], 1, 'Usage: argocd repo '],
  ['a verb that is none', ['repo', 'foo'], 1, 'Usage: argocd repo '],
  ['a word too few', ['repo', 'add'], 1, 'Usage: argocd repo add '],
  ['a word too many', ['repo', 'add', 'a', 'b'], 1, 'Usage: argocd repo add '],
  ['a comparison without a name', ['app', 'diff'], 2, 'Usage: argocd app diff '],
])('%s: the help of the verb', async (_reason, argv, code, begin) => {
  const { exit, stdout, stderr } = await line(...argv);
  expect([exit, stdout.slice(0, begin.length), stderr]).toEqual([code, begin, '']);
});

test.each<[string, readonly string[], string]>([
  ['a flag that is none', ['repo', 'list', '--foo'], 'unknown flag: --foo'],
  ['a letter that is none', ['repo', 'list', '-z'], "unknown shorthand flag: 'z' in -z"],
  ['a flag without its value', ['repo', 'list', '--output'], 'flag needs an argument: --output'],
  ['a flag that must be there', ['app', 'get-resource', 'a'], 'required flag(s) "kind" not set'],
  [
    'a switch that is neither on nor off',
    ['app', 'diff', 'a', '--exit-code=abc'],
    'invalid argument "abc" for "--exit-code" flag: strconv.ParseBool: parsing "abc": invalid syntax',
  ],
])('%s: one line', async (_reason, argv, text) => {
  expect(await line(...argv)).toEqual({ exit: 1, stdout: `Error: ${text}\n`, stderr: '' });
});
