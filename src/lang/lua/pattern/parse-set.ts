/** `[a-z%d_]`: bytes of a set. */
import { byteClass } from './byte-class.ts';
import type { ByteTest } from './pattern.ts';
import { PatternFault } from './pattern-fault.ts';

interface Member {
  readonly test: ByteTest;
  /** Of a plain byte; ranges are made of these. */
  readonly code: number | undefined;
}

/** From behind the opening bracket; `end` is behind the closing one. A first `]` or `-` is a member. */
export function parseSet(text: string, from: number): { readonly test: ByteTest; readonly end: number } {
  const inverted = text[from] === '^';
  const members: Member[] = [];
  let at = inverted ? from + 1 : from;
  let range = false;
  for (;;) {
    const char = text[at];
    if (char === undefined) throw new PatternFault(`unexpected EOS at ${text.length - 1}`);
    if (char === ']' && members.length > 0) break;
    if (char === '-' && members.length > 0) {
      range = true;
      at++;
      continue;
    }
    if (char === '%' && at + 1 >= text.length) throw new PatternFault('unexpected EOS at EOS');
    members.push(memberAt(text, at));
    at += char === '%' ? 2 : 1;
    if (range) members.push(rangeOf(members));
    range = false;
  }
  if (range) members.push(plain('-'.charCodeAt(0)));
  const table = Array.from({ length: 256 }, (_, code) => members.some(({ test }) => test(code)) !== inverted);
  return { test: (code) => table[code] === true, end: at + 1 };
}

function memberAt(text: string, at: number): Member {
  if (text[at] === '%') return { test: byteClass(text.charCodeAt(at + 1)), code: undefined };
  return plain(text.charCodeAt(at));
}

function plain(code: number): Member {
  return { test: (other) => other === code, code };
}

/** Takes the last two members; a range with a class at either end holds nothing. */
function rangeOf(members: Member[]): Member {
  const to = members.pop()?.code;
  const from = members.pop()?.code;
  return { test: (code) => from !== undefined && to !== undefined && from <= code && code <= to, code: undefined };
}
