/** Text → trees: the one of the text itself and those it defines. */
import { quote } from '../../go-value/text/quote.ts';
import { Lexer, type LexerOptions } from './lexer.ts';
import type { BranchNode, EndNode, JumpNode, ListNode, Source, StatementNode, TemplateNode } from './node.ts';
import { nodeText } from './node-text.ts';
import { parsePipeline, type TreeState, unquoted } from './parse-pipeline.ts';
import type { Token } from './token.ts';
import { TokenStream } from './token-stream.ts';

export interface ParseOptions extends LexerOptions {
  hasFunction(name: string): boolean;
}

export interface Tree {
  readonly name: string;
  readonly source: Source;
  readonly root: ListNode;
}

export type Trees = ReadonlyMap<string, Tree>;

type Parsed = StatementNode | EndNode;

interface Parsing extends TreeState {
  readonly options: ParseOptions;
  readonly trees: Map<string, Tree>;
  rangeDepth: number;
}

/**
 * Every tree of a text by name; that of the text itself last. Throws TemplateError `template.invalid` with Go's words.
 */
export function parseTrees(source: Source, options: ParseOptions): Trees {
  const parsing = rootParsing(source, options);
  addTree(parsing, source.name, guarded(parsing));
  return parsing.trees;
}

/** The same for a text that was parsed before: where there is too little stack for it now, the RangeError goes on. */
export function parseTreesAgain(source: Source, options: ParseOptions): Trees {
  const parsing = rootParsing(source, options);
  addTree(parsing, source.name, parseText(parsing));
  return parsing.trees;
}

function rootParsing(source: Source, options: ParseOptions): Parsing {
  const lexer = new Lexer(source.text, options);
  lexer.breakIsKeyword = !options.hasFunction('break');
  lexer.continueIsKeyword = !options.hasFunction('continue');
  return newParsing({ source, options, trees: new Map() }, lexer);
}

function newParsing(shared: Pick<Parsing, 'source' | 'options' | 'trees'>, lexer: Lexer): Parsing {
  return {
    ...shared,
    tokens: new TokenStream(lexer, shared.source.name),
    variables: ['$'],
    hasFunction: shared.options.hasFunction,
    parentheses: 0,
    rangeDepth: 0,
  };
}

/** Nesting beyond our stack is refused like nesting beyond Go's own limit. */
function guarded(parsing: Parsing): ListNode {
  try {
    return parseText(parsing);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return parsing.tokens.fail('max expression depth exceeded');
  }
}

function parseText(parsing: Parsing): ListNode {
  const { tokens, source } = parsing;
  const list: ListNode = { kind: 'list', at: tokens.peek().at, source, nodes: [] };
  while (tokens.peek().kind !== 'eof') {
    if (tokens.peek().kind === 'left-delimiter') {
      const delimiter = tokens.next();
      if (tokens.nextNonSpace().kind === 'define') {
        parseDefinition(parsing);
        continue;
      }
      tokens.back(delimiter);
    }
    const node = parseStatement(parsing);
    if (isEnd(node)) tokens.fail(`unexpected ${nodeText(node)}`);
    else list.nodes.push(node);
  }
  return list;
}

function isEnd(node: Parsed): node is EndNode {
  return node.kind === 'end' || node.kind === 'else';
}

function parseDefinition(outer: Parsing): void {
  const context = 'define clause';
  const parsing = newParsing(outer, outer.tokens.lexer);
  const name = unquoted(parsing.tokens, parsing.tokens.expect(context, 'string', 'raw-string'));
  parsing.tokens.expect(context, 'right-delimiter');
  const [list, end] = parseList(parsing);
  if (end.kind !== 'end') parsing.tokens.fail(`unexpected ${nodeText(end)} in ${context}`);
  addTree(parsing, name, list);
}

function addTree(parsing: Parsing, name: string, root: ListNode): void {
  const before = parsing.trees.get(name);
  if (before === undefined || isEmptyList(before.root)) {
    parsing.trees.set(name, { name, source: parsing.source, root });
  } else if (!isEmptyList(root)) {
    parsing.tokens.fail(`template: multiple definition of template ${quote(name)}`);
  }
}

/** Nothing but space: such a body does not replace another one. */
export function isEmptyList(list: ListNode): boolean {
  return list.nodes.every((node) => node.kind === 'text' && /^[\s\x85]*$/.test(node.text) && !/\ufeff/.test(node.text));
}

function parseList(parsing: Parsing): [ListNode, EndNode] {
  const { tokens, source } = parsing;
  const list: ListNode = { kind: 'list', at: tokens.peekNonSpace().at, source, nodes: [] };
  while (tokens.peekNonSpace().kind !== 'eof') {
    const node = parseStatement(parsing);
    if (isEnd(node)) return [list, node];
    list.nodes.push(node);
  }
  return tokens.fail('unexpected EOF');
}

