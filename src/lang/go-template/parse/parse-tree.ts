/** Text → trees: the one of the text itself and those it defines. */
import { quote } from '../../go-value/text/quote.ts';
import { Growing } from './growing.ts';
import { Lexer, type LexerOptions } from './lexer.ts';
import type {
  BranchNode,
  CommandNode,
  EndNode,
  JumpNode,
  ListNode,
  OperandNode,
  Source,
  StatementNode,
  TemplateNode,
} from './node.ts';
import { nodeText } from './node-text.ts';
import { parsePipeline, type TreeState, unquoted } from './parse-pipeline.ts';
import type { Token } from './token.ts';
import { TokenStream } from './token-stream.ts';

export interface ParseOptions extends LexerOptions {
  hasFunction(name: string): boolean;
}

/** A `define` or `block`: its tree is not kept, most of a library is never executed. */
export interface DefinedBody {
  /** Nothing but space. */
  readonly isEmpty: boolean;
  /** Where the body begins. */
  readonly at: number;
}

export interface ParsedTrees {
  readonly root: ListNode;
  readonly defined: ReadonlyMap<string, DefinedBody>;
  /** Line of the last token. */
  readonly lastLine: number;
}

type Parsed = StatementNode | EndNode;

interface Parsing extends TreeState {
  readonly source: Source;
  readonly options: ParseOptions;
  readonly defined: Map<string, DefinedBody>;
  rangeDepth: number;
}

/** Parses a text and all that it defines. Throws TemplateError `template.invalid` with Go's words. */
export function parseTrees(source: Source, options: ParseOptions): ParsedTrees {
  const parsing = rootParsing(source, options, 0);
  const root = guarded(parsing);
  return { root, defined: parsing.defined, lastLine: parsing.tokens.line };
}

/** The tree of a body that `parseTrees` has found. Where there is too little stack for it now, a RangeError. */
export function parseBody(source: Source, options: ParseOptions, at: number): ListNode {
  const [root] = parseList(rootParsing(source, options, at));
  return root;
}

function rootParsing(source: Source, options: ParseOptions, at: number): Parsing {
  const lexer = new Lexer(source.text, options, at);
  lexer.breakIsKeyword = !options.hasFunction('break');
  lexer.continueIsKeyword = !options.hasFunction('continue');
  const growing = {
    statements: new Growing<StatementNode>(),
    commands: new Growing<CommandNode>(),
    operands: new Growing<OperandNode>(),
    fields: new Growing<string>(),
  };
  return newParsing({ source, options, growing, defined: new Map() }, lexer);
}

type SharedByBodies = Pick<Parsing, 'source' | 'options' | 'growing' | 'defined'>;

