/** Flow collections of the quick reader: lists and mappings of scalars and others, keys with their colon on one line. */
import type { Json } from '../../../base/json-value.ts';
import { beginsPlain, ownName, plainName, plainValue, quotedEnd, quotedText } from './quick-scalar.ts';
import { breakOff, endLine, type QuickText } from './quick-text.ts';

const LONGEST_KEY = 1000;

/** A whole flow collection, and on to the next content. */
export function readFlow(quick: QuickText): Json {
  const value = flowValue(quick);
  if (value === undefined) return breakOff(quick);
  endLine(quick, quick.at);
  return value;
}

/** Undefined where it is not known here. */
function flowValue(quick: QuickText): Json | undefined {
  const code = quick.text.charCodeAt(quick.at);
  quick.nodes += 1;
  if (code !== 91 && code !== 123) return flowScalar(quick);
  quick.depth += 1;
  if (quick.depth > quick.maxDepth) return undefined;
  const value = code === 91 ? flowList(quick) : flowMap(quick);
  quick.depth -= 1;
  return value;
}

function flowList(quick: QuickText): Json | undefined {
  const items: Json[] = [];
  quick.at += 1;
  for (;;) {
    if (skipSpace(quick) === 93) break;
    const value = flowValue(quick);
    if (value === undefined) return undefined;
    items.push(value);
    const code = skipSpace(quick);
    if (code === 93) break;
    if (code !== 44) return undefined;
    quick.at += 1;
  }
  quick.at += 1;
  return items;
}

function flowMap(quick: QuickText): Json | undefined {
  const map: Record<string, Json> = {};
  quick.at += 1;
  for (;;) {
    if (skipSpace(quick) === 125) break;
    const name = flowName(quick);
    if (name === undefined) return undefined;
    quick.nodes += 1;
    skipSpace(quick);
    const value = flowValue(quick);
    if (value === undefined || (quick.isStrict && Object.hasOwn(map, name))) return undefined;
    map[name] = value;
    const code = skipSpace(quick);
    if (code === 125) break;
    if (code !== 44) return undefined;
    quick.at += 1;
  }
  quick.at += 1;
  return map;
}

/** The code of the next character that is no space and no line break; 0 for what may not stand there. */
function skipSpace(quick: QuickText): number {
  const { text } = quick;
  for (;;) {
    const code = text.charCodeAt(quick.at);
    if (code !== 32 && code !== 10) return code;
    quick.at += 1;
    if (code === 32) continue;
    // At the beginning of a line it may be a directive or the mark of a document.
    const first = text.charCodeAt(quick.at);
    if (first === 37 || first === 45 || first === 46) return 0;
  }
}

/** The key in front of a colon, which is stepped over. */
function flowName(quick: QuickText): string | undefined {
  const { text, at } = quick;
  const code = text.charCodeAt(at);
  const isQuoted = code === 34 || code === 39;
  const end = isQuoted ? quotedEnd(text, at) : plainEnd(text, at);
  if (end < 0 || end - at > LONGEST_KEY || text.charCodeAt(end) !== 58) return undefined;
  quick.at = end + 1;
  if (!isQuoted) return plainName(text.slice(at, end));
  const name = quotedText(text, at, end);
  return name === undefined || text.slice(at, end).includes('\n') ? undefined : ownName(name);
}

function flowScalar(quick: QuickText): Json | undefined {
  const { text, at } = quick;
  const code = text.charCodeAt(at);
  if (code === 34 || code === 39) {
    const end = quotedEnd(text, at);
    if (end < 0) return undefined;
    quick.at = end;
    return quotedText(text, at, end);
  }
  const end = plainEnd(text, at);
  if (end < 0 || text.charCodeAt(end) === 58) return undefined;
  quick.at = end;
  let to = end;
  while (text.charCodeAt(to - 1) === 32) to -= 1;
  return plainValue(text.slice(at, to));
}

/** Where a plain scalar ends: at an indicator, a line break, or a colon with a blank behind; negative where none begins. */
function plainEnd(text: string, from: number): number {
  if (text.charCodeAt(from) === 58 || !beginsPlain(text, from)) return -1;
  if (text.charCodeAt(from) === 45 && isFlowIndicator(text.charCodeAt(from + 1))) return -1;
  for (let at = from; ; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || isFlowIndicator(code)) return at;
    if (code === 58 && text.charCodeAt(at + 1) <= 32) return text.charCodeAt(at - 1) === 32 ? -1 : at;
    if (code === 0 || code === 9 || (code === 32 && text.charCodeAt(at + 1) === 35)) return -1;
  }
}

/** `,` `?` `[` `]` `{` `}` */
function isFlowIndicator(code: number): boolean {
  return code === 44 || code === 63 || code === 91 || code === 93 || code === 123 || code === 125;
}
