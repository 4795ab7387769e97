/** Names of fields as expressions write them: what is no identifier is spelled out between underscores. */

const RESERVED = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);
const SPELLED: Readonly<Record<string, string>> = { __: 'underscores', '.': 'dot', '-': 'dash', '/': 'slash' };

/** The name of a field in expressions; undefined where it can have none. */
export function escapeName(name: string): string | undefined {
  if (!/^[A-Za-z_./-][A-Za-z0-9_./-]*$/.test(name)) return undefined;
  if (RESERVED.has(name)) return `__${name}__`;
  return name.replace(/__|[-./]/g, (part) => `__${SPELLED[part]}__`);
}

/** The field that a name in an expression stands for; undefined where it stands for none. */
export function unescapeName(escaped: string): string | undefined {
  let wrong = false;
  const name = escaped.replace(/__[^_]+__/g, (part) => {
    const inner = part.slice(2, -2);
    const sign = Object.keys(SPELLED).find((each) => SPELLED[each] === inner);
    if (sign !== undefined) return sign;
    if (!RESERVED.has(inner) || part.length !== escaped.length) wrong = true;
    return inner;
  });
  return wrong ? undefined : name;
}
