/**
 * Reads objects of one mirror through one long-lived `git cat-file --batch`: questions are written without waiting, answers
 * come in order. The process ends by itself after a while without questions and starts again with the next.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { BatchAnswers, type BatchObject, tooLarge, type Waiting } from './batch-answers.ts';
import { gitError } from './git-error.ts';
import type { HeldObjects } from './held-objects.ts';
import { startFailure } from './run-git.ts';

export interface ObjectReaderOptions {
  readonly binary: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds without a question after which the process ends. */
  readonly idle: number;
}

export interface ObjectReader {
  /**
   * The object that a name (object id, short id, `<id>^{commit}`) means; undefined where it is missing or ambiguous.
   * Throws `git.too-large` over `limit` bytes.
   */
  read(name: string, limit?: number): Promise<BatchObject | undefined>;
  close(): void;
}

interface Session {
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  readonly answers: BatchAnswers;
}

export function createObjectReader(options: ObjectReaderOptions): ObjectReader {
  let session: Session | undefined;
  let rest: NodeJS.Timeout | undefined;
  const close = (): void => {
    clearTimeout(rest);
    session?.child.stdin.end();
    session = undefined;
  };
  const current = (): Session => {
    session ??= open(options, {
      onEnd: (ended) => {
        if (session === ended) session = undefined;
      },
      onHuge: (ended, others) => {
        if (session === ended) session = undefined;
        ended.child.kill('SIGKILL');
        for (const one of others) {
          const next = current();
          next.answers.again(one);
          next.child.stdin.write(`${one.name}\n`);
        }
      },
    });
    return session;
  };
  return {
    close,
    async read(name, limit = Number.POSITIVE_INFINITY) {
      if (!/^[0-9a-f]{4,40}(?:\^\{commit\})?$/.test(name)) return undefined;
      clearTimeout(rest);
      const { child, answers } = current();
      const answer = answers.expect(name, limit);
      child.stdin.write(`${name}\n`);
      rest = setTimeout(close, options.idle);
      rest.unref();
      return await answer;
    },
  };
}

/** Asks the process only for what memory does not hold; trees and commits stay there. */
export function withMemory(reader: ObjectReader, held: HeldObjects): ObjectReader {
  return {
    close: () => reader.close(),
    async read(name, limit = Number.POSITIVE_INFINITY) {
      const known = held.get(name);
      if (known !== undefined && known.content.length > limit) throw tooLarge(known.content.length, limit);
      if (known !== undefined) return known;
      const found = await reader.read(name, limit);
      if (found?.type === 'tree' || found?.type === 'commit') held.add(found);
      return found;
    },
  };
}

interface Ends {
  readonly onEnd: (session: Session) => void;
  /** The process writes what nobody wants and is of no more use; others still wait for answers. */
  readonly onHuge: (session: Session, others: readonly Waiting[]) => void;
}

function open(options: ObjectReaderOptions, { onEnd, onHuge }: Ends): Session {
  const argv = [`--git-dir=${options.folder}`, 'cat-file', '--batch'];
  const child = spawn(options.binary, argv, {
    cwd: options.folder,
    env: options.environment,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const session: Session = { child, answers: new BatchAnswers((others) => onHuge(session, others)) };
  child.stdin.on('error', () => undefined);
  child.stdout.on('data', (chunk: Buffer) => session.answers.take(chunk));
  child.once('error', (cause) => {
    session.answers.fail(startFailure(cause));
    onEnd(session);
  });
  child.once('close', () => {
    session.answers.fail(gitError('git.failed', 'the process that reads Git objects ended early'));
    onEnd(session);
  });
  return session;
}