function parseStatement(parsing: Parsing): Parsed {
  const { tokens, source } = parsing;
  const token = tokens.nextNonSpace();
  if (token.kind === 'text') return { kind: 'text', at: token.at, source, text: token.text };
  if (token.kind !== 'left-delimiter') return tokens.refuse(token, 'input');
  tokens.actionLine = token.line;
  const node = parseAction(parsing);
  tokens.actionLine = 0;
  return node;
}

function parseAction(parsing: Parsing): Parsed {
  const { tokens, source } = parsing;
  const token = tokens.nextNonSpace();
  switch (token.kind) {
    case 'block':
      return parseBlock(parsing);
    case 'break':
    case 'continue':
      return parseJump(parsing, token.kind, token);
    case 'else':
      return parseElse(parsing);
    case 'end':
      return { kind: 'end', at: tokens.expect('end', 'right-delimiter').at, source };
    case 'if':
    case 'range':
    case 'with':
      return parseBranch(parsing, token.kind);
    case 'template':
      return parseTemplate(parsing);
    default: {
      tokens.back();
      const { at } = tokens.peek();
      return { kind: 'action', at, source, pipe: parsePipeline(parsing, 'command', 'right-delimiter') };
    }
  }
}

function parseJump(parsing: Parsing, kind: 'break' | 'continue', token: Token): JumpNode {
  const { tokens, source } = parsing;
  const next = tokens.nextNonSpace();
  if (next.kind !== 'right-delimiter') tokens.refuse(next, `{{${kind}}}`);
  if (parsing.rangeDepth === 0) tokens.fail(`{{${kind}}} outside {{range}}`);
  return { kind, at: token.at, source };
}

function parseElse(parsing: Parsing): EndNode {
  const { tokens, source } = parsing;
  const token = tokens.peekNonSpace();
  // `else if` and `else with`: the word stays for whoever parses the branch.
  if (token.kind === 'if' || token.kind === 'with') return { kind: 'else', at: token.at, source };
  return { kind: 'else', at: tokens.expect('else', 'right-delimiter').at, source };
}

function parseBranch(parsing: Parsing, kind: BranchNode['kind']): BranchNode {
  const visible = parsing.variables.length;
  const pipe = parsePipeline(parsing, kind, 'right-delimiter');
  if (kind === 'range') parsing.rangeDepth += 1;
  const [body, end] = parseList(parsing);
  if (kind === 'range') parsing.rangeDepth -= 1;
  const otherwise = end.kind === 'else' ? parseOtherwise(parsing, kind, end) : undefined;
  parsing.variables.length = visible;
  return { kind, at: pipe.at, source: parsing.source, pipe, body, otherwise };
}

function parseOtherwise(parsing: Parsing, kind: BranchNode['kind'], end: EndNode): ListNode {
  const { tokens, source } = parsing;
  if (kind !== 'range' && tokens.peek().kind === kind) {
    tokens.next();
    // The end of the inner branch is that of the outer one.
    return { kind: 'list', at: end.at, source, nodes: [parseBranch(parsing, kind)] };
  }
  const [list, last] = parseList(parsing);
  if (last.kind !== 'end') tokens.fail(`expected end; found ${nodeText(last)}`);
  return list;
}

function parseBlock(outer: Parsing): TemplateNode {
  const context = 'block clause';
  const token = outer.tokens.nextNonSpace();
  const name = templateName(outer, token, context);
  const pipe = parsePipeline(outer, context, 'right-delimiter');
  const parsing = newParsing(outer, outer.tokens.lexer);
  const [list, end] = parseList(parsing);
  if (end.kind !== 'end') outer.tokens.fail(`unexpected ${nodeText(end)} in ${context}`);
  addTree(parsing, name, list);
  return { kind: 'template', at: token.at, source: outer.source, name, pipe };
}

function parseTemplate(parsing: Parsing): TemplateNode {
  const context = 'template clause';
  const { tokens, source } = parsing;
  const token = tokens.nextNonSpace();
  const name = templateName(parsing, token, context);
  if (tokens.nextNonSpace().kind === 'right-delimiter') {
    return { kind: 'template', at: token.at, source, name, pipe: undefined };
  }
  tokens.back();
  return { kind: 'template', at: token.at, source, name, pipe: parsePipeline(parsing, context, 'right-delimiter') };
}

function templateName(parsing: Parsing, token: Token, context: string): string {
  if (token.kind !== 'string' && token.kind !== 'raw-string') parsing.tokens.refuse(token, context);
  return unquoted(parsing.tokens, token);
}
