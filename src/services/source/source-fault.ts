/** A fault of one source: what failed, already in the words of the condition. */
import { AppError, type ErrorKind } from '../../base/errors.ts';

/** Codes of this service; faults of the Git port and of rendering keep theirs. */
export type SourceErrorCode =
  | 'source.revision-not-found'
  | 'source.not-supported'
  | 'source.failed'
  /** The thread of a large render ended: out of memory, or by our mistake. */
  | 'source.render-crashed'
  | 'source.render-too-slow';

/** The same code and kind with another text; anything that is no fault of ours becomes `source.failed`. */
export function reworded(error: unknown, text: string): AppError {
  if (error instanceof AppError) return sourceFault(error.code, error.kind, text, error);
  return sourceFault('source.failed', 'terminal', text, error);
}

export function sourceFault(code: string, kind: ErrorKind, message: string, cause?: unknown): AppError {
  return new AppError({ code, kind, message, ...(cause === undefined ? {} : { cause }) });
}
