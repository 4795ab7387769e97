/** Tokens → the trees of documents, by libyaml's grammar and in its order, so that the first thing wrong is the same. */
import type { Mark } from './cursor.ts';
import type { MappingNode, Node, ScalarNode, SequenceNode } from './node.ts';
import { Scanner } from './scanner.ts';
import { YamlSyntaxFault } from './syntax-fault.ts';
import type { Token, TokenKind } from './token.ts';

export interface ParserLimits {
  /** Called for every node and when collections begin and end; throws where there are too many. */
  count(): void;
  enter(): void;
  leave(): void;
}

const DEFAULT_TAGS: readonly (readonly [string, string])[] = [
  ['!', '!'],
  ['!!', 'tag:yaml.org,2002:'],
];

interface Properties {
  readonly anchor: string;
  readonly tag: string;
  readonly start: Mark;
  readonly isFlow?: true;
}

export class DocumentParser {
  readonly #scanner: Scanner;
  readonly #limits: ParserLimits;
  #anchors = new Map<string, Node>();
  #tags = new Map<string, string>();
  #isFirst = true;

  constructor(text: string, limits: ParserLimits) {
    this.#scanner = new Scanner(text);
    this.#limits = limits;
  }

  /** Units of text that have been looked at. */
  get position(): number {
    return this.#scanner.cursor.position;
  }

  /** The next document with the line (from 0) at which it begins; undefined at the end. */
  next(): { readonly root: Node; readonly line: number } | undefined {
    const isImplicit = this.#isFirst;
    this.#isFirst = false;
    if (!isImplicit) while (this.#peek().kind === 'document-end') this.#scanner.skip();
    const first = this.#peek();
    if (first.kind === 'stream-end') return undefined;
    this.#anchors = new Map();
    this.#tags = new Map();
    this.#readDirectives();
    const start = this.#peek();
    const isMarked = start.kind === 'document-start';
    if (!isMarked && (!isImplicit || start !== first))
      throw this.#fail('did not find expected <document start>', start);
    if (isMarked) this.#scanner.skip();
    const content = this.#peek();
    const isEmpty = isMarked && this.#endsDocument(content.kind);
    const root = isEmpty ? this.#empty(content.start) : this.#node({ isBlock: true });
    if (this.#peek().kind === 'document-end') this.#scanner.skip();
    return { root, line: content.start.line };
  }

  #endsDocument(kind: TokenKind): boolean {
    return kind.startsWith('document') || kind.endsWith('directive') || kind === 'stream-end';
  }

  #peek(): Token {
    return this.#scanner.peek();
  }

  #is(...kinds: readonly TokenKind[]): boolean {
    return kinds.includes(this.#peek().kind);
  }

