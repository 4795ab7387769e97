/** Pipelines, commands and operands. */
import { quote, unquote } from '../../go-value/text/quote.ts';
import type { CommandNode, NumberNode, OperandNode, PipeNode, Source, VariableNode } from './node.ts';
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
const MAX_PARENTHESES = 10_000;

/** What a tree knows while it is parsed. */
export interface TreeState {
  readonly tokens: TokenStream;
  readonly source: Source;
  /** Names of the variables that are visible, oldest first. */
  readonly variables: string[];
  hasFunction(name: string): boolean;
  parentheses: number;
}

interface Declarations {
  readonly assigns: boolean;
  readonly variables: readonly VariableNode[];
}

const NO_DECLARATIONS: Declarations = { assigns: false, variables: [] };

/** Parses up to and with the token `end`. `context` names the place in errors; `range` may declare two variables. */
export function parsePipeline(state: TreeState, context: string, end: TokenKind): PipeNode {
  const { tokens, source } = state;
  const { at } = tokens.peekNonSpace();
  const declarations = parseDeclarations(state, context);
  const commands: CommandNode[] = [];
  for (;;) {
    const token = tokens.nextNonSpace();
    if (token.kind === end) break;
    if (!OPERAND_STARTS.has(token.kind)) tokens.refuse(token, context);
    tokens.back();
    commands.push(parseCommand(state));
  }
  checkCommands(state, commands, context);
  // What grew by pushing has room to spare, and trees live long: a copy has none.
  return { kind: 'pipe', at, source, commands: commands.slice(), ...declarations };
}

function parseDeclarations(state: TreeState, context: string): Declarations {
  const { tokens } = state;
  const variables: VariableNode[] = [];
  for (;;) {
    const token = tokens.peekNonSpace();
    if (token.kind !== 'variable') return variables.length === 0 ? NO_DECLARATIONS : { assigns: false, variables };
    tokens.next();
    const after = tokens.peek();
    const next = tokens.peekNonSpace();
    const isComma = next.kind === 'char' && next.text === ',';
    if (next.kind !== 'assign' && next.kind !== 'declare' && !isComma) {
      // An argument, no declaration.
      if (after.kind === 'space') tokens.back(token, after);
      else tokens.back(token);
      return { assigns: false, variables };
    }
    tokens.nextNonSpace();
    variables.push({ kind: 'variable', at: token.at, source: state.source, ...splitName(token.text) });
    state.variables.push(token.text);
    if (!isComma) return { assigns: next.kind === 'assign', variables };
    checkSecondVariable(tokens, context, variables.length);
  }
}

function checkSecondVariable(tokens: TokenStream, context: string, count: number): void {
  if (context !== 'range' || count >= 2) tokens.fail(`too many declarations in ${context}`);
  const { kind } = tokens.peekNonSpace();
  if (kind !== 'variable' && kind !== 'right-delimiter' && kind !== 'right-paren') {
    tokens.fail('range can only initialize variables');
  }
}

function splitName(text: string): { name: string; fields: readonly string[] } {
  const [name = '', ...fields] = text.split('.');
  return { name, fields };
}

function checkCommands(state: TreeState, commands: readonly CommandNode[], context: string): void {
  if (commands.length === 0) state.tokens.fail(`missing value for ${context}`);
  commands.forEach((command, index) => {
    if (index > 0 && isConstant(command.args[0])) {
      state.tokens.fail(`non executable command in pipeline stage ${index + 1}`);
    }
  });
}

function isConstant(node: OperandNode | undefined): boolean {
  return node !== undefined && ['bool', 'dot', 'nil', 'number', 'string'].includes(node.kind);
}

function parseCommand(state: TreeState): CommandNode {
  const { tokens, source } = state;
  const { at } = tokens.peekNonSpace();
  const args: OperandNode[] = [];
  for (;;) {
    tokens.peekNonSpace();
    const operand = parseOperand(state);
    if (operand) args.push(operand);
    const token = tokens.next();
    if (token.kind === 'space') continue;
    if (token.kind === 'right-delimiter' || token.kind === 'right-paren') tokens.back();
    else if (token.kind !== 'pipe') tokens.refuse(token, 'operand');
    break;
  }
  if (args.length === 0) tokens.fail('empty command');
  return { kind: 'command', at, source, args: args.slice() };
}

function parseOperand(state: TreeState): OperandNode | undefined {
  const { tokens, source } = state;
  const node = parseTerm(state);
  if (node === undefined || tokens.peek().kind !== 'field') return node;
  // The place of the whole is that of the first field that follows.
  const { at } = tokens.peek();
  const more: string[] = [];
  while (tokens.peek().kind === 'field') more.push(tokens.next().text.slice(1));
  switch (node.kind) {
    case 'field':
    case 'variable':
      return { ...node, at, fields: [...node.fields, ...more] };
    case 'bool':
    case 'string':
    case 'number':
    case 'nil':
    case 'dot':
      return tokens.fail(`unexpected . after term ${quote(nodeText(node))}`);
    default:
      return { kind: 'chain', at, source, operand: node, fields: more };
  }
}

function parseTerm(state: TreeState): OperandNode | undefined {
  const { tokens, source } = state;
  const token = tokens.nextNonSpace();
  const place = { at: token.at, source };
  switch (token.kind) {
    case 'identifier':
      if (!state.hasFunction(token.text)) tokens.fail(`function ${quote(token.text)} not defined`);
      return { kind: 'identifier', name: token.text, ...place };
    case 'dot':
    case 'nil':
      return { kind: token.kind, ...place };
    case 'variable':
      if (!state.variables.includes(token.text)) tokens.fail(`undefined variable ${quote(token.text)}`);
      return { kind: 'variable', ...splitName(token.text), ...place };
    case 'field':
      return { kind: 'field', fields: token.text.slice(1).split('.'), ...place };
    case 'bool':
      return { kind: 'bool', value: token.text === 'true', ...place };
    case 'char-constant':
    case 'complex':
    case 'number':
      return parseNumber(state, token);
    case 'left-paren':
      return parseParentheses(state);
    case 'string':
    case 'raw-string':
      return { kind: 'string', quoted: token.text, value: unquoted(tokens, token), ...place };
    default:
      tokens.back();
      return undefined;
  }
}

function parseNumber(state: TreeState, token: Token): NumberNode {
  const forms = numberForms(token.text, token.kind);
  if (typeof forms === 'string') return state.tokens.fail(forms);
  return { kind: 'number', at: token.at, source: state.source, text: token.text, ...forms };
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
