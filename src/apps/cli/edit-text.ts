/** A text in the editor of the user (`EDITOR`, else `vi`), until it is saved or given up (surface §2.1). */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../base/errors.ts';

export interface Editing {
  /** Of the file, so that editors colour it. */
  readonly fileName: string;
  readonly text: string;
  /** Saves what was written; an `AppError` of it is shown above the text, and the editor opens again. */
  readonly save: (text: string) => Promise<void>;
}

/** Throws `cli.edit` (user) where nothing was changed, and where there is no editor. */
export async function editText(env: NodeJS.ProcessEnv, { fileName, text, save }: Editing): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'edit-'));
  const file = join(folder, fileName);
  try {
    let shown = withComments(text, HEADER);
    for (;;) {
      await writeFile(file, shown, { mode: 0o600 });
      await runEditor(env['EDITOR'] || 'vi', file);
      const written = await readFile(file, 'utf8');
      if (written === '' || written === shown) throw failed('edit cancelled, no valid changes were saved');
      const fault = await faultOf(save, withoutComments(written));
      if (fault === undefined) return;
      shown = withComments(withoutComments(written), [...HEADER, ...fault.message.split('\n')]);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const HEADER = [
  'Lines that begin with # are left out. An empty file, or one that is not changed, ends this without saving.',
  'What could not be saved is shown again, with the reason here.',
];

async function faultOf(save: Editing['save'], text: string): Promise<AppError | undefined> {
  try {
    await save(text);
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

function runEditor(editor: string, file: string): Promise<void> {
  const [program = '', ...words] = editor.trim().split(/\s+/);
  return new Promise((resolve, reject) => {
    const running = spawn(program, [...words, file], { stdio: 'inherit' });
    running.on('error', (cause) => reject(failed(`${program} cannot be started: ${cause.message}`)));
    running.on('exit', (code) => (code === 0 ? resolve() : reject(failed(`${program}: exit status ${code}`))));
  });
}

function withComments(text: string, lines: readonly string[]): string {
  return `${lines.map((line) => `# ${line}\n`).join('')}${text}`;
}

function withoutComments(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n');
}

function failed(message: string): AppError {
  return new AppError({ code: 'cli.edit', kind: 'user', message });
}
