/** Members that a JSON text has twice: parsing keeps the last, strict requests are refused and others warned. */

interface Cursor {
  readonly text: string;
  at: number;
  readonly found: string[];
  /** Paths whose places in the text matter. */
  readonly wanted?: ReadonlySet<string>;
}

/** Paths of repeated members, e.g. `spec.containers[0].name`, in the order of the text, each once. The text must be valid JSON. */
export function duplicateFields(text: string): readonly string[] {
  const cursor: Cursor = { text, at: 0, found: [] };
  skipValue(cursor, '');
  return [...new Set(cursor.found)];
}

/** A reader notes so many oddities of a text, and each of them once (sigs.k8s.io/json: `saveStrictError`). */
const MOST_ODDITIES = 100;

/** Repeated members and those of `unknown`, in the order in which a reader of the text meets them. */
export function oddFields(text: string, unknown: readonly string[]): readonly { path: string; known: boolean }[] {
  const wanted = new Set(unknown);
  const cursor: Cursor = { text, at: 0, found: [], wanted };
  skipValue(cursor, '');
  const met = [...new Set(cursor.found)].map((path) => ({ path, known: !wanted.has(path) }));
  // Names may be written with escapes or in other capitals.
  const missed = unknown.filter((path) => !cursor.found.includes(path));
  return [...met, ...missed.map((path) => ({ path, known: false }))].slice(0, MOST_ODDITIES);
}

function skipValue(cursor: Cursor, path: string): void {
  skipSpace(cursor);
  switch (cursor.text[cursor.at]) {
    case '{':
      skipObject(cursor, path);
      return;
    case '[':
      skipList(cursor, path);
      return;
    case '"':
      cursor.at = endOfString(cursor);
      return;
    default:
      while (cursor.at < cursor.text.length && !',]} \t\r\n'.includes(cursor.text[cursor.at] ?? '')) cursor.at++;
  }
}

function skipObject(cursor: Cursor, path: string): void {
  const seen = new Set<string>();
  cursor.at++;
  for (skipSpace(cursor); cursor.text[cursor.at] === '"'; skipSpace(cursor)) {
    const start = cursor.at;
    cursor.at = endOfString(cursor);
    const name = JSON.parse(cursor.text.slice(start, cursor.at)) as string;
    const inner = path === '' ? name : `${path}.${name}`;
    if (seen.has(name) || cursor.wanted?.has(inner)) cursor.found.push(inner);
    seen.add(name);
    skipSpace(cursor);
    cursor.at++;
    skipValue(cursor, inner);
    skipSpace(cursor);
    if (cursor.text[cursor.at] === ',') cursor.at++;
  }
  cursor.at++;
}

function skipList(cursor: Cursor, path: string): void {
  cursor.at++;
  skipSpace(cursor);
  for (let index = 0; cursor.at < cursor.text.length && cursor.text[cursor.at] !== ']'; index++) {
    skipValue(cursor, `${path}[${index}]`);
    skipSpace(cursor);
    if (cursor.text[cursor.at] === ',') cursor.at++;
    skipSpace(cursor);
  }
  cursor.at++;
}

function skipSpace(cursor: Cursor): void {
  while (' \t\r\n'.includes(cursor.text[cursor.at] ?? 'x')) cursor.at++;
}

/** Behind the closing quote; a quote after an odd number of backslashes closes nothing. */
function endOfString({ text, at }: Cursor): number {
  let end = text.indexOf('"', at + 1);
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end + 1;
}

function isEscaped(text: string, quote: number): boolean {
  let slashes = 0;
  while (text[quote - 1 - slashes] === '\\') slashes++;
  return slashes % 2 === 1;
}
