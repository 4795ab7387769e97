/** Compiled templates by name, and how they run. */
import { AppError, hasCode } from '../../base/errors.ts';
import { BUDGET_CODES, type CallContext, type FunctionTable, type GoValue } from '../go-value/index.ts';
import { BUILTINS } from './builtins/index.ts';
import { compileTree, refuseDepth } from './execute/compile-statement.ts';
import { overrunAt } from './execute/fail.ts';
import { type Body, Frame, Output, type Run, type Templates } from './execute/frame.ts';
import type { ParseOptions } from './parse/parse-tree.ts';
import { ParsedText } from './parse/parsed-text.ts';
import type { CompileOptions, ExecutionInputs, MissingKey, TemplateSet, TemplateText } from './template-contract.ts';
import { TemplateError } from './template-error.ts';

/** Texts that `tpl` parses again and again are kept, as long as they are few and short. */
const KEPT_TEXTS = 2000;
const KEPT_LENGTH = 16_384;
/** So many open templates make a stack overflow one of the template's, not one of ours. */
const DEEP = 40;

/** What all sets of one compilation share. */
interface Shared {
  readonly functions: FunctionTable;
  readonly missingKey: MissingKey;
  readonly rootName: string;
  readonly parsing: ParseOptions;
  readonly kept: Map<string, ReadonlyMap<string, Definition>>;
}

/** A tree; its closures are made when it is first executed. */
class Definition implements Body {
  readonly name: string;
  readonly isEmpty: boolean;
  readonly #text: ParsedText;
  readonly #functions: FunctionTable;
  #body: Body | undefined;

  constructor(name: string, text: ParsedText, functions: FunctionTable) {
    this.name = name;
    this.isEmpty = text.isEmpty(name);
    this.#text = text;
    this.#functions = functions;
  }

  get slots(): number {
    return this.#compiled.slots;
  }

  get run(): Body['run'] {
    return this.#compiled.run;
  }

  get #compiled(): Body {
    this.#body ??= compileTree(this.#text.tree(this.name), this.#functions);
    return this.#body;
  }
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
  const isKnown = (name: string) => functions.has(name) || BUILTINS.has(name);
  const shared: Shared = {
    functions,
    missingKey: options.missingKey ?? 'default',
    rootName: options.rootName ?? '',
    parsing: { left: options.leftDelimiter || '{{', right: options.rightDelimiter || '}}', hasFunction: isKnown },
    kept: new Map(),
  };
  return new CompiledSet(shared, undefined).extend(texts);
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
    return this.#shared.missingKey;
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
    const parsed = new Map<string, ParsedText>();
    for (const { name, text } of texts) {
      const twin = parsed.get(text)?.renamed(name);
      const own = twin ?? ParsedText.read({ name, text }, this.#shared.parsing);
      parsed.set(text, own);
      set.#add(this.#definitionsOf(own));
    }
    return set;
  }

  #add(definitions: ReadonlyMap<string, Definition>): void {
    for (const [name, definition] of definitions) {
      if (!definition.isEmpty || !this.has(name)) this.#own.set(name, definition);
    }
  }

  #definitionsOf(parsed: ParsedText): ReadonlyMap<string, Definition> {
    const { functions } = this.#shared;
    return new Map(parsed.names.map((name) => [name, new Definition(name, parsed, functions)]));
  }

  /** Those of a text that was met before are as they were. */
  #kept(source: TemplateText): ReadonlyMap<string, Definition> {
    const { kept, parsing } = this.#shared;
    const { name, text } = source;
    const key = `${name}\0${text}`;
    const known = kept.get(key);
    if (known) return known;
    const definitions = this.#definitionsOf(ParsedText.read(source, parsing));
    if (text.length <= KEPT_LENGTH && kept.size < KEPT_TEXTS) kept.set(key, definitions);
    return definitions;
  }

  execute(name: string, data: GoValue, inputs: ExecutionInputs): string {
    const { budget, functions } = inputs;
    const run: Run = {
      inputs,
      budget,
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
    const known = `template: no template ${JSON.stringify(name)} associated with template ${JSON.stringify(this.#shared.rootName)}`;
    throw new TemplateError('template.failed', known);
  }

  #run(body: Body, data: GoValue, run: Run): string {
    const output = new Output(run.budget);
    run.nesting += 1;
    run.budget.enter();
    const outer = { run, templates: this, context: this.#contextFor(run), output, depth: 0 };
    const frame = new Frame(outer, body, data ?? undefined);
    run.root ??= frame;
    body.run(frame);
    run.budget.leave();
    run.nesting -= 1;
    return output.text;
  }

  #contextFor(run: Run): CallContext {
    const known = run.contexts.get(this);
    if (known) return known;
    const context = this.#newContext(run);
    run.contexts.set(this, context);
    return context;
  }

  #newContext(run: Run): CallContext {
    const { inputs, budget } = run;
    return {
      budget,
      now: () => inputs.now(),
      random: (bytes) => inputs.random(bytes),
      templates: {
        has: (name) => this.has(name),
        execute: (name, data) => this.#execute(name, data, run),
        parse: (name, text) => this.#parseForRun({ name, text }, run),
      },
    };
  }

  #parseForRun(text: TemplateText, run: Run): { execute(data: GoValue): string } {
    const clone = new CompiledSet(this.#shared, this);
    const definitions = this.#kept(text);
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
