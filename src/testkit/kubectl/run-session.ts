/** Runs a kubectl session against an API server, whichever it is, and keeps the answers in a comparable form. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Session, SessionCommand } from './parse-sessions.ts';
import { plainOutput, withoutProse } from './plain-output.ts';

const run = promisify(execFile);
const TRIES = 100;
const PAUSE = 100;
/** No command of a session takes so long. */
const PATIENCE = 100_000;

export interface SessionServer {
  /** The path of the program. */
  readonly kubectl: string;
  /** The text of a kubeconfig. */
  readonly kubeconfig: string;
}

/** What a command said, line by line. */
export interface SessionAnswer {
  readonly command: string;
  readonly code: number;
  readonly out?: readonly string[];
  readonly error?: readonly string[];
}

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** All answers of a session, in order. */
export async function runSession(session: Session, server: SessionServer): Promise<readonly SessionAnswer[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-session-'));
  try {
    const ask = asker(folder, server);
    const own = ownTexts(folder, server);
    await prepare(ask, session.namespace);
    const answers: SessionAnswer[] = [];
    for (const step of session.steps) {
      if (step.kind === 'file') writeFileSync(join(folder, step.name), step.text);
      else answers.push(answerOf(step, await patiently(ask, step), own));
    }
    return answers;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What stands for this run alone: where its files are, and where its server listens. */
function ownTexts(folder: string, { kubeconfig }: SessionServer): Readonly<Record<string, string>> {
  const port = /server"?: "?https:\/\/[^:]+:(\d+)/.exec(kubeconfig)?.[1];
  return { [folder]: 'FOLDER', ...(port !== undefined && { [port]: 'SERVER_PORT' }) };
}

type Ask = (args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Outcome>;

function asker(folder: string, { kubectl, kubeconfig }: SessionServer): Ask {
  const path = join(folder, 'kubeconfig');
  writeFileSync(path, kubeconfig, { mode: 0o600 });
  return async (args, env = {}) => {
    const options = { cwd: folder, env: { HOME: folder, PATH: '/usr/bin:/bin', KUBECONFIG: path, ...env } };
    try {
      const running = run(kubectl, [...args], { ...options, maxBuffer: 1 << 26, timeout: PATIENCE });
      // Nobody types.
      running.child.stdin?.end();
      const { stdout, stderr } = await running;
      return { code: 0, out: stdout, error: stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, out: stdout, error: stderr };
    }
  };
}

/** A namespace with what controllers put there, as the default of later commands. */
async function prepare(ask: Ask, namespace: string): Promise<void> {
  await ask(['create', 'namespace', namespace]);
  await ask(['config', 'set-context', '--current', `--namespace=${namespace}`]);
  for (const object of ['serviceaccount/default', 'configmap/kube-root-ca.crt']) {
    await ask(['wait', '--for=create', object, '--timeout=10s']);
  }
}

async function patiently(ask: Ask, { args, env, until }: SessionCommand): Promise<Outcome> {
  for (let tries = 0; ; tries += 1) {
    const outcome = await ask(args, env);
    if (until === undefined || outcome.out.trim() === until) return outcome;
    if (tries > TRIES) throw new Error(`${args.join(' ')}: ${until} expected, at last ${shortened(outcome)}`);
    await sleep(PAUSE);
  }
}

/** Templates that fail tell the whole object. */
function shortened({ out, error }: Outcome): string {
  return `${out}${error}`.slice(0, 500);
}

function answerOf(step: SessionCommand, outcome: Outcome, own: Readonly<Record<string, string>>): SessionAnswer {
  const { code } = outcome;
  if (step.compared === 'code') return { command: step.line, code };
  const lines = plainOutput(outcome.out, own);
  const error = plainOutput(outcome.error, own);
  const out =
    step.compared === 'without prose' ? withoutProse(lines) : step.compared === 'sorted' ? lines.toSorted() : lines;
  return { command: step.line, code, ...(out.length > 0 && { out }), ...(error.length > 0 && { error }) };
}
