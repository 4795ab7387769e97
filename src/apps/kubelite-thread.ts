/** Runs kubelite in a worker thread, so that a busy cluster and a busy product do not wait for each other. */
import { Worker } from 'node:worker_threads';
import { AppError } from '../base/errors.ts';
import type { KubeliteUser } from '../kubelite/index.ts';
import type { FromKubelite, KubeliteReady, KubeliteThreadOptions, ToKubelite } from './kubelite-messages.ts';

export interface IssuedAccess {
  readonly token: string;
  readonly kubeconfig: string;
}

export interface KubeliteThread extends KubeliteReady {
  /** Resolves when the thread ends by itself, with the reason; nobody can reach the cluster any more. */
  readonly ended: Promise<string>;
  /** A token and a kubeconfig for another user. */
  issue(user: KubeliteUser): Promise<IssuedAccess>;
  close(): Promise<void>;
}

/**
 * Starts the thread and waits until it serves. `report` takes lines about what fails in its background. Throws
 * `kubelite.cannot-start`, e.g. where the port is taken.
 */
export async function startKubeliteThread(
  options: KubeliteThreadOptions = {},
  report: (line: string) => void = () => undefined,
): Promise<KubeliteThread> {
  const worker = new Worker(workerUrl(), { workerData: options });
  worker.on('message', (message: FromKubelite) => message.kind === 'report' && report(message.line));
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const ready = await firstMessage(worker);
  let next = 0;
  return {
    ...ready,
    ended: endOf(worker),
    issue: (user) => {
      next += 1;
      return issued(worker, { kind: 'issue', id: next, user });
    },
    close: async () => {
      post(worker, { kind: 'close' });
      await exited;
    },
  };
}

function endOf(worker: Worker): Promise<string> {
  return new Promise((resolve) => {
    worker.once('error', (error: Error) => resolve(error.stack ?? error.message));
    worker.once('exit', (code) => resolve(`its thread ended with ${code}`));
  });
}

/** From the sources the worker is a file beside; in the bundle it lies next to the program. */
function workerUrl(): URL {
  const isSource = import.meta.url.endsWith('.ts');
  return new URL(isSource ? './workers/kubelite-worker.ts' : './kubelite-worker.mjs', import.meta.url);
}

function post(worker: Worker, message: ToKubelite): void {
  worker.postMessage(message);
}

async function firstMessage(worker: Worker): Promise<KubeliteReady> {
  return new Promise((resolve, reject) => {
    const failed = (why: string, hint?: string) => {
      const message = `the embedded Kubernetes API did not start: ${why}`;
      reject(
        new AppError({ code: 'kubelite.cannot-start', kind: 'user', message, ...(hint !== undefined && { hint }) }),
      );
    };
    worker.once('error', (error: Error) => failed(error.message));
    worker.once('exit', (code) => failed(`its thread ended with ${code}`));
    worker.on('message', (message: FromKubelite) => {
      if (message.kind === 'ready') resolve(message);
      else if (message.kind === 'failed') failed(message.message, message.hint);
    });
  });
}

async function issued(worker: Worker, request: Extract<ToKubelite, { kind: 'issue' }>): Promise<IssuedAccess> {
  return new Promise((resolve) => {
    const listener = (message: FromKubelite): void => {
      if (message.kind !== 'issued' || message.id !== request.id) return;
      worker.off('message', listener);
      resolve(message);
    };
    worker.on('message', listener);
    post(worker, request);
  });
}
