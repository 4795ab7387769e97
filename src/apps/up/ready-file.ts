/** Tells another program that everything is ready, and how to get in. Only its owner can read it. */
import { renameSync, writeFileSync } from 'node:fs';
import { AppError } from '../../base/errors.ts';

export interface Ready {
  readonly url: string;
  readonly kubeconfig: string;
  readonly username: string;
  readonly password: string;
  readonly sampleRepository: string;
  readonly pid: number;
}

/** Appears in one step. Throws `up.cannot-write` (user). */
export function writeReadyFile(path: string, ready: Ready): void {
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, `${JSON.stringify(ready, null, 2)}\n`, { mode: 0o600 });
    renameSync(draft, path);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new AppError({
      code: 'up.cannot-write',
      kind: 'user',
      message: `cannot write the ready file ${path}: ${code}`,
      cause,
    });
  }
}
