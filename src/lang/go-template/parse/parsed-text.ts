/** A text that parses. Charts hold the same library many times under other names: its trees are made only where they are wanted. */
import type { Source } from './node.ts';
import { isEmptyList, type ParseOptions, parseTrees, parseTreesAgain, type Tree, type Trees } from './parse-tree.ts';

/** Trees of a text by name, at once or on demand. */
export class ParsedText {
  readonly #source: Source;
  readonly #options: ParseOptions;
  /** Names of the trees; whether each is nothing but space. */
  readonly #heads: ReadonlyMap<string, boolean>;
  #trees: Trees | undefined;

  private constructor(source: Source, options: ParseOptions, heads: ReadonlyMap<string, boolean>) {
    this.#source = source;
    this.#options = options;
    this.#heads = heads;
  }

  /** Throws TemplateError `template.invalid` with Go's words. */
  static read(source: Source, options: ParseOptions): ParsedText {
    const trees = parseTrees(source, options);
    const heads = new Map([...trees].map(([name, { root }]) => [name, isEmptyList(root)]));
    const parsed = new ParsedText(source, options, heads);
    parsed.#trees = trees;
    return parsed;
  }

  get names(): readonly string[] {
    return [...this.#heads.keys()];
  }

  isEmpty(name: string): boolean {
    return this.#heads.get(name) === true;
  }

  /** The same text under another name, not parsed once more; undefined where it defines one of the two names itself. */
  renamed(name: string): ParsedText | undefined {
    const { name: before, text } = this.#source;
    if (this.#heads.has(name) || mayDefine(text, before)) return undefined;
    const heads = new Map([...this.#heads].map(([own, empty]) => [own === before ? name : own, empty]));
    return new ParsedText({ name, text }, this.#options, heads);
  }

  /** Throws a TypeError for a name that is none of the text. */
  tree(name: string): Tree {
    this.#trees ??= parseTreesAgain(this.#source, this.#options);
    const tree = this.#trees.get(name);
    if (tree === undefined) throw new TypeError('a tree that its text does not define');
    return tree;
  }
}

/** Names can also be written with escapes. */
function mayDefine(text: string, name: string): boolean {
  return text.includes(name) || /(?:define|block)\s*"[^"\n]*\\/.test(text);
}
