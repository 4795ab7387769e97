/** The real Kustomize on files in a folder of their own. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { oraclePath } from './line-oracle.ts';

export interface RealBuild {
  readonly files: ReadonlyMap<string, Uint8Array | string>;
  readonly path: string;
  readonly flags?: readonly string[];
}

export interface RealAnswer {
  readonly output?: string;
  /** What it printed against it, without warnings. The folder reads as `/R`. */
  readonly error?: string;
}

/** Undefined where it is not installed. */
export const KUSTOMIZE = oraclePath('kustomize');

const LONGEST = 60_000;

export async function realBuild({ files, path, flags = [] }: RealBuild): Promise<RealAnswer> {
  const folder = mkdtempSync(join(tmpdir(), 'kustomize-'));
  try {
    for (const [name, content] of files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    const helm = flags.includes('--enable-helm') ? ['--helm-command', oraclePath('helm3') ?? 'helm'] : [];
    const { code, output, errors } = await run(['build', join(folder, path), ...flags, ...helm], folder);
    const plain = (text: string): string => text.replaceAll(folder, '/R');
    return code === 0 ? { output: plain(output) } : { error: plain(withoutWarnings(errors)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function withoutWarnings(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^(?:(?:# )?Warning|\d{4}\/\d\d\/\d\d )/.test(line))
    .join('\n')
    .trimEnd();
}

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

function run(words: readonly string[], home: string): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(KUSTOMIZE ?? '', words, { env: { HOME: home }, timeout: LONGEST });
    const [output, errors]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (part: Buffer) => output.push(part));
    child.stderr.on('data', (part: Buffer) => errors.push(part));
    child.on('close', (code) =>
      resolve({ code, output: Buffer.concat(output).toString(), errors: Buffer.concat(errors).toString() }),
    );
  });
}
