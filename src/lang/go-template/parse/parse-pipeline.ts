/** Pipelines, commands and operands. */
import { quote, unquote } from '../../go-value/text/quote.ts';
import type { Growing } from './growing.ts';
import type { CommandNode, NumberNode, OperandNode, PipeNode, StatementNode, VariableNode } from './node.ts';
import { nodeText } from './node-text.ts';
import { numberForms } from './number.ts';
import type { Token, TokenKind } from './token.ts';
import type { TokenStream } from './token-stream.ts';

const OPERAND_STARTS: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'bool',
  'char-constant',
  'complex',
  'dot',
  'field',
  'identifier',
  'number',
  'nil',
  'raw-string',
  'string',
  'variable',
  'left-paren',
]);
const CONSTANTS: ReadonlySet<string> = new Set(['bool', 'dot', 'nil', 'number', 'string']);
const MAX_PARENTHESES = 10_000;

export interface GrowingLists {
  readonly statements: Growing<StatementNode>;
  readonly commands: Growing<CommandNode>;
  readonly operands: Growing<OperandNode>;
  readonly fields: Growing<string>;
}

/** What a tree knows while it is parsed. */
export interface TreeState {
  readonly tokens: TokenStream;
  /** Names of the variables that are visible, oldest first. */
  readonly variables: string[];
  readonly growing: GrowingLists;
  hasFunction(name: string): boolean;
  parentheses: number;
}

interface Declarations {
  readonly assigns: boolean;
  readonly variables: readonly VariableNode[];
}

const NO_DECLARATIONS: Declarations = { assigns: false, variables: [] };
const NO_FIELDS: readonly string[] = [];

/** Parses up to and with the token `end`. `context` names the place in errors; `range` may declare two variables. */
export function parsePipeline(state: TreeState, context: string, end: TokenKind): PipeNode {
  const { tokens, growing } = state;
  const { at } = tokens.peek();
  const { assigns, variables } = parseDeclarations(state, context);
  const mark = growing.commands.mark;
  for (;;) {
    const token = tokens.next();
    if (token.kind === end) break;
    if (!OPERAND_STARTS.has(token.kind)) tokens.refuse(token, context);
    tokens.back();
    growing.commands.push(parseCommand(state));
  }
  const commands = growing.commands.since(mark);
  checkCommands(state, commands, context);
  return { kind: 'pipe', at, assigns, variables, commands };
}

function parseDeclarations(state: TreeState, context: string): Declarations {
  const { tokens } = state;
  if (tokens.peek().kind !== 'variable') return NO_DECLARATIONS;
  const variables: VariableNode[] = [];
  for (;;) {
    const token = tokens.peek();
    if (token.kind !== 'variable') return { assigns: false, variables };
    tokens.next();
    const next = tokens.peek();
    const isComma = next.kind === 'char' && next.text === ',';
    if (next.kind !== 'assign' && next.kind !== 'declare' && !isComma) {
      // An argument, no declaration.
      tokens.backTwo(token);
      return { assigns: false, variables };
    }
    tokens.next();
    variables.push({ kind: 'variable', at: token.at, name: token.text, fields: NO_FIELDS });
    state.variables.push(token.text);
    if (!isComma) return { assigns: next.kind === 'assign', variables };
    checkSecondVariable(tokens, context, variables.length);
  }
}

function checkSecondVariable(tokens: TokenStream, context: string, count: number): void {
  if (context !== 'range' || count >= 2) tokens.fail(`too many declarations in ${context}`);
  const { kind } = tokens.peek();
  if (kind !== 'variable' && kind !== 'right-delimiter' && kind !== 'right-paren') {
    tokens.fail('range can only initialize variables');
  }
}

function checkCommands(state: TreeState, commands: readonly CommandNode[], context: string): void {
  if (commands.length === 0) state.tokens.fail(`missing value for ${context}`);
  for (let index = 1; index < commands.length; index++) {
    if (isConstant(commands[index]?.args[0])) {
      state.tokens.fail(`non executable command in pipeline stage ${index + 1}`);
    }
  }
}

