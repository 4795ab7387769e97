/**
 * A quick way to the value of most documents: block collections, scalars of every style and flow collections, in one pass
 * and without a tree. What it does not know (anchors, tags, merge keys, tabs, several documents, anything wrong) it leaves
 * to the full parser; what it does read is the same, which is checked with random documents.
 */
import type { Json } from '../../../base/json-value.ts';
import { readBlock } from './quick-block.ts';
import { readFlow } from './quick-flow.ts';
import { beginsPlain, ownName, plainName, quotedEnd, quotedText, readPlain, readQuoted } from './quick-scalar.ts';
import { AT_END, breakOff, endLine, lineEnd, type QuickText, toContent } from './quick-text.ts';

export interface QuickLimits {
  readonly strict: boolean;
  readonly maxDepth: number;
  readonly maxNodes: number;
}

/** A key and its colon are not much farther apart in the full parser. */
const LONGEST_KEY = 1000;
const DEEPEST = 500;
/** Neither of ASCII nor a line break. */
const UNUSUAL = /[^\n\u0020-\u007e]/;
/** What is a line break to YAML only, a byte order mark, or not allowed. */
const UNKNOWN = /[^\t\n\u0020-\u007e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

/** The value of a text that is one document; undefined where the full parser has to look at it. Throws nothing. */
export function quickRead(source: string, { strict, maxDepth, maxNodes }: QuickLimits): Json | undefined {
  const plain = source.includes('\r') ? source.replaceAll('\r\n', '\n') : source;
  if (UNUSUAL.test(plain) && UNKNOWN.test(plain)) return undefined;
  const quick: QuickText = {
    text: `${plain}\0`,
    isStrict: strict,
    maxDepth: Math.min(maxDepth, DEEPEST),
    at: 0,
    column: 0,
    nodes: 0,
    depth: 0,
  };
  begin(quick);
  if (quick.column < 0) return undefined;
  const value = readNode(quick, -1);
  return quick.column === AT_END && quick.nodes <= maxNodes ? value : undefined;
}

/** Past comments and the mark of the document, if it has one. */
function begin(quick: QuickText): void {
  const { text } = quick;
  while (text.charCodeAt(quick.at) === 35 || text.charCodeAt(quick.at) === 10) {
    quick.at = lineEnd(text, quick.at);
    if (text.charCodeAt(quick.at) === 10) quick.at += 1;
  }
  if (text.startsWith('---', quick.at) && text.charCodeAt(quick.at + 3) <= 32) endLine(quick, quick.at + 3);
  else toContent(quick);
}

/** What stands at this content. `parent` is the column of the collection around. */
function readNode(quick: QuickText, parent: number): Json {
  if (isEntry(quick)) return readSequence(quick, quick.column);
  const name = readName(quick);
  if (name !== undefined) return readMapping(quick, name);
  return parent < 0 && !beginsFlow(quick) ? breakOff(quick) : readScalar(quick, parent);
}

function beginsFlow({ text, at }: QuickText): boolean {
  const code = text.charCodeAt(at);
  return code === 91 || code === 123;
}

/** A hyphen with a blank behind. */
function isEntry({ text, at }: QuickText): boolean {
  return text.charCodeAt(at) === 45 && text.charCodeAt(at + 1) <= 32;
}

/** A mapping in this column, of which the first key has been read. */
function readMapping(quick: QuickText, first: string): Json {
  const { column } = quick;
  const map: Record<string, Json> = {};
  enter(quick);
  for (let name: string | undefined = first; name !== undefined; name = readName(quick)) {
    quick.nodes += 1;
    const value = readContent(quick, column);
    // Which keys are different, and what to say of the others, the full parser knows.
    if (quick.isStrict && Object.hasOwn(map, name)) return breakOff(quick);
    map[name] = value;
    if (quick.column !== column) {
      quick.depth -= 1;
      return quick.column > column ? breakOff(quick) : map;
    }
  }
  return breakOff(quick);
}

/** A sequence in this column, which may also be that of the key whose value it is. */
function readSequence(quick: QuickText, column: number): Json {
  const items: Json[] = [];
  enter(quick);
  while (quick.column === column && isEntry(quick)) {
    quick.at += 1;
    items.push(readItem(quick, column));
  }
  quick.depth -= 1;
  return quick.column > column ? breakOff(quick) : items;
}

function enter(quick: QuickText): void {
  quick.nodes += 1;
  quick.depth += 1;
}

/** Behind the hyphen of an entry. */
function readItem(quick: QuickText, column: number): Json {
  const { text } = quick;
  const hyphen = quick.at - 1;
  if (isAtLineEnd(quick)) {
    endLine(quick, quick.at);
    if (quick.column > column) return readNode(quick, column);
    quick.nodes += 1;
    return null;
  }
  if (text.charCodeAt(quick.at) === 9 || quick.depth > quick.maxDepth) return breakOff(quick);
  quick.column = column + quick.at - hyphen;
  return readNode(quick, column);
}

/** Behind the colon of a key. */
function readContent(quick: QuickText, column: number): Json {
  if (quick.depth > quick.maxDepth) return breakOff(quick);
  if (!isAtLineEnd(quick)) return readScalar(quick, column);
  endLine(quick, quick.at);
  if (quick.column > column) return readNode(quick, column);
  if (quick.column === column && isEntry(quick)) return readSequence(quick, column);
  quick.nodes += 1;
  return null;
}

/** Steps over spaces, but keeps one in front of a comment. */
function isAtLineEnd(quick: QuickText): boolean {
  const { text } = quick;
  let { at } = quick;
  while (text.charCodeAt(at) === 32) at += 1;
  const code = text.charCodeAt(at);
  quick.at = code === 35 ? at - 1 : at;
  return code === 10 || code === 35 || code === 0;
}

function readScalar(quick: QuickText, parent: number): Json {
  switch (quick.text.charCodeAt(quick.at)) {
    case 34:
    case 39:
      quick.nodes += 1;
      return readQuoted(quick);
    case 124:
    case 62:
      quick.nodes += 1;
      return readBlock(quick, parent);
    case 91:
    case 123:
      return readFlow(quick);
    default:
      quick.nodes += 1;
      return beginsPlain(quick.text, quick.at) ? readPlain(quick, parent) : breakOff(quick);
  }
}

/** The name of a key, and past its colon; undefined where there is none, or none that is known. */
function readName(quick: QuickText): string | undefined {
  const { text, at } = quick;
  const code = text.charCodeAt(at);
  if (code === 34 || code === 39) return readQuotedName(quick);
  if (code === 58 || !beginsPlain(text, at)) return undefined;
  const end = nameEnd(text, at);
  if (end < 0 || end - at > LONGEST_KEY) return undefined;
  const name = plainName(text.slice(at, end));
  if (name !== undefined) quick.at = end + 1;
  return name;
}

function readQuotedName(quick: QuickText): string | undefined {
  const { text, at } = quick;
  const end = quotedEnd(text, at);
  if (end < 0 || end - at > LONGEST_KEY || text.charCodeAt(end) !== 58 || text.charCodeAt(end + 1) > 32)
    return undefined;
  const name = text.slice(at, end).includes('\n') ? undefined : quotedText(text, at, end);
  if (name === undefined || ownName(name) === undefined) return undefined;
  quick.at = end + 1;
  return name;
}

/** Where the colon of a plain key stands on this line; negative where there is none. */
function nameEnd(text: string, from: number): number {
  for (let at = from; ; at++) {
    const code = text.charCodeAt(at);
    if (code > 58) continue;
    if (code === 58) {
      if (text.charCodeAt(at + 1) <= 32)
        return text.charCodeAt(at - 1) === 32 || text.charCodeAt(at + 1) === 9 ? -1 : at;
    } else if (code <= 32 && (code !== 32 || text.charCodeAt(at + 1) === 35)) return -1;
  }
}
