/** Runs another tier in a process without our flags: a browser's driver needs code from strings, which the product forbids. */
import { spawn } from 'node:child_process';

/** Everything it printed, shown meanwhile. */
export function runPart(main: string, tier: string, filters: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, tier, ...filters], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    process.stdout.write(chunk);
  });
  return new Promise((resolve) => child.once('close', () => resolve(output)));
}
