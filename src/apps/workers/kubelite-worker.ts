/** kubelite in a thread of its own: starts, tells where it is, issues tokens on request, ends. Started by `kubelite-thread.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../adapters/system-clock/system-clock.ts';
import { AppError, messageOf } from '../../base/errors.ts';
import { ADMIN, createKubelite, type Kubelite } from '../../kubelite/index.ts';
import { type AuditFile, auditFile } from '../audit-file.ts';
import type { FromKubelite, KubeliteThreadOptions, ToKubelite } from '../kubelite-messages.ts';

const port = parentPort;
if (port) {
  const post = (message: FromKubelite): void => port.postMessage(message);
  run(workerData as KubeliteThreadOptions, post).catch((error: unknown) => {
    const hint = error instanceof AppError ? error.hint : undefined;
    post({ kind: 'failed', message: messageOf(error), ...(hint !== undefined && { hint }) });
  });
}

async function run(options: KubeliteThreadOptions, post: (message: FromKubelite) => void): Promise<void> {
  const audit = options.audit === undefined ? undefined : auditFile(options.audit);
  const kubelite = createKubelite({
    clock: systemClock,
    controllers: options.controllers ?? true,
    authorization: 'rbac',
    report: (line) => post({ kind: 'report', line }),
    ...(options.data !== undefined && { data: options.data }),
    ...(audit && { audit: audit.sink }),
  });
  const { url, caCertificate } = await kubelite.listen(options);
  port?.on('message', (message: ToKubelite) => answer({ kubelite, audit, post }, message));
  const adminToken = kubelite.issueToken(ADMIN);
  post({ kind: 'ready', url, ca: caCertificate, adminToken, kubeconfig: kubelite.kubeconfig(ADMIN) });
}

interface Running {
  readonly kubelite: Kubelite;
  readonly audit: AuditFile | undefined;
  readonly post: (message: FromKubelite) => void;
}

async function answer({ kubelite, audit, post }: Running, message: ToKubelite): Promise<void> {
  if (message.kind === 'issue') {
    const { id, user } = message;
    post({ kind: 'issued', id, token: kubelite.issueToken(user), kubeconfig: kubelite.kubeconfig(user) });
    return;
  }
  await kubelite.close();
  audit?.close();
  post({ kind: 'closed' });
  port?.close();
}
