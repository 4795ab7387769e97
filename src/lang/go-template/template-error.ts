/** Errors of templates, in Go's words. */
import { AppError } from '../../base/errors.ts';

export interface TemplatePlace {
  /** The template whose text it is, as named when parsed. */
  readonly template: string;
  /** From 1. */
  readonly line: number;
  /** Byte column as Go counts it, from 0; absent in errors of the parser. */
  readonly column?: number;
  /** The piece of source that was evaluated, as Go prints it. */
  readonly context?: string;
}

/**
 * The message is exactly Go's: `template: NAME:LINE:COLUMN: executing "NAME" at <CONTEXT>: …`. Codes
 * `template.invalid` (parser) and `template.failed` (execution), kind user. `cause` is the error of the function that
 * failed; of an error inside `include` that is again a TemplateError.
 */
export class TemplateError extends AppError {
  readonly place: TemplatePlace | undefined;

  constructor(code: 'template.invalid' | 'template.failed', message: string, detail: TemplateErrorDetail = {}) {
    super({ code, kind: 'user', message, ...(detail.cause !== undefined && { cause: detail.cause }) });
    this.place = detail.place;
  }
}

export interface TemplateErrorDetail {
  readonly place?: TemplatePlace;
  readonly cause?: unknown;
}
