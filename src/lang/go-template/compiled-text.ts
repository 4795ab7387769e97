/**
 * A text that parses, with all that it defines, under whatever name. Charts hold the same library many times and take
 * little of it: bodies are parsed again and compiled when they are first executed, once for all names of the text.
 */
import type { FunctionTable } from '../go-value/index.ts';
import { compileTree } from './execute/compile-statement.ts';
import type { Body, Code, Statement } from './execute/frame.ts';
import type { ListNode, Source } from './parse/node.ts';
import {
  definedTwice,
  isEmptyList,
  type ParsedTrees,
  type ParseOptions,
  parseBody,
  parseTrees,
} from './parse/parse-tree.ts';
import { parseError } from './parse/token-stream.ts';

export interface Language extends ParseOptions {
  readonly functions: FunctionTable;
}

/** A template as its text defines it. */
export interface Definition extends Body {
  /** Nothing but space: it does not take the place of another one. */
  readonly isEmpty: boolean;
}

export class CompiledText {
  readonly #text: string;
  readonly #root: LateCode;
  readonly #lastLine: number;
  readonly #defined = new Map<string, LateCode>();

  private constructor(text: string, { root, defined, lastLine }: ParsedTrees, language: Language) {
    this.#text = text;
    this.#lastLine = lastLine;
    this.#root = new LateCode(isEmptyList(root), () => root, language.functions);
    for (const [name, { isEmpty, at }] of defined) {
      const tree = () => parseBody({ name: '', text }, language, at);
      this.#defined.set(name, new LateCode(isEmpty, tree, language.functions));
    }
  }

  /** Throws TemplateError `template.invalid` with Go's words. */
  static read(source: Source, language: Language): CompiledText {
    return new CompiledText(source.text, parseTrees(source, language), language);
  }

  /** What the text defines if it has this name. Throws TemplateError where it defines that name itself. */
  definitions(name: string): ReadonlyMap<string, Definition> {
    const source: Source = { name, text: this.#text };
    const definitions = new Map<string, Definition>();
    for (const [own, code] of this.#defined) {
      definitions.set(own, { name: own, source, isEmpty: code.isEmpty, code });
    }
    const before = this.#defined.get(name);
    if (before && !before.isEmpty) {
      if (!this.#root.isEmpty) throw parseError(source, this.#lastLine, definedTwice(name));
      return definitions;
    }
    return definitions.set(name, { name, source, isEmpty: this.#root.isEmpty, code: this.#root });
  }
}

/** Code that is made when it first runs. */
class LateCode implements Code {
  readonly isEmpty: boolean;
  readonly #tree: () => ListNode;
  readonly #functions: FunctionTable;
  #code: Code | undefined;

  constructor(isEmpty: boolean, tree: () => ListNode, functions: FunctionTable) {
    this.isEmpty = isEmpty;
    this.#tree = tree;
    this.#functions = functions;
  }

  get slots(): number {
    return this.#compiled().slots;
  }

  get run(): Statement {
    return this.#compiled().run;
  }

  #compiled(): Code {
    this.#code ??= compileTree(this.#tree(), this.#functions);
    return this.#code;
  }
}
