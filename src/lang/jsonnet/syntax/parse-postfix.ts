/** What follows an operand: indexes, slices and arguments. */
import type { NamedArgument, Node } from './ast.ts';
import { parseExpression } from './parser.ts';
import { tokenText } from './token.ts';
import type { TokenStream } from './token-stream.ts';

/** An index or slice of `target`; the next token is its `[`. */
export function parseBracket(stream: TokenStream, target: Node, start: number): Node {
  stream.next();
  const parts: (Node | undefined)[] = [undefined, undefined, undefined];
  let colons = 0;
  let isReady = true;
  let last = stream.peek();
  while (colons < 3) {
    const token = stream.peek();
    if (token.kind === ']') {
      last = stream.next();
      break;
    }
    if (token.data === ':' || token.data === '::') {
      last = stream.next();
      colons += token.data.length;
      isReady = true;
    } else if (isReady) {
      parts[colons] = parseExpression(stream);
      isReady = false;
    } else throw stream.fault(`Expected token "]" but got ${tokenText(token)}`, token);
  }
  if (colons > 2) throw stream.fault('Invalid slice: too many colons', last);
  const [from, to, step] = parts;
  if (colons > 0) return { kind: 'slice', target, from, to, step, start, end: last.end };
  if (from === undefined) throw stream.fault('ast.Index requires an expression', last);
  return { kind: 'index', target, index: from, start, end: last.end };
}

export interface Arguments {
  readonly positional: readonly Node[];
  readonly named: readonly NamedArgument[];
  readonly tailstrict: boolean;
  /** Behind the parenthesis. */
  readonly end: number;
}

/** Arguments up to and with `)` and `tailstrict`. */
export function parseArguments(stream: TokenStream): Arguments {
  const positional: Node[] = [];
  const named: NamedArgument[] = [];
  let separated = true;
  for (;;) {
    const token = stream.peek();
    if (token.kind === ')') break;
    if (!separated)
      throw stream.fault(`Expected a comma before next function argument, got ${tokenText(token)}`, token);
    const name = token.kind === 'IDENTIFIER' && stream.isOperator('=', 1) ? token.data : undefined;
    if (name !== undefined) {
      stream.next();
      stream.next();
    }
    const value = parseExpression(stream);
    separated = stream.take(',') !== undefined;
    if (name !== undefined) named.push({ name, value });
    else if (named.length > 0) throw stream.fault('Positional argument after a named argument is not allowed', token);
    else positional.push(value);
  }
  const { end } = stream.next();
  return { positional, named, tailstrict: stream.take('tailstrict') !== undefined, end };
}
