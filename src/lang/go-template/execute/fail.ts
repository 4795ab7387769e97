/** Errors of execution, with Go's place and context. */
import { AppError } from '../../../base/errors.ts';
import { byteLength, quote } from '../../go-value/index.ts';
import { lineAt } from '../parse/lexer.ts';
import type { Node } from '../parse/node.ts';
import { nodeText } from '../parse/node-text.ts';
import { TemplateError, type TemplatePlace } from '../template-error.ts';
import type { Frame } from './frame.ts';

/** Throws `template: PLACE: executing "NAME" at <CONTEXT>: message` for the node that the frame is at. */
export function fail(frame: Frame, message: string, cause?: unknown): never {
  const name = quote(frame.body.name);
  const { node } = frame;
  if (node === undefined)
    throw new TemplateError('template.failed', `template: ${frame.body.name}: ${message}`, { cause });
  const place = placeOf(frame, node);
  const { template, line, column, context } = place;
  const text = `template: ${template}:${line}:${column}: executing ${name} at <${context}>: ${message}`;
  throw new TemplateError('template.failed', text, { place, cause });
}

const SHOWN_CONTEXT = 100;

/** An overrun of the budget with the place that the template executed: where a person begins to look. */
export function overrunAt(frame: Frame | undefined, error: AppError): AppError {
  if (frame?.node === undefined) return error;
  const { template, line, column, context } = placeOf(frame, frame.node);
  const shown = context.length > SHOWN_CONTEXT ? `${context.slice(0, SHOWN_CONTEXT)}…` : context;
  const { code, kind, hint, cause } = error;
  const message = `${error.message}, at ${template}:${line}:${column} <${shown}>`;
  return new AppError({
    code,
    kind,
    message,
    ...(hint !== undefined && { hint }),
    ...(cause !== undefined && { cause }),
  });
}

function placeOf({ body }: Frame, node: Node): Required<TemplatePlace> {
  const { name, text } = body.source;
  const { at } = node;
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const column = byteLength(text.slice(at === 0 ? 0 : start, at));
  return { template: name, line: lineAt(text, at), column, context: nodeText(node) };
}

/** True for what Go's function would have returned as its error: only that is reported as `error calling`. */
export function isGoError(error: unknown): error is AppError {
  return error instanceof AppError && (error.code === 'template.failed' || error.code === 'template.invalid');
}
