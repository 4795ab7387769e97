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
  ['a comparison of two', ['app', 'diff', 'a', 'b'], 2, 'Usage: argocd app diff '],
  ['a sync of nothing', ['app', 'sync'], 1, 'Usage: argocd app sync '],
  ['a wait for nothing', ['app', 'wait'], 1, 'Usage: argocd app wait '],
  ['a deletion of nothing', ['app', 'delete'], 1, 'Usage: argocd app delete '],
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
  [
    'a plain switch that is neither',
    ['app', 'sync', 'a', '--async=abc'],
    'invalid argument "abc" for "--async" flag: strconv.ParseBool: parsing "abc": invalid syntax',
  ],
  [
    'a switch with a letter',
    ['gpg', 'rm', 'a', '--yes=abc'],
    'invalid argument "abc" for "-y, --yes" flag: strconv.ParseBool: parsing "abc": invalid syntax',
  ],
  [
    'a count that is negative',
    ['app', 'wait', 'a', '--timeout=-1'],
    'invalid argument "-1" for "--timeout" flag: strconv.ParseUint: parsing "-1": invalid syntax',
  ],
  [
    'a number that is none',
    ['app', 'sync', 'a', '--retry-limit=abc'],
    'invalid argument "abc" for "--retry-limit" flag: strconv.ParseInt: parsing "abc": invalid syntax',
  ],
  [
    'a time without a unit',
    ['app', 'sync', 'a', '--retry-backoff-duration=-1'],
    'invalid argument "-1" for "--retry-backoff-duration" flag: time: missing unit in duration "-1"',
  ],
  [
    'a position that is no number',
    ['app', 'diff', 'a', '--source-positions=abc'],
    'invalid argument "abc" for "--source-positions" flag: strconv.ParseInt: parsing "abc": invalid syntax',
  ],
])('%s: one line', async (_reason, argv, text) => {
  expect(await line(...argv)).toEqual({ exit: 1, stdout: `Error: ${text}\n`, stderr: '' });
});

test.each([
  ['get', []],
  ['get', ['a', 'b']],
  ['rm', []],
  ['rm', ['a', 'b']],
])('gpg %s of %j: one key is to be named', async (verb, words) => {
  expect(await line('gpg', verb, ...words)).toEqual({ exit: 20, stdout: '', stderr: 'Missing KEYID argument\n' });
});

const TWO = 'when 0 or more than 1 application names are passed as argument(s)';
test.each<[string, readonly string[], string]>([
  ['of two', ['a', 'b', '--revisions', 'x'], `Cannot use --revisions and --source-positions options ${TWO}`],
  ['of two by name', ['a', 'b', '--source-names', 'x'], `Cannot use --revisions and --source-names options ${TWO}`],
  [
    'by both',
    ['a', '--source-names', 'x', '--source-positions', '1', '--revisions', 'x'],
    'Only one of source-positions and source-names can be specified.',
  ],
  [
    'without one',
    ['a', '--source-positions', '1'],
    'While using --revisions and --source-positions, length of values for both flags should be same.',
  ],
])('a sync to revisions %s is refused before a server is asked', async (_reason, argv, text) => {
  expect(await line('app', 'sync', ...argv)).toEqual({ exit: 1, stdout: '', stderr: `${text}\n` });
});
