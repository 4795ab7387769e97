/** Expressions that begin with a keyword and reach as far as they can. */
import type { Bind, FunctionNode, Node, Parameter } from './ast.ts';
import { parseExpression } from './parser.ts';
import { type Token, tokenText } from './token.ts';
import type { TokenStream } from './token-stream.ts';

/** The expression, or undefined where none begins with a keyword here. */
export function parseKeyword(stream: TokenStream): Node | undefined {
  const begin = stream.peek();
  switch (begin.kind) {
    case 'assert':
      return parseAssert(stream);
    case 'error': {
      stream.next();
      const message = parseExpression(stream);
      return { kind: 'error', message, start: begin.start, end: message.end };
    }
    case 'if':
      return parseIf(stream);
    case 'function':
      return parseFunction(stream);
    case 'import':
    case 'importstr':
    case 'importbin':
      stream.next();
      return parseImport(stream, begin, begin.kind);
    case 'local':
      return parseLocal(stream);
    default:
      return undefined;
  }
}

function parseAssert(stream: TokenStream): Node {
  const { start } = stream.next();
  const condition = parseExpression(stream);
  const message = parseMessage(stream);
  stream.expect(';');
  const rest = parseExpression(stream);
  return { kind: 'assert', condition, message, rest, start, end: rest.end };
}

/** What an assertion says behind its colon. */
export function parseMessage(stream: TokenStream): Node | undefined {
  if (!stream.isOperator(':')) return undefined;
  stream.next();
  return parseExpression(stream);
}

function parseIf(stream: TokenStream): Node {
  const { start } = stream.next();
  const condition = parseExpression(stream);
  stream.expect('then');
  const whenTrue = parseExpression(stream);
  const whenFalse = stream.take('else') === undefined ? undefined : parseExpression(stream);
  return { kind: 'conditional', condition, whenTrue, whenFalse, start, end: (whenFalse ?? whenTrue).end };
}

function parseFunction(stream: TokenStream): Node {
  const { start } = stream.next();
  const open = stream.next();
  if (open.kind !== '(') throw stream.fault(`Expected ( but got ${tokenText(open)}`, open);
  const parameters = parseParameters(stream, 'function parameter');
  const body = parseExpression(stream);
  return { kind: 'function', parameters, body, isMethod: false, start, end: body.end };
}

function parseImport(stream: TokenStream, begin: Token, kind: 'import' | 'importstr' | 'importbin'): Node {
  const isBlock = stream.peek().kind === 'STRING_BLOCK';
  const body = parseExpression(stream);
  if (body.kind !== 'literal' || typeof body.value !== 'string')
    throw stream.fault('Computed imports are not allowed', body);
  if (isBlock) throw stream.fault('Block string literals not allowed in imports', body);
  return { kind, path: body.value, start: begin.start, end: body.end };
}

function parseLocal(stream: TokenStream): Node {
  const { start } = stream.next();
  const binds: Bind[] = [];
  for (;;) {
    binds.push(parseBind(stream, new Set(binds.map(({ name }) => name))));
    const delimiter = stream.next();
    if (delimiter.kind === ';') break;
    if (delimiter.kind !== ',') throw stream.fault(`Expected , or ; but got ${tokenText(delimiter)}`, delimiter);
  }
  const body = parseExpression(stream);
  return { kind: 'local', binds, body, start, end: body.end };
}

/** `name = …` or `name(…) = …`, for locals of expressions and of objects. `taken` names are refused. */
export function parseBind(stream: TokenStream, taken: ReadonlySet<string>): Bind {
  const name = stream.expect('IDENTIFIER');
  if (taken.has(name.data)) throw stream.fault(`Duplicate local var: ${name.data}`, name);
  const parameters = stream.take('(') === undefined ? undefined : parseParameters(stream, 'function parameter');
  stream.expectOperator('=');
  const value = parseExpression(stream);
  const place = { start: name.start, end: value.end };
  const isFunction = parameters !== undefined;
  const body: Node = isFunction ? functionNode(parameters, value, { ...place, isMethod: false }) : value;
  return { name: name.data, body, isFunction, ...place };
}

function functionNode(
  parameters: readonly Parameter[],
  body: Node,
  place: { readonly start: number; readonly end: number; readonly isMethod: boolean },
): FunctionNode {
  return { kind: 'function', parameters, body, ...place };
}

/** Parameters up to and with `)`. `element` is how messages name one. */
export function parseParameters(stream: TokenStream, element: string): readonly Parameter[] {
  const parameters: Parameter[] = [];
  let separated = true;
  for (;;) {
    const token = stream.peek();
    if (token.kind === ')') break;
    if (!separated) throw stream.fault(`Expected a comma before next ${element}, got ${tokenText(token)}`, token);
    const name = stream.expect('IDENTIFIER', 'parsing parameter');
    const hasDefault = stream.isOperator('=');
    if (hasDefault) stream.next();
    parameters.push({ name: name.data, defaultValue: hasDefault ? parseExpression(stream) : undefined });
    separated = stream.take(',') !== undefined;
  }
  stream.next();
  return parameters;
}
