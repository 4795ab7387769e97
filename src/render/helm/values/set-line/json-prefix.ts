/** The JSON value at the beginning of a text, as a streaming decoder of Go takes it: what follows is left for later. */

const SCALAR = /^(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)/;
const SPACE = /^[ \t\r\n]*/;

/** The text of the value with the space before it; undefined where no value begins or it has no end. */
export function jsonPrefix(text: string): string | undefined {
  const start = SPACE.exec(text)?.[0].length ?? 0;
  const first = text[start];
  if (first === undefined) return undefined;
  if (first === '"') return upTo(text, stringEnd(text, start));
  if (first === '{' || first === '[') return upTo(text, bracketEnd(text, start));
  const scalar = SCALAR.exec(text.slice(start))?.[0];
  return scalar === undefined ? undefined : text.slice(0, start + scalar.length);
}

function upTo(text: string, end: number | undefined): string | undefined {
  return end === undefined ? undefined : text.slice(0, end);
}

function stringEnd(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
  }
  return undefined;
}

function bracketEnd(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      const end = stringEnd(text, at);
      if (end === undefined) return undefined;
      at = end - 1;
    } else if (character === '{' || character === '[') depth++;
    else if ((character === '}' || character === ']') && --depth === 0) return at + 1;
  }
  return undefined;
}
