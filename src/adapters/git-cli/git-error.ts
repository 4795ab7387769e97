/** Faults of Git remotes and of the program `git`, translated once. Messages name the remote without its credentials. */
import { AppError, type ErrorKind } from '../../base/errors.ts';
import type { GitErrorCode } from '../../ports/git.ts';

const KINDS: Readonly<Record<GitErrorCode, ErrorKind>> = {
  'git.unreachable': 'transient',
  'git.authentication': 'user',
  'git.not-a-repository': 'user',
  'git.host-key': 'user',
  'git.timeout': 'transient',
  'git.missing-object': 'user',
  'git.too-large': 'user',
  'git.scheme-not-allowed': 'user',
  'git.not-allowed': 'user',
  'git.tool-missing': 'user',
  'git.failed': 'transient',
};

export interface GitErrorDetails {
  readonly hint?: string;
  readonly cause?: unknown;
  /** Where the code's usual kind is wrong. */
  readonly kind?: ErrorKind;
}

/** A fault with one of the port's codes; the code decides whether trying again can help. */
export function gitError(code: GitErrorCode, message: string, details: GitErrorDetails = {}): AppError {
  return new AppError({ kind: KINDS[code], ...details, code, message });
}
