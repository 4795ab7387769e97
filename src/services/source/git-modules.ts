/** `.gitmodules`: where the submodules of a repository come from. */

/** Of the submodule at a path; undefined where the file names none there. */
export function submoduleUrl(gitmodules: string, path: string): string | undefined {
  return sectionsOf(gitmodules)
    .find((section) => section.get('path')?.replace(/\/+$/, '') === path)
    ?.get('url');
}

/** As Git resolves addresses that begin with `./` or `../`: from the repository that holds the file. */
export function resolvedUrl(url: string, holder: string): string {
  if (!/^\.\.?\//.test(url)) return url;
  let base = holder.replace(/\/+$/, '');
  let rest = url;
  for (;;) {
    if (rest.startsWith('./')) rest = rest.slice(2);
    else if (rest.startsWith('../')) {
      rest = rest.slice(3);
      base = base.replace(/(?:^|[/:])[^/:]*$/, (last) => (last.startsWith(':') ? ':' : ''));
    } else break;
  }
  return base.endsWith(':') ? `${base}${rest}` : `${base}/${rest}`;
}

type Section = ReadonlyMap<string, string>;

function sectionsOf(text: string): readonly Section[] {
  const sections: Map<string, string>[] = [];
  for (const line of text.replace(/\\\r?\n/g, '').split(/\r?\n/)) {
    const section = /^\s*\[\s*([\w.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\]/.exec(line);
    const entry = /^\s*([A-Za-z][\w-]*)\s*=\s*(.*)$/.exec(section === null ? line : line.slice(section[0].length));
    if (section !== null) sections.push(new Map());
    if (entry !== null) sections.at(-1)?.set((entry[1] ?? '').toLowerCase(), unquoted(entry[2] ?? ''));
  }
  return sections;
}

/** Quotes and comments as Git reads them. */
function unquoted(written: string): string {
  let value = '';
  let kept = 0;
  let isQuoted = false;
  for (let at = 0; at < written.length; at++) {
    const character = written[at] ?? '';
    if (!isQuoted && (character === '#' || character === ';')) break;
    if (character === '"') isQuoted = !isQuoted;
    else if (character === '\\') {
      at += 1;
      value += ESCAPES[written[at] ?? ''] ?? written[at] ?? '';
    } else value += character;
    if (isQuoted || !/\s/.test(character)) kept = value.length;
  }
  return value.slice(0, kept);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', b: '\b' };