  #fail(problem: string, token: Token, context?: Mark): YamlSyntaxFault {
    return YamlSyntaxFault.parsing({ problem, at: token.start, ...(context && { context }) });
  }

  #readDirectives(): void {
    let hasVersion = false;
    for (;;) {
      const token = this.#peek();
      if (token.kind === 'version-directive') {
        if (hasVersion) throw this.#fail('found duplicate %YAML directive', token);
        if (token.value !== '1.1') throw this.#fail('found incompatible YAML document', token);
        hasVersion = true;
      } else if (token.kind === 'tag-directive') {
        if (this.#tags.has(token.value)) throw this.#fail('found duplicate %TAG directive', token);
        this.#tags.set(token.value, token.suffix);
      } else break;
      this.#scanner.skip();
    }
    for (const [handle, prefix] of DEFAULT_TAGS) if (!this.#tags.has(handle)) this.#tags.set(handle, prefix);
  }

  #empty({ line }: Mark): ScalarNode {
    this.#limits.count();
    return { kind: 'scalar', value: '', tag: '', isImplicit: true, line };
  }

  #emptyInFlow(mark: Mark): Node {
    return { ...this.#empty(mark), isInFlow: true };
  }

  #node({ isBlock, mayBeIndentless = false }: { isBlock: boolean; mayBeIndentless?: boolean }): Node {
    const first = this.#peek();
    if (first.kind === 'alias') return this.#alias(first);
    this.#limits.count();
    const properties = this.#properties(first);
    const token = this.#peek();
    const { start } = properties;
    if (mayBeIndentless && token.kind === 'block-entry')
      return this.#sequence(properties, (items) => this.#indentlessItems(items));
    switch (token.kind) {
      case 'scalar':
        return this.#scalar(token, properties);
      case 'flow-sequence-start':
        return this.#sequence({ ...properties, isFlow: true }, (items) => this.#flowItems(items));
      case 'flow-mapping-start':
        return this.#mapping({ ...properties, isFlow: true }, (pairs) => this.#flowPairs(pairs));
      case 'block-sequence-start':
        if (isBlock) return this.#sequence(properties, (items) => this.#blockItems(items));
        break;
      case 'block-mapping-start':
        if (isBlock) return this.#mapping(properties, (pairs) => this.#blockPairs(pairs));
        break;
      default:
    }
    if (properties.anchor === '' && properties.tag === '') {
      throw this.#fail('did not find expected node content', token, start);
    }
    const isImplicit = properties.tag === '';
    return this.#named(properties, { kind: 'scalar', value: '', tag: properties.tag, isImplicit, line: start.line });
  }

  #alias(token: Token): Node {
    const target = this.#anchors.get(token.value);
    if (target === undefined) throw YamlSyntaxFault.whole(`unknown anchor '${token.value}' referenced`);
    this.#scanner.skip();
    return { kind: 'alias', name: token.value, target, line: token.start.line };
  }

  /** An anchor and a tag, in any order. */
  #properties(first: Token): Properties {
    let anchor = '';
    let tag: Token | undefined;
    for (let count = 0; count < 2; count++) {
      const token = this.#peek();
      if (token.kind === 'anchor' && anchor === '') anchor = token.value;
      else if (token.kind === 'tag' && tag === undefined) tag = token;
      else break;
      this.#scanner.skip();
    }
    return { anchor, tag: tag === undefined ? '' : this.#tagName(tag, first.start), start: first.start };
  }

  #tagName(tag: Token, start: Mark): string {
    if (tag.value === '') return tag.suffix;
    const prefix = this.#tags.get(tag.value);
    if (prefix === undefined) throw this.#fail('found undefined tag handle', tag, start);
    return prefix + tag.suffix;
  }

  #named<T extends Node>({ anchor }: Properties, node: T): T {
    if (anchor !== '') this.#anchors.set(anchor, node);
    return node;
  }

  #scalar(token: Token, properties: Properties): Node {
    const { tag, start } = properties;
    const isImplicit = (tag === '' && token.isPlain) || tag === '!';
    const node = this.#named(properties, { kind: 'scalar', value: token.value, tag, isImplicit, line: start.line });
    this.#scanner.skip();
    return node;
  }

  #sequence(properties: Properties, read: (items: Node[]) => void): Node {
    const { isFlow, start } = properties;
    const style = isFlow === undefined ? {} : { isFlow };
    const node: SequenceNode = this.#named(properties, { kind: 'sequence', items: [], ...style, line: start.line });
    this.#limits.enter();
    read(node.items);
    this.#limits.leave();
    return node;
  }

  #mapping(properties: Properties, read: (pairs: MappingNode['pairs']) => void): Node {
    const { isFlow, start } = properties;
    const style = isFlow === undefined ? {} : { isFlow };
    const node: MappingNode = this.#named(properties, { kind: 'mapping', pairs: [], ...style, line: start.line });
    this.#limits.enter();
    read(node.pairs);
    this.#limits.leave();
    return node;
  }

  /** Content behind an indicator, or nothing where one of these tokens follows. */
  #blockContent(after: Token, ...empties: readonly TokenKind[]): Node {
    this.#scanner.skip();
    if (this.#is(...empties)) return this.#empty(after.start);
    return this.#node({ isBlock: true, mayBeIndentless: after.kind !== 'block-entry' });
  }

  #blockItems(items: Node[]): void {
    const { start } = this.#peek();
    this.#scanner.skip();
    for (;;) {
      const token = this.#peek();
      if (token.kind === 'block-end') break;
      if (token.kind !== 'block-entry') throw this.#fail("did not find expected '-' indicator", token, start);
      items.push(this.#blockContent(token, 'block-entry', 'block-end'));
    }
    this.#scanner.skip();
  }

  /** A list as the value of a key, in the key's own column. */
  #indentlessItems(items: Node[]): void {
    for (;;) {
      const token = this.#peek();
      if (token.kind !== 'block-entry') return;
      items.push(this.#blockContent(token, 'block-entry', 'key', 'value', 'block-end'));
    }
  }

  #blockPairs(pairs: MappingNode['pairs']): void {
    const { start } = this.#peek();
    this.#scanner.skip();
    for (;;) {
      const token = this.#peek();
      if (token.kind === 'block-end') break;
      if (token.kind !== 'key') throw this.#fail('did not find expected key', token, start);
      const key = this.#blockContent(token, 'key', 'value', 'block-end');
      const colon = this.#peek();
      const hasValue = colon.kind === 'value';
      pairs.push([key, hasValue ? this.#blockContent(colon, 'key', 'value', 'block-end') : this.#empty(colon.start)]);
    }
    this.#scanner.skip();
  }

  /** Steps over the comma between two entries; `bracket` closes the collection. */
  #entry(start: Mark, bracket: ']' | '}', isFirst: boolean): void {
    const token = this.#peek();
    if (isFirst) return;
    if (token.kind !== 'flow-entry') throw this.#fail(`did not find expected ',' or '${bracket}'`, token, start);
    this.#scanner.skip();
  }

  #flowItems(items: Node[]): void {
    const { start } = this.#peek();
    this.#scanner.skip();
    while (!this.#is('flow-sequence-end')) {
      this.#entry(start, ']', items.length === 0);
      const token = this.#peek();
      if (token.kind === 'key') items.push(this.#singlePair(token));
      else if (token.kind !== 'flow-sequence-end') items.push(this.#node({ isBlock: false }));
      else break;
    }
    this.#scanner.skip();
  }

  /** `[a: b]` is a list of one mapping. */
  #singlePair(key: Token): Node {
    this.#limits.count();
    this.#scanner.skip();
    const first = this.#pairKey();
    const colon = this.#peek();
    let second: Node | undefined;
    if (colon.kind === 'value') {
      this.#scanner.skip();
      if (!this.#is('flow-entry', 'flow-sequence-end')) second = this.#node({ isBlock: false });
    }
    return { kind: 'mapping', pairs: [[first, second ?? this.#emptyInFlow(colon.start)]], line: key.start.line };
  }

  /** Without a key what follows is stepped over, as in the library. */
  #pairKey(): Node {
    const token = this.#peek();
    if (!this.#is('value', 'flow-entry', 'flow-sequence-end')) return this.#node({ isBlock: false });
    this.#scanner.skip();
    return this.#emptyInFlow(token.start);
  }

  #flowPairs(pairs: MappingNode['pairs']): void {
    const { start } = this.#peek();
    this.#scanner.skip();
    while (!this.#is('flow-mapping-end')) {
      this.#entry(start, '}', pairs.length === 0);
      const token = this.#peek();
      if (token.kind === 'key') pairs.push(this.#flowPair());
      else if (token.kind !== 'flow-mapping-end') {
        const key = this.#node({ isBlock: false });
        pairs.push([key, this.#emptyInFlow(this.#peek().start)]);
      } else break;
    }
    this.#scanner.skip();
  }

  #flowPair(): readonly [Node, Node] {
    const isMissing = (...kinds: readonly TokenKind[]) => this.#is(...kinds, 'flow-entry', 'flow-mapping-end');
    this.#scanner.skip();
    const key = isMissing('value') ? this.#emptyInFlow(this.#peek().start) : this.#node({ isBlock: false });
    if (this.#peek().kind === 'value') {
      this.#scanner.skip();
      if (!isMissing()) return [key, this.#node({ isBlock: false })];
    }
    return [key, this.#emptyInFlow(this.#peek().start)];
  }
}