function isConstant(node: OperandNode | undefined): boolean {
  return node !== undefined && CONSTANTS.has(node.kind);
}

function parseCommand(state: TreeState): CommandNode {
  const { tokens, growing } = state;
  const { at } = tokens.peek();
  const mark = growing.operands.mark;
  for (;;) {
    const operand = parseOperand(state);
    if (operand) growing.operands.push(operand);
    const token = tokens.peek();
    if (token.spaced && OPERAND_STARTS.has(token.kind)) continue;
    if (token.kind === 'right-delimiter' || token.kind === 'right-paren') break;
    tokens.next();
    if (token.kind !== 'pipe') tokens.refuse(token, 'operand');
    break;
  }
  const args = growing.operands.since(mark);
  if (args.length === 0) tokens.fail('empty command');
  return { kind: 'command', at, args };
}

function parseOperand(state: TreeState): OperandNode | undefined {
  const { tokens, growing } = state;
  const node = parseTerm(state);
  if (node === undefined || !continuesWithField(tokens)) return node;
  // The place of the whole is that of the first field that follows.
  const { at } = tokens.peek();
  const mark = growing.fields.mark;
  if (node.kind === 'field') for (const field of node.fields) growing.fields.push(field);
  while (continuesWithField(tokens)) growing.fields.push(tokens.next().text.slice(1));
  const fields = growing.fields.since(mark);
  switch (node.kind) {
    case 'field':
      return { kind: 'field', at, fields };
    case 'variable':
      return { kind: 'variable', at, name: node.name, fields };
    case 'bool':
    case 'string':
    case 'number':
    case 'nil':
    case 'dot':
      return tokens.fail(`unexpected . after term ${quote(nodeText(node))}`);
    default:
      return { kind: 'chain', at, operand: node, fields };
  }
}

function continuesWithField(tokens: TokenStream): boolean {
  const token = tokens.peek();
  return token.kind === 'field' && !token.spaced;
}

function parseTerm(state: TreeState): OperandNode | undefined {
  const { tokens } = state;
  const token = tokens.next();
  const { at, text } = token;
  switch (token.kind) {
    case 'identifier':
      if (!state.hasFunction(text)) tokens.fail(`function ${quote(text)} not defined`);
      return { kind: 'identifier', at, name: text };
    case 'dot':
    case 'nil':
      return { kind: token.kind, at };
    case 'variable':
      if (!state.variables.includes(text)) tokens.fail(`undefined variable ${quote(text)}`);
      return { kind: 'variable', at, name: text, fields: NO_FIELDS };
    case 'field':
      return { kind: 'field', at, fields: [text.slice(1)] };
    case 'bool':
      return { kind: 'bool', at, value: text === 'true' };
    case 'char-constant':
    case 'complex':
    case 'number':
      return parseNumber(state, token);
    case 'left-paren':
      return parseParentheses(state);
    case 'string':
    case 'raw-string':
      return { kind: 'string', at, quoted: text, value: unquoted(tokens, token) };
    default:
      tokens.back();
      return undefined;
  }
}

function parseNumber(state: TreeState, token: Token): NumberNode {
  const forms = numberForms(token.text, token.kind);
  if (typeof forms === 'string') return state.tokens.fail(forms);
  return { kind: 'number', at: token.at, text: token.text, ...forms };
}

function parseParentheses(state: TreeState): PipeNode {
  if (state.parentheses >= MAX_PARENTHESES) state.tokens.fail('max expression depth exceeded');
  state.parentheses += 1;
  const pipe = parsePipeline(state, 'parenthesized pipeline', 'right-paren');
  state.parentheses -= 1;
  return pipe;
}

/** The value of a string token; fails as strconv.Unquote does. */
export function unquoted(tokens: TokenStream, token: Token): string {
  return unquote(token.text) ?? tokens.fail('invalid syntax');
}
