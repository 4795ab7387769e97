/** Texts that flags name: files of this machine, addresses, `-` for standard input. */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { AppError } from '../../base/errors.ts';

const LONGEST_MILLISECONDS = 60_000;

/** Throws `cli.invalid-file` (user). */
export async function readText(place: string): Promise<string> {
  if (/^https?:\/\//.test(place)) return await download(place);
  try {
    return await readFile(place, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'no such file or directory' : (code ?? 'cannot be read');
    throw invalid(`open ${place}: ${reason}`);
  }
}

export function readStandardInput(): Promise<string> {
  return text(process.stdin);
}

async function download(address: string): Promise<string> {
  const response = await fetch(address, { signal: AbortSignal.timeout(LONGEST_MILLISECONDS) }).catch(
    (cause: unknown) => {
      throw invalid(`cannot read ${address}`, cause);
    },
  );
  if (!response.ok) throw invalid(`cannot read ${address}: status ${response.status}`);
  return await response.text();
}

function invalid(message: string, cause?: unknown): AppError {
  return new AppError({ code: 'cli.invalid-file', kind: 'user', message, ...(cause === undefined ? {} : { cause }) });
}
