/** What is wrong with a JSON text, in the words of Go's encoding/json: clients and people know these sentences. */

type Expectation = 'value' | 'first-key' | 'key' | 'colon' | 'after-member' | 'first-element' | 'after-element' | 'end';

const SENTENCES: Readonly<Record<Expectation, string>> = {
  value: 'looking for beginning of value',
  'first-element': 'looking for beginning of value',
  'first-key': 'looking for beginning of object key string',
  key: 'looking for beginning of object key string',
  colon: 'after object key',
  'after-member': 'after object key:value pair',
  'after-element': 'after array element',
  end: 'after top-level value',
};

const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;

/** The sentence for a text that is no JSON. For one that is, the answer means nothing. */
export function goJsonError(text: string): string {
  const open: ('object' | 'array')[] = [];
  let expected: Expectation = 'value';
  let at = 0;
  while (true) {
    while (/[ \t\r\n]/.test(text.charAt(at))) at += 1;
    const character = text.charAt(at);
    if (character === '') return 'unexpected end of JSON input';
    const step = advance(text, at, expected, open);
    if (step === undefined) return failure(text, at, expected);
    expected = step.expected;
    at = step.at;
  }
}

interface Step {
  readonly expected: Expectation;
  readonly at: number;
}

/** Undefined where the text can't go on like this. */
function advance(text: string, at: number, expected: Expectation, open: ('object' | 'array')[]): Step | undefined {
  const character = text.charAt(at);
  switch (expected) {
    case 'value':
      return value(text, at, open);
    case 'first-element':
      return character === ']' ? closed(at, open) : value(text, at, open);
    case 'first-key':
    case 'key': {
      if (character === '}' && expected === 'first-key') return closed(at, open);
      const end = endOf(STRING, text, at);
      return end === undefined ? undefined : { expected: 'colon', at: end };
    }
    case 'colon':
      return character === ':' ? { expected: 'value', at: at + 1 } : undefined;
    case 'after-member':
      if (character === ',') return { expected: 'key', at: at + 1 };
      return character === '}' ? closed(at, open) : undefined;
    case 'after-element':
      if (character === ',') return { expected: 'value', at: at + 1 };
      return character === ']' ? closed(at, open) : undefined;
    case 'end':
      return undefined;
  }
}

function value(text: string, at: number, open: ('object' | 'array')[]): Step | undefined {
  const character = text.charAt(at);
  if (character === '{') {
    open.push('object');
    return { expected: 'first-key', at: at + 1 };
  }
  if (character === '[') {
    open.push('array');
    return { expected: 'first-element', at: at + 1 };
  }
  const end = endOf(character === '"' ? STRING : SCALAR, text, at);
  return end === undefined ? undefined : { expected: afterValue(open), at: end };
}

function closed(at: number, open: ('object' | 'array')[]): Step {
  open.pop();
  return { expected: afterValue(open), at: at + 1 };
}

function afterValue(open: readonly ('object' | 'array')[]): Expectation {
  const inner = open.at(-1);
  if (inner === undefined) return 'end';
  return inner === 'object' ? 'after-member' : 'after-element';
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function failure(text: string, at: number, expected: Expectation): string {
  const character = text.charAt(at);
  const takesWord = expected === 'value' || expected === 'first-element';
  const takesText = takesWord || expected === 'first-key' || expected === 'key';
  if (!takesText) return `invalid character ${quotedCharacter(character)} ${SENTENCES[expected]}`;
  const isCutOff = character === '"' && !/[^\\]"/.test(text.slice(at + 1).replace(/^"/, 'x"'));
  if (isCutOff || (takesWord && /^(?:t|tr|tru|f|fa|fal|fals|n|nu|nul|-)$/.test(text.slice(at))))
    return 'unexpected end of JSON input';
  const literal = takesWord ? brokenLiteral(text.slice(at)) : undefined;
  if (literal !== undefined) return literal;
  return `invalid character ${quotedCharacter(character)} ${SENTENCES[expected]}`;
}

/** A number or word that begins well. */
function brokenLiteral(rest: string): string | undefined {
  const [, odd] = /^-([^0-9])/.exec(rest) ?? [];
  if (odd !== undefined) return `invalid character ${quotedCharacter(odd)} in numeric literal`;
  for (const word of ['true', 'false', 'null']) {
    const same = [...word].findIndex((letter, index) => rest[index] !== letter);
    if (same <= 0) continue;
    const [found, wanted] = [rest.charAt(same), word.charAt(same)];
    return `invalid character ${quotedCharacter(found)} in literal ${word} (expecting '${wanted}')`;
  }
  return undefined;
}

function quotedCharacter(character: string): string {
  if (character === "'") return "'\\''";
  if (character === '"') return `'"'`;
  const code = character.charCodeAt(0);
  if (code >= 0x7f && code <= 0xa0) return `'\\u${code.toString(16).padStart(4, '0')}'`;
  return `'${JSON.stringify(character).slice(1, -1)}'`;
}
