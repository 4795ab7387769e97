/** Block scalars: `|` keeps lines, `>` folds them. */
import { type Cursor, isBlankCode, isBreakCode, type Mark } from './cursor.ts';
import { YamlSyntaxFault } from './syntax-fault.ts';

/** `parentIndent` is the column of the collection around, -1 at the root. */
export function scanBlock(cursor: Cursor, parentIndent: number): string {
  const start = cursor.mark();
  const isLiteral = cursor.code() === 124;
  cursor.skip();
  const { chomping, increment } = scanHeader(cursor, start);
  const given = increment > 0 ? Math.max(parentIndent, 0) + increment : 0;
  const first = scanBreaks(cursor, { start, indent: given, parentIndent });
  const { indent } = first;
  let value = '';
  let breaks = first.breaks;
  let lineBreak = '';
  let beganBlank = false;
  while (cursor.column === indent && !cursor.isAtEnd) {
    const beginsBlank = isBlankCode(cursor.code());
    const folds = !isLiteral && !beganBlank && !beginsBlank && lineBreak === '\n';
    value += (folds ? (breaks === '' ? ' ' : '') : lineBreak) + breaks;
    beganBlank = beginsBlank;
    value += cursor.skipTo(lineEnd(cursor.text, cursor.position));
    lineBreak = cursor.readBreak();
    breaks = scanBreaks(cursor, { start, indent, parentIndent }).breaks;
  }
  if (chomping === 'strip') return value;
  return chomping === 'keep' ? value + lineBreak + breaks : value + lineBreak;
}

interface Header {
  readonly chomping: 'strip' | 'clip' | 'keep';
  readonly increment: number;
}

function scanHeader(cursor: Cursor, start: Mark): Header {
  const fail = (problem: string) => YamlSyntaxFault.scanning({ problem, at: cursor, context: start });
  let chomping: Header['chomping'] = 'clip';
  let increment = 0;
  const takeChomping = () => {
    const code = cursor.code();
    if (code !== 43 && code !== 45) return false;
    chomping = code === 43 ? 'keep' : 'strip';
    cursor.skip();
    return true;
  };
  const takeIncrement = () => {
    const digit = cursor.code() - 48;
    if (digit === 0) throw fail('found an indentation indicator equal to 0');
    if (digit < 0 || digit > 9) return;
    increment = digit;
    cursor.skip();
  };
  if (takeChomping()) takeIncrement();
  else {
    takeIncrement();
    if (increment > 0) takeChomping();
  }
  cursor.skipBlanks();
  if (cursor.code() === 35) cursor.skipLineContent();
  if (!isBreakCode(cursor.code()) && !cursor.isAtEnd) throw fail('did not find expected comment or line break');
  cursor.readBreak();
  return { chomping, increment };
}

function lineEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length - 1 && !isBreakCode(text.charCodeAt(at))) at += 1;
  return at;
}

interface Lead {
  readonly start: Mark;
  /** 0 where it is not known yet: the first line that holds anything says it. */
  readonly indent: number;
  readonly parentIndent: number;
}

/** Empty lines, and the spaces in front of the next one that is not. */
function scanBreaks(
  cursor: Cursor,
  { start, indent, parentIndent }: Lead,
): { readonly breaks: string; readonly indent: number } {
  let breaks = '';
  let widest = 0;
  for (;;) {
    while ((indent === 0 || cursor.column < indent) && cursor.code() === 32) cursor.position += 1;
    widest = Math.max(widest, cursor.column);
    if ((indent === 0 || cursor.column < indent) && cursor.code() === 9) {
      throw YamlSyntaxFault.scanning({
        problem: 'found a tab character where an indentation space is expected',
        at: cursor,
        context: start,
      });
    }
    if (!isBreakCode(cursor.code())) break;
    breaks += cursor.readBreak();
  }
  return { breaks, indent: indent === 0 ? Math.max(widest, parentIndent + 1, 1) : indent };
}
