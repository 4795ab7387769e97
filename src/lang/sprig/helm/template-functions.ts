/** `include`, `tpl`, `required`, `fail`, `lookup`: the functions of Helm's engine that depend on the render. */
import {
  ANY,
  GoError,
  type GoFunction,
  type GoValue,
  goDict,
  quote,
  STRING,
  type TemplateRunner,
} from '../../go-value/index.ts';
import { define } from '../define.ts';

/** Around a message for the person who runs the tool: who shows the error takes everything else off. */
export const WARNING_START = 'HELM_ERR_START';
export const WARNING_END = 'HELM_ERR_END';

const MOST_NESTED = 1000;
/** What Helm's engine calls the set of templates, and so every text that `tpl` runs. */
const ROOT_NAME = 'gotpl';

/** Objects of the cluster, as far as a render may see them. */
export type Lookup = (query: LookupQuery) => GoValue;

export interface LookupQuery {
  readonly apiVersion: string;
  readonly kind: string;
  /** Empty for cluster-wide kinds and for all namespaces. */
  readonly namespace: string;
  /** Empty for a list. */
  readonly name: string;
}

/** Without a cluster everything is absent, as with `helm template`. */
export const NOTHING_FOUND: Lookup = () => goDict();

function warning(message: string): GoError {
  return new GoError(WARNING_START + message + WARNING_END);
}

/** The text of a template that was executed goes in front of what went wrong in it. */
function executed(text: string, work: () => string): string {
  try {
    return work();
  } catch (error) {
    if (!isTemplateFailure(error)) throw error;
    throw new GoError(`error during tpl function execution for ${quote(text)}: ${error.message}`, error);
  }
}

/** Errors of templates and functions, not those of a budget. */
function isTemplateFailure(error: unknown): error is Error {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'template.failed' || code === 'template.invalid';
}

/** Counts how often each name is inside itself: one counter for each render. */
function includeFunction(): GoFunction {
  const nested = new Map<string, number>();
  return define('include', [STRING, ANY], (args, { templates }) => {
    const name = args.text(0);
    const depth = nested.get(name) ?? 0;
    if (depth > MOST_NESTED) {
      throw new GoError(`rendering template has a nested reference name: ${name}: unable to execute template`);
    }
    nested.set(name, depth + 1);
    try {
      return templates.execute(name, args.value(1));
    } finally {
      nested.set(name, depth);
    }
  });
}

/** `<no value>` is what a missing key prints; Helm takes it out again. */
function runText(text: string, data: GoValue, templates: TemplateRunner): string {
  const parsed = parseText(text, templates);
  return executed(text, () => parsed.execute(data)).replaceAll('<no value>', '');
}

function parseText(text: string, templates: TemplateRunner): ReturnType<TemplateRunner['parse']> {
  try {
    return templates.parse(ROOT_NAME, text);
  } catch (error) {
    if (isTemplateFailure(error)) throw new GoError(`cannot parse template ${quote(text)}: ${error.message}`, error);
    throw error;
  }
}

function isMissing(value: GoValue): boolean {
  return value === null || value === '';
}

/** The functions for one render; `lookup` answers for the cluster. */
export function templateFunctions(lookup: Lookup = NOTHING_FOUND): readonly GoFunction[] {
  return functionsOf(lookup).map((one) => ({ ...one, isOfExecution: true }));
}

function functionsOf(lookup: Lookup): readonly GoFunction[] {
  return [
    includeFunction(),
    define('tpl', [STRING, ANY], (args, { templates, budget }) => {
      budget.take(args.text(0).length);
      return runText(args.text(0), args.value(1), templates);
    }),
    define('required', [STRING, ANY], (args) => {
      if (isMissing(args.value(1))) throw warning(args.text(0));
      return args.value(1);
    }),
    define('fail', [STRING], (args) => {
      throw warning(args.text(0));
    }),
    define('lookup', [STRING, STRING, STRING, STRING], (args) =>
      lookup({ apiVersion: args.text(0), kind: args.text(1), namespace: args.text(2), name: args.text(3) }),
    ),
  ];
}
