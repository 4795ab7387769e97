/**
 * Each difference under its header, by the program that `KUBECTL_EXTERNAL_DIFF` names, else by `diff`; where there is none, in
 * the form of `diff` without options.
 */
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../../base/errors.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { writeYaml } from '../../../lang/yaml/write.ts';
import type { CommandContext, Output } from '../command.ts';
import { normalDiff } from './normal-diff.ts';
import { type DiffPair, diffHeader } from './resource-diff.ts';
import { shellWords } from './shell-words.ts';

/** Throws `cli.diff` (user) where the program of the environment cannot be run. */
export async function showDifferences(
  { output, env }: Pick<CommandContext, 'output' | 'env'>,
  pairs: readonly DiffPair[],
): Promise<void> {
  const external = shellWords(env['KUBECTL_EXTERNAL_DIFF'] ?? '');
  for (const { key, before, after } of pairs) {
    output.print(diffHeader(key));
    const sides = { name: key.name, before: textOf(before), after: textOf(after) };
    const command = external.length > 0 ? external : ['diff'];
    if ((await runDiff(output, command, sides)) === 'done') continue;
    if (external.length > 0) throw unusable(external);
    output.print(normalDiff(sides.before, sides.after));
  }
}

interface Sides {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** The files, and the digits of their folder, have the form that scripts around such programs know. Both go away with the program. */
async function runDiff(output: Output, command: readonly string[], sides: Sides): Promise<'done' | 'absent'> {
  const folder = join(tmpdir(), `argocd-diff${randomInt(10 ** 9, 10 ** 10)}`);
  await mkdir(folder, { mode: 0o700 });
  try {
    const after = join(folder, fileName(sides.name));
    const before = join(folder, `${fileName(sides.name)}-live.yaml`);
    await writeFile(after, sides.after, { mode: 0o600 });
    await writeFile(before, sides.before, { mode: 0o600 });
    return await run(output, [...command, before, after]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Names of objects are no paths. */
function fileName(name: string): string {
  return name.replaceAll('/', '_').replace(/^\.+$/, '_');
}

/** On a terminal the program has it for itself. What it ends with says nothing here. */
function run(output: Output, [program = '', ...args]: readonly string[]): Promise<'done' | 'absent'> {
  const shared = process.stdout.isTTY === true;
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: shared ? 'inherit' : ['ignore', 'pipe', 'pipe'] });
    child.stdout?.setEncoding('utf8').on('data', (text: string) => output.print(text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => output.complain(text));
    child.once('error', () => resolve('absent'));
    child.once('close', () => resolve('done'));
  });
}

function textOf(object: KubeObject | undefined): string {
  return object === undefined ? '' : writeYaml(object);
}

function unusable(command: readonly string[]): AppError {
  const message = `KUBECTL_EXTERNAL_DIFF: ${command[0]} cannot be run`;
  return new AppError({ code: 'cli.diff', kind: 'user', message });
}
