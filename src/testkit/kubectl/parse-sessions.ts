/**
 * The language of kubectl sessions: `== title` begins one, `file NAME` and indented lines write a file, `$ words` runs kubectl.
 * `$~` compares the exit code alone (how far a wait saw things come differs), `$p` leaves out the prose of descriptions,
 * `$s` compares lines in byte order, `? text: words` asks until that is the output. `#` begins a comment.
 */

export interface SessionFile {
  readonly kind: 'file';
  readonly name: string;
  readonly text: string;
}

export interface SessionCommand {
  readonly kind: 'command';
  readonly line: string;
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly compared: 'all' | 'code' | 'without prose' | 'sorted';
  /** The output that is waited for. */
  readonly until?: string;
}

export interface Session {
  readonly title: string;
  /** A namespace of its own. */
  readonly namespace: string;
  readonly steps: readonly (SessionFile | SessionCommand)[];
}

/** All sessions of a file. Throws `Error` at a line that is none of the language. */
export function parseSessions(text: string): readonly Session[] {
  return text
    .split(/^== /m)
    .slice(1)
    .map((part) => {
      const [title = '', ...lines] = part.split('\n');
      return { title, namespace: title.replace(/[^a-z0-9]+/g, '-'), steps: stepsOf(lines) };
    });
}

function stepsOf(lines: readonly string[]): Session['steps'] {
  const steps: (SessionFile | SessionCommand)[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line === '' || line.startsWith('#')) continue;
    if (!line.startsWith('file ')) {
      steps.push(commandOf(line));
      continue;
    }
    const body: string[] = [];
    while (lines[index + 1]?.startsWith('  ')) body.push((lines[++index] ?? '').slice(2));
    steps.push({ kind: 'file', name: line.slice('file '.length), text: `${body.join('\n')}\n` });
  }
  return steps;
}

const COMPARED: Readonly<Record<string, SessionCommand['compared']>> = {
  '$~': 'code',
  $p: 'without prose',
  $s: 'sorted',
  '?': 'code',
};

function commandOf(line: string): SessionCommand {
  const [, mark = '', text = ''] = /^(\$[~ps]?|\?) (.*)$/.exec(line) ?? [];
  if (mark === '') throw new Error(`not a line of a session: ${line}`);
  const [, until, words = ''] = mark === '?' ? (/^(.*?): (.*)$/.exec(text) ?? []) : ['', undefined, text];
  const all = wordsOf(words);
  const first = all.findIndex((word) => !/^[A-Z_]+=/.test(word));
  const env = Object.fromEntries(all.slice(0, first).map((word) => word.split(/=(.*)/s, 2)));
  return {
    kind: 'command',
    line,
    env,
    args: all.slice(first),
    compared: COMPARED[mark] ?? 'all',
    ...(until !== undefined && { until }),
  };
}

/** Divides at spaces outside of quotes, as a shell does. */
function wordsOf(line: string): readonly string[] {
  const words = line.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  return words.map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'));
}
