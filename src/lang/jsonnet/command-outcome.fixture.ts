/** A run with the command's flags over files in memory, in the shape of the recorded cases. */
import { pathBeside } from './clean-path.ts';
import { failureText } from './failure.ts';
import { type Importer, ImportFault } from './importer.ts';
import { runJsonnet, type Variable } from './run-jsonnet.ts';
import type { Limits } from './runtime/machine.ts';
import { serialize } from './runtime/manifest.ts';

export interface CommandCase {
  readonly main: string;
  readonly args: readonly string[];
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** More than programs of tests need, and no more than a thread of them has room for. */
const LIMITS: Limits = { frames: 500, steps: 50_000_000, size: 20_000_000 };

export type CommandOutcome = { readonly output: string; readonly stderr: string } | { readonly error: string };

export function commandOutcome({ main, args, files }: CommandCase): CommandOutcome {
  const traced: string[] = [];
  const outcome = runJsonnet({
    program: { kind: 'file', path: main },
    importer: memoryImporter(files),
    externalVariables: variablesOf(args, 'ext'),
    topLevelArguments: variablesOf(args, 'tla'),
    limits: LIMITS,
    trace: (line) => traced.push(`${line}\n`),
    wants: 'json',
  });
  if (outcome.kind === 'done') return { output: `${serialize(outcome.value, true)}\n`, stderr: traced.join('') };
  return { error: `${traced.join('')}${failureText(outcome.failure)}\n` };
}

/** What the command writes to both its streams for `-e PROGRAM`. */
export function snippetOutcome(program: string): string {
  const traced: string[] = [];
  const outcome = runJsonnet({
    program: { kind: 'text', text: program, name: '<cmdline>' },
    importer: memoryImporter(new Map()),
    externalVariables: new Map(),
    topLevelArguments: new Map(),
    limits: LIMITS,
    trace: (line) => traced.push(`${line}\n`),
    wants: 'json',
  });
  const text = outcome.kind === 'done' ? serialize(outcome.value, true) : failureText(outcome.failure);
  return `${traced.join('')}${text}\n`;
}

function variablesOf(args: readonly string[], kind: 'ext' | 'tla'): ReadonlyMap<string, Variable> {
  const variables = new Map<string, Variable>();
  for (const [index, flag] of args.entries()) {
    if (flag !== `--${kind}-str` && flag !== `--${kind}-code`) continue;
    const [name = '', ...rest] = (args[index + 1] ?? '').split('=');
    variables.set(name, { text: rest.join('='), isCode: flag.endsWith('code') });
  }
  return variables;
}

/** Files beside the importing one. */
export function memoryImporter(files: ReadonlyMap<string, Uint8Array>): Importer {
  return (from, path) => {
    const file = pathBeside(from, path);
    const bytes = files.get(file);
    if (bytes !== undefined) return { file, bytes };
    const isFolder = file === '.' || [...files.keys()].some((name) => name.startsWith(`${file}/`));
    if (isFolder) throw new ImportFault(`read ${file}: is a directory`);
    const quoted = JSON.stringify(path);
    throw new ImportFault(`couldn't open import ${quoted}: no match locally or in the Jsonnet library paths`);
  };
}
