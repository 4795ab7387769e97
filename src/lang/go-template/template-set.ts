/** Compiled templates by name, and how they run. */
import { AppError, hasCode } from '../../base/errors.ts';
import { BUDGET_CODES, type CallContext, type FunctionTable, type GoValue } from '../go-value/index.ts';
import type { CompiledText, Definition } from './compiled-text.ts';
import { refuseDepth } from './execute/compile-statement.ts';
import { overrunAt } from './execute/fail.ts';
import { type Body, Frame, Output, type Run, type Templates } from './execute/frame.ts';
import type { CompileOptions, ExecutionInputs, MissingKey, TemplateSet, TemplateText } from './template-contract.ts';
import { TemplateError } from './template-error.ts';
import { TemplateLibrary } from './template-library.ts';

/** Texts that `tpl` parses again and again are kept, as long as they are few and short. */
const KEPT_TEXTS = 2000;
const KEPT_LENGTH = 16_384;
/** So many open templates make a stack overflow one of the template's, not one of ours. */
const DEEP = 40;

/** What all sets of one compilation share. */
interface Shared {
  readonly library: TemplateLibrary;
  readonly kept: Map<string, CompiledText>;
}

/**
 * Parses texts in the order given: of two bodies for one name the later one stays, unless it is empty. Throws
 * TemplateError `template.invalid`.
 */
export function compileTemplates(
  texts: readonly TemplateText[],
  functions: FunctionTable,
  options: CompileOptions = {},
): TemplateSet {
  return compileWith(new TemplateLibrary(functions, options), texts);
}

/** The same with the functions and options of a library, and with the texts that it knows. */
export function compileWith(library: TemplateLibrary, texts: readonly TemplateText[]): TemplateSet {
  return new CompiledSet({ library, kept: new Map() }, undefined).extend(texts);
}

class CompiledSet implements TemplateSet, Templates {
  readonly #shared: Shared;
  readonly #below: CompiledSet | undefined;
  readonly #own = new Map<string, Definition>();

  constructor(shared: Shared, below: CompiledSet | undefined) {
    this.#shared = shared;
    this.#below = below;
  }

  get missingKey(): MissingKey {
    return this.#shared.library.options.missingKey ?? 'default';
  }

  get names(): readonly string[] {
    return [...new Set([...(this.#below?.names ?? []), ...this.#own.keys()])].sort();
  }

  has(name: string): boolean {
    return this.find(name) !== undefined;
  }

  find(name: string): Definition | undefined {
    return this.#own.get(name) ?? this.#below?.find(name);
  }

  extend(texts: readonly TemplateText[]): CompiledSet {
    const set = new CompiledSet(this.#shared, this.#own.size > 0 ? this : this.#below);
    for (const text of texts) set.#add(this.#shared.library.read(text).definitions(text.name));
    return set;
  }

  #add(definitions: ReadonlyMap<string, Definition>): void {
    for (const [name, definition] of definitions) {
      if (!definition.isEmpty || !this.has(name)) this.#own.set(name, definition);
    }
  }

  /** A text that was met before is not parsed once more. */
  #kept(source: TemplateText): CompiledText {
    const { kept, library } = this.#shared;
    const { text } = source;
    const known = kept.get(text);
    if (known) return known;
    const read = library.read(source);
    if (text.length <= KEPT_LENGTH && kept.size < KEPT_TEXTS) kept.set(text, read);
    return read;
  }

  execute(name: string, data: GoValue, inputs: ExecutionInputs): string {
    const { budget, functions } = inputs;
    const run: Run = {
      budget,
      now: () => inputs.now(),
      random: (bytes) => inputs.random(bytes),
      functions,
      contexts: new WeakMap(),
      nesting: 0,
      root: undefined,
      lastCall: undefined,
    };
    try {
      return this.#execute(name, data, run);
    } catch (error) {
      const known = error instanceof RangeError ? overflow(error, run) : error;
      throw hasCode(known, ...BUDGET_CODES) ? overrunAt(run.root, known) : known;
    }
  }

  #execute(name: string, data: GoValue, run: Run): string {
    const definition = this.find(name);
    if (definition) return this.#run(definition, data, run);
    const known = `template: no template ${JSON.stringify(name)} associated with template ${JSON.stringify(this.#shared.library.options.rootName ?? '')}`;
    throw new TemplateError('template.failed', known);
  }

  #run(body: Body, data: GoValue, run: Run): string {
    const output = new Output(run.budget);
    run.nesting += 1;
    run.budget.enter();
    const outer = { run, templates: this, context: this.#contextFor(run), output, depth: 0 };
    const frame = new Frame(outer, body, data ?? undefined);
    run.root ??= frame;
    body.code.run(frame);
    run.budget.leave();
    run.nesting -= 1;
    return output.text;
  }

  #contextFor(run: Run): CallContext {
    const known = run.contexts.get(this);
    if (known) return known;
    const { budget, now, random } = run;
    const templates = {
      has: (name: string) => this.has(name),
      execute: (name: string, data: GoValue) => this.#execute(name, data, run),
      parse: (name: string, text: string) => this.#parseForRun({ name, text }, run),
    };
    const context = { budget, now, random, templates };
    run.contexts.set(this, context);
    return context;
  }

  #parseForRun(text: TemplateText, run: Run): { execute(data: GoValue): string } {
    const clone = new CompiledSet(this.#shared, this);
    const definitions = this.#kept(text).definitions(text.name);
    clone.#add(definitions);
    // The definition of the text itself, whether it took the place of another one or not.
    const definition = definitions.get(text.name);
    return { execute: (data) => (definition ? clone.#run(definition, data, run) : '') };
  }
}

/** Our stack is smaller than Go's: what would have ended there at its limit ends here earlier. */
function overflow(error: RangeError, { lastCall, nesting }: Run): AppError {
  if (lastCall && lastCall.frame.depth > DEEP) refuseDepth(lastCall);
  return new AppError({
    code: 'template.too-deep',
    kind: 'user',
    message:
      nesting > DEEP
        ? `templates are nested too deep: ${nesting} of them are open`
        : 'the template needs more stack or memory than there is',
    hint: 'Look for a template that includes itself without end, or for very deep nesting.',
    cause: error,
  });
}
