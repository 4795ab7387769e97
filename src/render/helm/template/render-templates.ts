/** Executes the templates of all charts: the text of each that is no partial. */
import { AppError } from '../../../base/errors.ts';
import { compileWith, type TemplateLibrary, type TemplateSet } from '../../../lang/go-template/index.ts';
import { Budget, type BudgetLimits, decodeText, functionTable, goDict } from '../../../lang/go-value/index.ts';
import { type Lookup, templateFunctions } from '../../../lang/sprig/index.ts';
import { baseName } from '../archive/clean-path.ts';
import type { Chart } from '../chart/chart.ts';
import type { CompiledMemory } from '../compiled-memory.ts';
import { helmFault } from '../helm-fault.ts';
import { helmLibrary } from './helm-library.ts';
import type { ScopedTemplate } from './scopes.ts';
import { executionFault, parseFault } from './template-fault.ts';
import { inTemplateOrder } from './template-order.ts';

/** A render of the largest known charts takes a tenth of this. */
export const HELM_LIMITS: Partial<BudgetLimits> = { steps: 20_000_000, bytes: 256 * 2 ** 20, milliseconds: 30_000 };

/** What templates may take from outside, and how much they may use. */
export interface TemplateInputs {
  readonly helm: 3 | 4;
  /** Nanoseconds since 1970. */
  now(): bigint;
  random(bytes: number): Uint8Array;
  readonly lookup?: Lookup;
  readonly limits?: Partial<BudgetLimits>;
  /** Milliseconds, for the limit of time; without it there is none. */
  readonly clock?: () => number;
  /** Keeps what was compiled for the next render of the same chart. */
  readonly memory?: CompiledMemory;
}

/** By template name. Throws `helm.template` and `helm.budget`, naming the template. */
export function renderTemplates(
  chart: Chart,
  templates: ReadonlyMap<string, ScopedTemplate>,
  inputs: TemplateInputs,
): ReadonlyMap<string, string> {
  const names = inTemplateOrder(templates.keys());
  const { memory } = inputs;
  const compile = (): TemplateSet => compiled(names, templates, memory?.library ?? helmLibrary());
  const set = memory?.templates(chart, names, compile) ?? compile();
  const execution = {
    budget: new Budget({ ...HELM_LIMITS, ...inputs.limits }, inputs.clock),
    now: () => inputs.now(),
    random: (bytes: number) => inputs.random(bytes),
    functions: functionTable(templateFunctions(inputs.lookup)),
  };
  const texts = new Map<string, string>();
  for (const name of names) {
    const template = templates.get(name);
    if (template === undefined || baseName(name).startsWith('_')) continue;
    template.data.set(
      'Template',
      goDict([
        ['Name', name],
        ['BasePath', template.basePath],
      ]),
    );
    try {
      texts.set(name, set.execute(name, template.data, execution).replaceAll('<no value>', ''));
    } catch (error) {
      throw failed(error, name, inputs.helm);
    }
  }
  return texts;
}

/** A value that holds itself overflows the stack of whoever walks it, as it does in Go; a text may grow too long for a string. */
function failed(error: unknown, name: string, helm: 3 | 4): unknown {
  if (error instanceof AppError) return executionFault(error, name, helm);
  if (!(error instanceof RangeError)) return error;
  const message = `${name}: a value is nested without end, or a text is too long (${error.message})`;
  return helmFault('helm.budget', message, { hint: 'Look for a value that is put into itself.' });
}

function compiled(
  names: readonly string[],
  templates: ReadonlyMap<string, ScopedTemplate>,
  library: TemplateLibrary,
): TemplateSet {
  const texts = names.map((name) => ({ name, text: decodeText(templates.get(name)?.file ?? new Uint8Array()) }));
  try {
    return compileWith(library, texts);
  } catch (error) {
    throw error instanceof AppError ? parseFault(error) : error;
  }
}