function newParsing({ source, options, growing, defined }: SharedByBodies, lexer: Lexer): Parsing {
  return {
    source,
    options,
    growing,
    defined,
    tokens: new TokenStream(lexer, source),
    variables: ['$'],
    hasFunction: options.hasFunction,
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
  const { tokens } = parsing;
  const { at } = tokens.peek();
  const nodes: StatementNode[] = [];
  while (tokens.peek().kind !== 'eof') {
    if (tokens.peek().kind === 'left-delimiter') {
      const delimiter = tokens.next();
      if (tokens.next().kind === 'define') {
        parseDefinition(parsing);
        continue;
      }
      tokens.backTwo(delimiter);
    }
    const node = parseStatement(parsing);
    if (isEnd(node)) tokens.fail(`unexpected ${nodeText(node)}`);
    else nodes.push(node);
  }
  return { kind: 'list', at, nodes };
}

function isEnd(node: Parsed): node is EndNode {
  return node.kind === 'end' || node.kind === 'else';
}

function parseDefinition(outer: Parsing): void {
  const context = 'define clause';
  const parsing = newParsing(outer, outer.tokens.lexer);
  const name = unquoted(parsing.tokens, parsing.tokens.expect(context, 'string', 'raw-string'));
  parsing.tokens.expect(context, 'right-delimiter');
  const at = parsing.tokens.lexer.position;
  const [list, end] = parseList(parsing);
  if (end.kind !== 'end') parsing.tokens.fail(`unexpected ${nodeText(end)} in ${context}`);
  addBody(parsing, name, { isEmpty: isEmptyList(list), at });
}

function addBody(parsing: Parsing, name: string, body: DefinedBody): void {
  const before = parsing.defined.get(name);
  if (before === undefined || before.isEmpty) parsing.defined.set(name, body);
  else if (!body.isEmpty) parsing.tokens.fail(definedTwice(name));
}

/** Go's words for two bodies of one name in one text. */
export function definedTwice(name: string): string {
  return `template: multiple definition of template ${quote(name)}`;
}

/** Nothing but space: such a body does not replace another one. */
export function isEmptyList(list: ListNode): boolean {
  return list.nodes.every((node) => node.kind === 'text' && /^[\s\x85]*$/.test(node.text) && !/\ufeff/.test(node.text));
}

function parseList(parsing: Parsing): [ListNode, EndNode] {
  const { tokens, growing } = parsing;
  const { at } = tokens.peek();
  const mark = growing.statements.mark;
  while (tokens.peek().kind !== 'eof') {
    const node = parseStatement(parsing);
    if (isEnd(node)) return [{ kind: 'list', at, nodes: growing.statements.since(mark) }, node];
    growing.statements.push(node);
  }
  return tokens.fail('unexpected EOF');
}

function parseStatement(parsing: Parsing): Parsed {
  const { tokens } = parsing;
  const token = tokens.next();
  if (token.kind === 'text') return { kind: 'text', at: token.at, text: token.text };
  if (token.kind !== 'left-delimiter') return tokens.refuse(token, 'input');
  tokens.actionAt = token.at;
  const node = parseAction(parsing);
  tokens.actionAt = undefined;
  return node;
}

function parseAction(parsing: Parsing): Parsed {
  const { tokens } = parsing;
  const token = tokens.next();
  switch (token.kind) {
    case 'block':
      return parseBlock(parsing);
    case 'break':
    case 'continue':
      return parseJump(parsing, token.kind, token);
    case 'else':
      return parseElse(parsing);
    case 'end':
      return { kind: 'end', at: tokens.expect('end', 'right-delimiter').at };
    case 'if':
    case 'range':
    case 'with':
      return parseBranch(parsing, token.kind);
    case 'template':
      return parseTemplate(parsing);
    default: {
      tokens.back();
      const { at } = tokens.peek();
      return { kind: 'action', at, pipe: parsePipeline(parsing, 'command', 'right-delimiter') };
    }
  }
}

function parseJump(parsing: Parsing, kind: 'break' | 'continue', token: Token): JumpNode {
  const { tokens } = parsing;
  const next = tokens.next();
  if (next.kind !== 'right-delimiter') tokens.refuse(next, `{{${kind}}}`);
  if (parsing.rangeDepth === 0) tokens.fail(`{{${kind}}} outside {{range}}`);
  return { kind, at: token.at };
}

function parseElse(parsing: Parsing): EndNode {
  const { tokens } = parsing;
  const token = tokens.peek();
  // `else if` and `else with`: the word stays for whoever parses the branch.
  if (token.kind === 'if' || token.kind === 'with') return { kind: 'else', at: token.at };
  return { kind: 'else', at: tokens.expect('else', 'right-delimiter').at };
}

function parseBranch(parsing: Parsing, kind: BranchNode['kind']): BranchNode {
  const visible = parsing.variables.length;
  const pipe = parsePipeline(parsing, kind, 'right-delimiter');
  if (kind === 'range') parsing.rangeDepth += 1;
  const [body, end] = parseList(parsing);
  if (kind === 'range') parsing.rangeDepth -= 1;
  const otherwise = end.kind === 'else' ? parseOtherwise(parsing, kind, end) : undefined;
  parsing.variables.length = visible;
  return { kind, at: pipe.at, pipe, body, otherwise };
}

function parseOtherwise(parsing: Parsing, kind: BranchNode['kind'], end: EndNode): ListNode {
  const { tokens } = parsing;
  if (kind !== 'range' && tokens.peek().kind === kind) {
    tokens.next();
    // The end of the inner branch is that of the outer one.
    return { kind: 'list', at: end.at, nodes: [parseBranch(parsing, kind)] };
  }
  const [list, last] = parseList(parsing);
  if (last.kind !== 'end') tokens.fail(`expected end; found ${nodeText(last)}`);
  return list;
}

function parseBlock(outer: Parsing): TemplateNode {
  const context = 'block clause';
  const token = outer.tokens.next();
  const name = templateName(outer, token, context);
  const pipe = parsePipeline(outer, context, 'right-delimiter');
  const parsing = newParsing(outer, outer.tokens.lexer);
  const at = parsing.tokens.lexer.position;
  const [list, end] = parseList(parsing);
  if (end.kind !== 'end') outer.tokens.fail(`unexpected ${nodeText(end)} in ${context}`);
  addBody(parsing, name, { isEmpty: isEmptyList(list), at });
  return { kind: 'template', at: token.at, name, pipe };
}

function parseTemplate(parsing: Parsing): TemplateNode {
  const context = 'template clause';
  const { tokens } = parsing;
  const token = tokens.next();
  const name = templateName(parsing, token, context);
  if (tokens.next().kind === 'right-delimiter') {
    return { kind: 'template', at: token.at, name, pipe: undefined };
  }
  tokens.back();
  return { kind: 'template', at: token.at, name, pipe: parsePipeline(parsing, context, 'right-delimiter') };
}

function templateName(parsing: Parsing, token: Token, context: string): string {
  if (token.kind !== 'string' && token.kind !== 'raw-string') parsing.tokens.refuse(token, context);
  return unquoted(parsing.tokens, token);
}
