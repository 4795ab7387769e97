/** Texts that were parsed, shared by all sets of one language: charts hold the same partials, and versions of a chart most of it. */
import type { FunctionTable } from '../go-value/index.ts';
import { BUILTINS } from './builtins/index.ts';
import { CompiledText, type Language } from './compiled-text.ts';
import type { Source } from './parse/node.ts';
import type { CompileOptions } from './template-contract.ts';

/** So many texts may be forgotten before the empty places are looked for. */
const LEAST_SWEPT = 256;

/** Keeps a text as long as a set that uses it is kept somewhere, and no longer. */
export class TemplateLibrary {
  readonly language: Language;
  readonly options: CompileOptions;
  readonly #texts = new Map<string, WeakRef<CompiledText>>();
  #sweepAt = LEAST_SWEPT;

  constructor(functions: FunctionTable, options: CompileOptions = {}) {
    const { leftDelimiter, rightDelimiter } = options;
    this.options = options;
    this.language = {
      functions,
      left: leftDelimiter || '{{',
      right: rightDelimiter || '}}',
      hasFunction: (name) => functions.has(name) || BUILTINS.has(name),
    };
  }

  /** A text that need not be parsed once more if a set knows it. Throws TemplateError `template.invalid`. */
  read(source: Source): CompiledText {
    const known = this.#texts.get(source.text)?.deref();
    if (known) return known;
    const read = CompiledText.read(source, this.language);
    this.#texts.set(source.text, new WeakRef(read));
    if (this.#texts.size >= this.#sweepAt) this.#sweep();
    return read;
  }

  #sweep(): void {
    for (const [text, held] of this.#texts) if (held.deref() === undefined) this.#texts.delete(text);
    this.#sweepAt = Math.max(LEAST_SWEPT, 2 * this.#texts.size);
  }
}
