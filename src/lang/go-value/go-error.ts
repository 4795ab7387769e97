/** What a Go function returns as its `error`, thrown. */
import { AppError } from '../../base/errors.ts';

/**
 * An error of a template function: the executor adds `error calling NAME: ` and the place. Code `template.failed`,
 * kind user. Thrown by functions and methods only; anything else they throw is a fault of ours and passes unchanged.
 */
export class GoError extends AppError {
  constructor(message: string, cause?: unknown) {
    super({ code: 'template.failed', kind: 'user', message, ...(cause !== undefined && { cause }) });
  }
}
