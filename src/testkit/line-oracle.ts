/** Real tools that answer one JSON request a line with one JSON answer a line, for tests to compare with. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseJson } from '../base/json/parse.ts';

/** Where the tool is, or undefined where it is not installed (then a test skips). */
export function oraclePath(name: string): string | undefined {
  const folder = process.env['TIPHYS_ORACLES'] ?? join(homedir(), '.cache', 'tiphys-oracles');
  const path = join(folder, 'bin', name);
  return existsSync(path) ? path : undefined;
}

/** The answers to these requests, in order. Throws where the tool gives fewer. */
export function askOracle(path: string, requests: readonly object[]): readonly Record<string, unknown>[] {
  const input = requests.map((request) => JSON.stringify(request)).join('\n');
  const run = spawnSync(path, { input: `${input}\n`, encoding: 'utf8', maxBuffer: 1 << 30 });
  const lines = run.stdout.split('\n').filter((line) => line !== '');
  if (lines.length !== requests.length) throw new Error(`${path} gave ${lines.length} answers: ${run.stderr}`);
  return lines.map((line) => parseJson(line) as Record<string, unknown>);
}
