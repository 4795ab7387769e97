/** Questions on the terminal. */
import { createInterface, type Interface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { AppError } from '../../base/errors.ts';

/** The line that is typed; empty where the input has ended. */
export async function ask(question: string): Promise<string> {
  return (await askOnce(question)) ?? '';
}

/** The line that is typed; undefined where the input has ended. */
export async function askOnce(question: string): Promise<string | undefined> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await firstLine(terminal, question);
  } finally {
    terminal.close();
  }
}

/** Asks until the answer is yes or no. Throws `cli.no-answer` (user) where the input ends without one. */
export async function askToProceed(question: string, readLine = askOnce): Promise<boolean> {
  for (;;) {
    const answer = await readLine(question);
    if (answer === undefined) throw new AppError({ code: 'cli.no-answer', kind: 'user', message: 'EOF' });
    const word = answer.trim().toLowerCase();
    if (word === 'y' || word === 'yes') return true;
    if (word === 'n' || word === 'no') return false;
  }
}

function firstLine(terminal: Interface, question: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    terminal.once('close', () => resolve(undefined));
    terminal.question(question).then(resolve, () => resolve(undefined));
  });
}

/** As `ask`, but what is typed is not shown. */
export async function askSecret(question: string): Promise<string> {
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: process.stdin.isTTY });
  try {
    return (await firstLine(terminal, '')) ?? '';
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
