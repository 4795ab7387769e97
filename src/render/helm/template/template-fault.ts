/** What Helm makes of the errors of templates. */
import type { AppError } from '../../../base/errors.ts';
import { WARNING_END, WARNING_START } from '../../../lang/sprig/index.ts';
import { helmFault } from '../helm-fault.ts';

const WARNING = new RegExp(`${WARNING_START}(.*)${WARNING_END}`, 's');
const BUDGET = ['template.too-many-steps', 'template.too-much-output', 'template.too-deep', 'template.too-slow'];

/** `parse error at (FILE:LINE): REASON`. */
export function parseFault(error: AppError): AppError {
  const parts = error.message.split(': ');
  if (parts.length === 1) return helmFault('helm.template', `parse error in (): ${error.message}`);
  return helmFault('helm.template', `parse error at (${parts[1]}): ${parts.at(-1)}`);
}

/** `file` is the template that was executed. Helm 4 prints a chain of nested errors over several lines. */
export function executionFault(error: AppError, file: string, helm: 3 | 4): AppError {
  if (BUDGET.includes(error.code)) return helmFault('helm.budget', `${file}: ${error.message}`, hintOf(error));
  const [, location = '', rest] = splitTwice(error.message);
  if (rest === undefined) return helmFault('helm.template', `execution error in (${file}): ${error.message}`);
  const warning = WARNING.exec(rest)?.[1];
  if (warning !== undefined) return helmFault('helm.template', `execution error at (${location}): ${warning}`);
  return helmFault('helm.template', (helm === 4 ? tracedMessage(error) : undefined) ?? error.message);
}

function hintOf({ hint }: AppError): { hint?: string } {
  return hint === undefined ? {} : { hint };
}

function splitTwice(text: string): readonly (string | undefined)[] {
  const [first, second, ...rest] = text.split(': ');
  return [first, second, rest.length === 0 ? undefined : rest.join(': ')];
}

/** The chain from the outside in; undefined where a link of it is no error of a template. */
function tracedMessage(error: AppError): string | undefined {
  const traces: string[] = [];
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    const trace = traceOf(current.message);
    if (trace === undefined) return undefined;
    if (traces.at(-1) !== trace) traces.push(trace);
  }
  return traces.join('').trim();
}

const PREFIX = 'template: ';
const EXECUTING = /^(.*?): executing "([^"]*)" at <(.*?)>: (.*)$/s;

function traceOf(message: string): string | undefined {
  if (!message.startsWith(PREFIX)) return undefined;
  const rest = message.slice(PREFIX.length);
  if (rest.startsWith('no template ')) return `${message}\n`;
  const executing = EXECUTING.exec(rest);
  if (executing !== null) {
    const [, location = '', template = '', place = '', reason = ''] = executing;
    return `${location}\n  executing "${template}" at <${place}>:\n    ${withoutNext(reason)}\n`;
  }
  const colon = rest.lastIndexOf(': ');
  return colon < 0 ? undefined : `${rest.slice(0, colon)}\n  ${withoutNext(rest.slice(colon + 2))}\n`;
}

/** The next error of the chain stands in the same text. */
function withoutNext(reason: string): string {
  const next = reason.indexOf(' template:');
  return next < 0 ? reason : reason.slice(0, next);
}
