/**
 * Paths of the REST gateway: `/api/v1/applications/{name}/sync`, `{field.sub}` for nested fields, and `{rest=**}` as the
 * last part for any number of segments. Matching is on raw segments, so that an encoded slash stays inside its segment.
 */
export interface PathTemplate {
  readonly segments: readonly Segment[];
}

type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'rest'; readonly name: string };

export function parsePathTemplate(text: string): PathTemplate {
  return { segments: text.slice(1).split('/').map(parseSegment) };
}

function parseSegment(text: string): Segment {
  const braces = /^\{([\w.]+)(=\*\*)?\}$/.exec(text);
  if (!braces) return { kind: 'literal', text };
  return { kind: braces[2] ? 'rest' : 'field', name: braces[1] ?? '' };
}

/** Fields of a path that fits, decoded; undefined where it does not fit. */
export function matchPath({ segments }: PathTemplate, path: string): ReadonlyMap<string, string> | undefined {
  const parts = path.slice(1).split('/');
  const fields = new Map<string, string>();
  for (const [index, segment] of segments.entries()) {
    const part = parts[index];
    if (segment.kind === 'rest') {
      fields.set(segment.name, parts.slice(index).map(decodeSegment).join('/'));
      return fields;
    }
    if (part === undefined) return undefined;
    if (segment.kind === 'literal' ? part !== segment.text : false) return undefined;
    if (segment.kind === 'field') fields.set(segment.name, decodeSegment(part));
  }
  return parts.length === segments.length ? fields : undefined;
}

/** Literal parts weigh more than fields, so that `/applications/manifestsWithFiles` wins over `/applications/{name}`. */
export function specificity({ segments }: PathTemplate): string {
  return segments.map(({ kind }) => ({ literal: 'a', field: 'b', rest: 'c' })[kind]).join('');
}

/** A malformed escape stays as it is: then no object has that name. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
