/** The address of a request as it stands: nothing in it is put in order. Source: Go's `net/url`. */

export interface Address {
  /** Without escapes. */
  readonly path: string;
  readonly query: URLSearchParams;
}

/** Undefined for a path with an escape that is none: a server refuses it before it reads more. */
export function addressOf(url: string): Address | undefined {
  const at = url.indexOf('?');
  const path = unescaped(at < 0 ? url : url.slice(0, at));
  return path === undefined ? undefined : { path, query: queryOf(at < 0 ? '' : url.slice(at + 1)) };
}

/** Pairs that are wrong (with a semicolon, with an escape that is none) do not count. */
function queryOf(text: string): URLSearchParams {
  const query = new URLSearchParams();
  for (const pair of text.split('&')) {
    if (pair === '' || pair.includes(';')) continue;
    const at = pair.indexOf('=');
    const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
    const [plainName, plainValue] = [unescaped(name.replaceAll('+', ' ')), unescaped(value.replaceAll('+', ' '))];
    if (plainName !== undefined && plainValue !== undefined) query.append(plainName, plainValue);
  }
  return query;
}

const ESCAPE = /%[0-9a-fA-F]{2}/g;

/** Undefined where a percent sign stands for itself. Bytes that are no text become the sign for that. */
function unescaped(text: string): string | undefined {
  if (!text.includes('%')) return text;
  if (text.replace(ESCAPE, '').includes('%')) return undefined;
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString());
}
