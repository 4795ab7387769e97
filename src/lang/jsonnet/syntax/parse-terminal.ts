/** Literals, names, brackets: what an expression begins with. */
import type { ForSpec, Node } from './ast.ts';
import { parseObjectRest } from './parse-object.ts';
import { parseExpression } from './parser.ts';
import { isStringToken, kindText, type Token, type TokenKind, tokenText } from './token.ts';
import type { TokenStream } from './token-stream.ts';
import { unescapeLiteral } from './unescape-literal.ts';

export function parseTerminal(stream: TokenStream): Node {
  const token = stream.next();
  const { start, end } = token;
  if (isStringToken(token)) return { kind: 'literal', value: stringOf(stream, token), start, end };
  switch (token.kind) {
    case 'end of file':
      throw stream.fault('Unexpected end of file', token);
    case '{':
      return parseObjectRest(stream, token);
    case '[':
      return parseArray(stream, token);
    case '(': {
      const inner = parseExpression(stream);
      return { kind: 'parens', inner, start, end: stream.expect(')').end };
    }
    case 'NUMBER':
      return { kind: 'number', text: token.data, start, end };
    case 'true':
    case 'false':
      return { kind: 'literal', value: token.kind === 'true', start, end };
    case 'null':
      return { kind: 'literal', value: null, start, end };
    case '$':
      if (stream.objectDepth === 0) stream.hasStrayDollar = true;
      return { kind: 'dollar', start, end };
    case 'IDENTIFIER':
      return { kind: 'variable', name: token.data, start, end };
    case 'self':
      return { kind: 'self', start, end };
    case 'super':
      return parseSuper(stream, token);
    default:
      throw stream.fault(`Unexpected: ${tokenText(token)} while parsing terminal`, token);
  }
}

/** What a string token stands for. */
export function stringOf(stream: TokenStream, token: Token): string {
  if (token.kind !== 'STRING_DOUBLE' && token.kind !== 'STRING_SINGLE') return token.data;
  const result = unescapeLiteral(token.data);
  if (result.kind === 'text') return result.text;
  // The place stands in the message twice, as there.
  throw stream.fault(`${stream.source.describe(token)} ${result.message}`, token);
}

/** Its place is that of the word `super` alone. */
function parseSuper(stream: TokenStream, { start, end, ...token }: Token): Node {
  const next = stream.next();
  if (next.kind === '.') {
    const name = stream.expect('IDENTIFIER');
    const index: Node = { kind: 'literal', value: name.data, start: name.start, end: name.end };
    return { kind: 'super-index', index, isMember: true, start, end };
  }
  if (next.kind !== '[') throw stream.fault('Expected . or [ after super', { ...token, start, end });
  const index = parseExpression(stream);
  stream.expect(']');
  return { kind: 'super-index', index, isMember: false, start, end };
}

function parseArray(stream: TokenStream, { start }: Token): Node {
  const elements: Node[] = [];
  let separated = true;
  for (;;) {
    const close = stream.take(']');
    if (close !== undefined) return { kind: 'array', elements, start, end: close.end };
    if (!separated) throw stream.fault('Expected a comma before next array element', stream.peek());
    const element = parseExpression(stream);
    separated = stream.take(',') !== undefined;
    const forToken = elements.length === 0 ? stream.take('for') : undefined;
    if (forToken !== undefined) {
      const { spec, end } = parseForSpecs(stream, ']');
      return { kind: 'array-comprehension', body: element, spec, start, end };
    }
    elements.push(element);
  }
}

/** All `for` and `if` of a comprehension behind its first `for`, with what closes it. */
export function parseForSpecs(stream: TokenStream, close: TokenKind): { readonly spec: ForSpec; readonly end: number } {
  let outer: ForSpec | undefined;
  for (;;) {
    const variable = stream.expect('IDENTIFIER').data;
    stream.expect('in');
    const list = parseExpression(stream);
    const conditions: Node[] = [];
    let next = stream.next();
    while (next.kind === 'if') {
      conditions.push(parseExpression(stream));
      next = stream.next();
    }
    const spec: ForSpec = { variable, list, conditions, outer };
    if (next.kind === close) return { spec, end: next.end };
    if (next.kind !== 'for') {
      const message = `Expected for, if or ${kindText(close)} after for clause, got: ${tokenText(next)}`;
      throw stream.fault(message, next);
    }
    outer = spec;
  }
}
