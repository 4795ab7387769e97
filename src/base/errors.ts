/**
 * Faults. Expected outcomes (`OutOfSync`, "not found" of a read) are values and never thrown; everything else is one
 * `AppError`, whose `kind` was decided where it was thrown and tells the caller what to do.
 */

/**
 * - `user`: the input is wrong; repeating is useless until a person changes something.
 * - `transient`: the outside failed; repeating later may work.
 * - `terminal`: our own mistake or a broken invariant; report and stop this piece of work.
 */
export type ErrorKind = 'user' | 'transient' | 'terminal';

export interface ErrorDetails {
  /** Closed catalogue per layer, e.g. `git.unreachable`, `kube.conflict`, `render.invalid-yaml`. Callers branch on this, never on text. */
  readonly code: string;
  readonly kind: ErrorKind;
  /** One sentence that names the thing. Holds no secret. */
  readonly message: string;
  /** What the reader can do about it. */
  readonly hint?: string;
  readonly cause?: unknown;
}

export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: string;
  readonly kind: ErrorKind;
  readonly hint: string | undefined;

  constructor(details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.kind = details.kind;
    this.hint = details.hint;
  }
}

/** True for a fault with one of these codes. */
export function hasCode(error: unknown, ...codes: readonly string[]): error is AppError {
  return error instanceof AppError && codes.includes(error.code);
}

/** The text of anything thrown, for a person. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** For the default branch of a switch over a closed union: the compiler refuses a forgotten case. */
export function unreachable(value: never): never {
  throw new AppError({
    code: 'base.unreachable',
    kind: 'terminal',
    message: `unexpected value ${JSON.stringify(value)}`,
  });
}
