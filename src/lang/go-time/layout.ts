/** Go's time layouts: which pieces of a text like `Mon Jan _2 15:04:05 2006` stand for parts of a time. */

/** The names are those of the reference time; fractions of a second are `.000` (fixed) and `.999` (trimmed). */
export type LayoutPart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'element'; readonly text: string }
  | {
      readonly kind: 'fraction';
      readonly text: string;
      readonly separator: string;
      readonly digits: number;
      readonly isTrimmed: boolean;
    };

/** Splits a layout. Literal texts stand between elements; two never follow one another. */
export function parseLayout(layout: string): readonly LayoutPart[] {
  const parts: LayoutPart[] = [];
  let literal = '';
  for (let at = 0; at < layout.length; ) {
    // An underscore before a year is itself.
    const found = layout.startsWith('_2006', at) ? undefined : elementAt(layout, at);
    if (found === undefined) {
      literal += layout[at];
      at += 1;
      continue;
    }
    if (literal !== '') parts.push({ kind: 'literal', text: literal });
    literal = '';
    parts.push(found);
    at += found.text.length;
  }
  if (literal !== '') parts.push({ kind: 'literal', text: literal });
  return parts;
}

/** Longer ones first. */
const ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  J: ['January', 'Jan'],
  M: ['Monday', 'Mon', 'MST'],
  '0': ['01', '02', '03', '04', '05', '06', '002'],
  '1': ['15', '1'],
  '2': ['2006', '2'],
  _: ['_2', '__2'],
  '3': ['3'],
  '4': ['4'],
  '5': ['5'],
  P: ['PM'],
  p: ['pm'],
  '-': ['-070000', '-07:00:00', '-0700', '-07:00', '-07'],
  Z: ['Z070000', 'Z07:00:00', 'Z0700', 'Z07:00', 'Z07'],
};

function elementAt(layout: string, at: number): LayoutPart | undefined {
  const first = layout.charAt(at);
  if (first === '.' || first === ',') return fractionAt(layout, at);
  const text = (ELEMENTS[first] ?? []).find((candidate) => layout.startsWith(candidate, at));
  if (text === undefined) return undefined;
  // `Janet` and `Monty` are words.
  const isShortName = text === 'Jan' || text === 'Mon';
  if (isShortName && /^[a-z]/.test(layout.slice(at + 3))) return undefined;
  return { kind: 'element', text };
}

function fractionAt(layout: string, at: number): LayoutPart | undefined {
  const [text = '', run = ''] = /^.(0+|9+)(?!\d)/s.exec(layout.slice(at)) ?? [];
  if (text === '') return undefined;
  return { kind: 'fraction', text, separator: text.charAt(0), digits: run.length, isTrimmed: run.startsWith('9') };
}
