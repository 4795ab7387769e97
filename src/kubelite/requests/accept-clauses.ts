/** An Accept header as a list of alternatives, the best liked first. */

export interface AcceptClause {
  readonly type: string;
  readonly subtype: string;
  readonly quality: number;
  readonly parameters: ReadonlyMap<string, string>;
}

/** The alternatives that are media types, in the order in which a server tries them. Source: package goautoneg. */
export function acceptClauses(header: string): readonly AcceptClause[] {
  const clauses = header.split(',').flatMap((part) => clauseOf(part) ?? []);
  return inOrder(clauses);
}

function clauseOf(part: string): AcceptClause | undefined {
  const [range = '', ...rest] = part.split(';');
  const [type = '', subtype = '', ...more] = range.split('/').map(spaceless);
  if (more.some((text) => text !== '')) return undefined;
  if (subtype === '' && type !== '*') return undefined;
  const pairs = rest.flatMap((text): [string, string][] => {
    const [name = '', value = '', ...others] = text.split('=');
    return value === '' || others.some((other) => other !== '') ? [] : [[spaceless(name), value]];
  });
  const quality = pairs.findLast(([name]) => name === 'q')?.[1];
  const parameters = new Map(
    pairs.filter(([name]) => name !== 'q').map(([name, value]) => [name, spaceless(value)] as const),
  );
  return { type, subtype: subtype === '' ? '*' : subtype, quality: qualityOf(quality), parameters };
}

/** What is no number counts for nothing. */
function qualityOf(text: string | undefined): number {
  if (text === undefined) return 1;
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : 0;
}

/**
 * By insertion: the order that decides is none in the sense of mathematics (what is liked less comes first where it is more
 * exact), so that the way of sorting counts. Go sorts a dozen of items and less by insertion.
 */
function inOrder(clauses: readonly AcceptClause[]): readonly AcceptClause[] {
  const sorted: AcceptClause[] = [];
  for (const clause of clauses) {
    let at = sorted.length;
    for (let before = sorted[at - 1]; before && isBefore(clause, before); before = sorted[at - 1]) at -= 1;
    sorted.splice(at, 0, clause);
  }
  return sorted;
}

function isBefore(one: AcceptClause, other: AcceptClause): boolean {
  if (one.quality > other.quality) return true;
  if (one.type !== '*' && other.type === '*') return true;
  return one.subtype !== '*' && other.subtype === '*';
}

function spaceless(text: string): string {
  return text.replace(/^ +| +$/g, '');
}
