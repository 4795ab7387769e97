/** Objects and object comprehensions. */
import type { FieldNode, ForSpec, Node, ValueField, Visibility } from './ast.ts';
import { parseBind, parseMessage, parseParameters } from './parse-keyword.ts';
import { parseForSpecs, stringOf } from './parse-terminal.ts';
import { parseExpression } from './parser.ts';
import { isStringToken, type Token, tokenText } from './token.ts';
import type { TokenStream } from './token-stream.ts';

/** The object whose `{` was the token `open`. */
export function parseObjectRest(stream: TokenStream, open: Token): Node {
  const { start } = open;
  const fields: FieldNode[] = [];
  const names = new Set<string>();
  const locals = new Set<string>();
  let separated = true;
  for (;;) {
    const token = stream.next();
    if (token.kind === '}') return { kind: 'object', fields, start, end: token.end };
    if (token.kind === 'for') return comprehension(stream, fields, { open, token });
    if (!separated) throw stream.fault('Expected a comma before next field', token);
    fields.push(parseField(stream, token, { names, locals }));
    separated = stream.take(',') !== undefined;
  }
}

interface Taken {
  /** As they are written, escapes and all. */
  readonly names: Set<string>;
  readonly locals: Set<string>;
}

function parseField(stream: TokenStream, token: Token, taken: Taken): FieldNode {
  if (token.kind === 'local') {
    const bind = inside(stream, () => parseBind(stream, taken.locals));
    taken.locals.add(bind.name);
    return { kind: 'local', bind };
  }
  if (token.kind === 'assert') return inside(stream, () => parseObjectAssert(stream, token));
  if (token.kind === '[' || token.kind === 'IDENTIFIER' || isStringToken(token))
    return parseValueField(stream, token, taken);
  throw stream.fault(`Unexpected: ${tokenText(token)} while parsing field definition`, token);
}

/** `$` means something in there. */
function inside<T>(stream: TokenStream, read: () => T): T {
  stream.objectDepth += 1;
  const result = read();
  stream.objectDepth -= 1;
  return result;
}

function parseObjectAssert(stream: TokenStream, { start }: Token): FieldNode {
  const condition = parseExpression(stream);
  const message = parseMessage(stream);
  return { kind: 'assert', condition, message, start, end: (message ?? condition).end };
}

function parseValueField(stream: TokenStream, token: Token, { names }: Taken): ValueField {
  const name = parseName(stream, token);
  const isMethod = stream.take('(') !== undefined;
  const parameters = isMethod ? inside(stream, () => parseParameters(stream, 'method parameter')) : [];
  const { addsToSuper, visibility } = parseAssignment(stream);
  if (addsToSuper && isMethod) throw stream.fault(`Cannot use +: syntax sugar in a method: ${token.data}`, token);
  if (token.kind !== '[') {
    if (names.has(token.data)) throw stream.fault(`Duplicate field: ${token.data}`, token);
    names.add(token.data);
  }
  const value = inside(stream, () => parseExpression(stream));
  const place = { start: token.start, end: value.end };
  const body: Node = isMethod ? { kind: 'function', parameters, body: value, isMethod, ...place } : value;
  return { kind: 'field', name, visibility, addsToSuper, body, ...place };
}

function parseName(stream: TokenStream, token: Token): ValueField['name'] {
  if (token.kind === 'IDENTIFIER') return { kind: 'fixed', text: token.data };
  if (token.kind !== '[') {
    const { start, end } = token;
    const node: Node = { kind: 'literal', value: stringOf(stream, token), start, end };
    return { kind: 'expression', node, isComputed: false };
  }
  const node = parseExpression(stream);
  stream.expect(']');
  return { kind: 'expression', node, isComputed: true };
}

const COLONS: Readonly<Record<string, Visibility>> = { ':': 'inherit', '::': 'hidden', ':::': 'visible' };

function parseAssignment(stream: TokenStream): { readonly addsToSuper: boolean; readonly visibility: Visibility } {
  const token = stream.expect('OPERATOR');
  const addsToSuper = token.data.startsWith('+');
  const visibility = COLONS[addsToSuper ? token.data.slice(1) : token.data];
  if (visibility !== undefined) return { addsToSuper, visibility };
  throw stream.fault(`Expected one of :, ::, :::, +:, +::, +:::, got: ${token.data}`, token);
}

function comprehension(
  stream: TokenStream,
  fields: readonly FieldNode[],
  { open, token }: { readonly open: Token; readonly token: Token },
): Node {
  if (fields.some(({ kind }) => kind === 'assert'))
    throw stream.fault('Object comprehension cannot have asserts', token);
  const [field, ...others] = fields.filter((one) => one.kind === 'field');
  if (field === undefined || others.length > 0)
    throw stream.fault('Object comprehension can only have one field', token);
  if (field.visibility !== 'inherit') throw stream.fault('Object comprehensions cannot have hidden fields', token);
  if (field.name.kind !== 'expression' || !field.name.isComputed)
    throw stream.fault('Object comprehensions can only have [e] fields', token);
  const parsed: { readonly spec: ForSpec; readonly end: number } = parseForSpecs(stream, '}');
  return { kind: 'object-comprehension', fields, spec: parsed.spec, start: open.start, end: parsed.end };
}
