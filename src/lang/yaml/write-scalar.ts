/** Texts in YAML's scalar styles, broken into lines where Go's library breaks them. */
import type { LineWriter } from './line-writer.ts';
import type { ScalarStyle } from './scalar-style.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\u001b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\u0085': '\\N',
  '\u2028': '\\L',
  '\u2029': '\\P',
};
const NEEDS_ESCAPE = /^[^\u0020-\u007e\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]$|^["\\\u2028\u2029]$/u;
/** Nothing of what this does not find needs an escape. */
const MAY_NEED_ESCAPE = /[^ -~]|["\\]/;
const ANY_BREAK = /[\n\r\u0085\u2028\u2029]/;
const NO_INDENTION = { isIndention: false } as const;
const BREAK = /^[\n\r\u0085\u2028\u2029]$/;

export interface ScalarLayout {
  /** Column of continued lines. */
  readonly indent: number;
  /** Whether a space far to the right may become a line break. */
  readonly mayFold: boolean;
}

/** Writes a text in this style. */
export function writeScalar(out: LineWriter, text: string, style: ScalarStyle, layout: ScalarLayout): void {
  out.space();
  switch (style) {
    case 'plain':
      writeFlow(out, text, layout, '');
      return;
    case 'single':
      out.indicator("'", NO_INDENTION);
      writeFlow(out, text, layout, "'");
      out.indicator("'", NO_INDENTION);
      return;
    case 'double':
      out.indicator('"', NO_INDENTION);
      writeDouble(out, text, layout);
      out.indicator('"', NO_INDENTION);
      return;
    default:
      writeLiteral(out, text, layout.indent);
  }
}

/** Whether no space of the text stands where a line may be broken. */
function fits(out: LineWriter, text: string, layout: ScalarLayout): boolean {
  return !layout.mayFold || out.hasRoom(text.length) || !text.includes(' ');
}

/** Plain and single-quoted text: a line break inside it is written twice, a quote too. */
function writeFlow(out: LineWriter, text: string, layout: ScalarLayout, quote: string): void {
  const doubled = quote === '' || !text.includes(quote) ? text : text.replaceAll(quote, quote + quote);
  if (fits(out, doubled, layout) && !ANY_BREAK.test(text)) out.text(doubled);
  else writeFolded(out, [...text], layout, quote);
}

function writeFolded(out: LineWriter, characters: readonly string[], layout: ScalarLayout, quote: string): void {
  let spaces = false;
  let breaks = false;
  characters.forEach((character, at) => {
    const next = characters[at + 1];
    if (character === ' ') {
      const inside = quote === '' || (at > 0 && next !== undefined);
      const folds = layout.mayFold && !spaces && out.isWide && inside && next !== ' ';
      if (folds) out.indent(layout.indent);
      else out.text(' ');
      spaces = true;
    } else if (BREAK.test(character)) {
      if (!breaks && character === '\n') out.lineBreak();
      out.lineBreak(character);
      breaks = true;
    } else {
      if (breaks) out.indent(layout.indent);
      out.text(quote !== '' && character === quote ? quote + quote : character);
      spaces = false;
      breaks = false;
    }
  });
}

function writeDouble(out: LineWriter, text: string, layout: ScalarLayout): void {
  if (fits(out, text, layout) && !MAY_NEED_ESCAPE.test(text)) out.text(text);
  else writeEscaped(out, [...text], layout);
}

function writeEscaped(out: LineWriter, characters: readonly string[], layout: ScalarLayout): void {
  // The library takes every character for a byte order mark where the first one is.
  const isMarked = characters[0] === '\ufeff';
  let spaces = false;
  characters.forEach((character, at) => {
    const next = characters[at + 1];
    if (character !== ' ' || isMarked) {
      out.text(isMarked || NEEDS_ESCAPE.test(character) ? escapeOf(character) : character);
      spaces = false;
      return;
    }
    if (layout.mayFold && !spaces && out.isWide && at > 0 && next !== undefined) {
      out.indent(layout.indent);
      if (next === ' ') out.text('\\');
    } else out.text(' ');
    spaces = true;
  });
}

function escapeOf(character: string): string {
  const known = ESCAPES[character];
  if (known !== undefined) return known;
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** A block of lines as they are, with the hints for leading spaces and for the line breaks at the end. */
function writeLiteral(out: LineWriter, text: string, indent: number): void {
  out.indicator(`|${indentHint(text)}${chompHint(text)}`, { isIndention: false });
  out.lineBreak();
  let breaks = true;
  for (const line of text.split(/([\n\r\u0085\u2028\u2029])/)) {
    if (line === '') continue;
    if (BREAK.test(line)) {
      out.lineBreak(line);
      breaks = true;
    } else {
      if (breaks) out.indent(indent);
      out.text(line);
      breaks = false;
    }
  }
}

function indentHint(text: string): string {
  return /^[ \n\r\u0085\u2028\u2029]/.test(text) ? '2' : '';
}

function chompHint(text: string): string {
  if (!/[\n\r\u0085\u2028\u2029]$/.test(text)) return '-';
  return text.length === 1 || /[\n\r\u0085\u2028\u2029]{2}$/.test(text) ? '+' : '';
}
