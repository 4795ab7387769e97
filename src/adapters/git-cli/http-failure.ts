/** HTTP statuses and connection failures as faults of the Git port. */
import { certificateFault, closedFault } from '../../base/certificate-fault.ts';
import { AppError } from '../../base/errors.ts';
import { throughProxy } from '../../base/proxy-choice.ts';
import type { GitServerAnswer } from '../../ports/git.ts';
import { gitError } from './git-error.ts';

const TEXT_LIMIT = 1024;

/** 401 and 403 ask for credentials, 404 and 410 know no repository, all others may pass. The server's words are the cause. */
export function statusFailure(status: number, url: string, body: Buffer): AppError {
  const answer: GitServerAnswer = { status, text: plainText(body) };
  const details = { cause: answer };
  if (status === 401) return gitError('git.authentication', `${url}: authentication required`, details);
  if (status === 403) {
    return gitError('git.authentication', `${url}: these credentials may not read the repository`, details);
  }
  if (status === 404 || status === 410)
    return gitError('git.not-a-repository', `${url}: repository not found`, details);
  const message = `${url}: the server answered ${status}`;
  if (status >= 500 || status === 429) return gitError('git.unreachable', message, details);
  return gitError('git.failed', message, { ...details, kind: 'user' });
}

function plainText(body: Buffer): string {
  return body.toString('utf8', 0, TEXT_LIMIT).replace(/[\u0000-\u0008\u000b-\u001f\u007f\ufffd]/g, '');
}

/** What a request threw, through this proxy where there is one. A fault of this port stays as it is. */
export function httpFailure(cause: unknown, url: string, proxy?: string): AppError {
  if (cause instanceof AppError) return cause.code.startsWith('git.') ? cause : refused(cause, url);
  const { name, code } = cause as { readonly name?: string; readonly code?: string };
  if (name === 'TimeoutError' || code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    return gitError('git.timeout', `${url}: no answer in time`, { cause });
  }
  const certificate = certificateFault(code ?? '', new URL(url).hostname);
  if (certificate !== undefined) {
    const { reason, fix: hint } = certificate;
    return gitError('git.unreachable', `${url}: ${reason}: ${hint}`, { kind: 'user', hint, cause });
  }
  const closed = closedFault(code ?? '', url);
  if (closed !== undefined) {
    const { reason, fix: hint } = closed;
    return gitError('git.unreachable', `${url}: ${reason}; ${hint}`, { hint, cause });
  }
  const reason = `cannot connect (${code ?? name ?? 'unknown'})${throughProxy(proxy)}`;
  return gitError('git.unreachable', `${url}: ${reason}`, { cause });
}

/** The rule of the installation, by its own words. */
function refused({ message, hint }: AppError, url: string): AppError {
  return gitError('git.not-allowed', `${url}: ${message}`, hint === undefined ? {} : { hint });
}
