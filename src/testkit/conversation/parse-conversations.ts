/**
 * Conversations with a Kubernetes API as text, so that hundreds of requests can be read and written by hand. A line `== title`
 * begins a conversation in a namespace of its own; an empty line ends a step. See `docs/conversations.md`.
 */

/** What is sent, with `${name}` for what earlier steps saved. */
export interface Step {
  /** The first line, by which answers name it. */
  readonly title: string;
  readonly method: string;
  /** Path and query; `~` is the namespace. */
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** YAML, sent as JSON; or text as it stands. */
  readonly body?: { readonly kind: 'yaml' | 'text'; readonly text: string };
  /** Names for members of the answer. */
  readonly saves: readonly { readonly name: string; readonly path: string }[];
  /** Ask again until the answer is like this. */
  readonly until?: { readonly path: string; readonly value?: string };
  /** Members of the answer that are looked at; empty for all. */
  readonly only: readonly string[];
  /** Of a watch: how many events to wait for. */
  readonly events: number;
}

export interface Conversation {
  readonly title: string;
  /** DNS label made from the title. */
  readonly namespace: string;
  readonly steps: readonly Step[];
}

const PATCHES: Readonly<Record<string, string>> = {
  MERGE: 'application/merge-patch+json',
  STRATEGIC: 'application/strategic-merge-patch+json',
  JSON: 'application/json-patch+json',
  APPLY: 'application/apply-patch+yaml',
};

/** Throws where a line is none of the language. */
export function parseConversations(text: string): readonly Conversation[] {
  return text
    .split(/^== /m)
    .slice(1)
    .map((part) => {
      const [title = '', ...lines] = part.split('\n');
      const steps = blocksOf(lines).map(parseStep);
      return { title, namespace: `talk-${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`.slice(0, 50), steps };
    });
}

function blocksOf(lines: readonly string[]): readonly (readonly string[])[] {
  const blocks: string[][] = [[]];
  for (const line of lines) {
    if (line.startsWith('#')) continue;
    if (line.trim() === '') blocks.push([]);
    else blocks.at(-1)?.push(line);
  }
  return blocks.filter((block) => block.length > 0);
}

function parseStep([title = '', ...lines]: readonly string[]): Step {
  const [verb = '', path = ''] = title.split(' ', 2);
  const type = Object.hasOwn(PATCHES, verb) ? PATCHES[verb] : undefined;
  const headers: [string, string][] = type === undefined ? [] : [['Content-Type', type]];
  const step = {
    saves: [] as Step['saves'][number][],
    only: [] as string[],
    events: 0,
    until: undefined as Step['until'],
  };
  const yaml: string[] = [];
  const raw: string[] = [];
  for (const line of lines) {
    const [word = '', first = '', second = ''] = line.split(' ');
    const header = /^([A-Z][\w.%-]*): (.*)$/.exec(line);
    if (line.startsWith('  ')) yaml.push(line.slice(2));
    else if (line.startsWith('|')) raw.push(line.slice(1));
    else if (header) headers.push([header[1] ?? '', header[2] ?? '']);
    else if (word === 'save') step.saves.push({ name: first, path: second });
    else if (word === 'only') step.only.push(...line.split(' ').slice(1));
    else if (word === 'events') step.events = Number(first);
    else if (word === 'until') step.until = untilOf(line.slice('until '.length));
    else throw new Error(`${title}: ${line}`);
  }
  const method = type === undefined ? (verb === 'WATCH' ? 'GET' : verb) : 'PATCH';
  const { until, ...rest } = step;
  const body = bodyOf(yaml, raw);
  const watched = verb === 'WATCH' ? `${path}${path.includes('?') ? '&' : '?'}watch=true` : path;
  return { title, method, path: watched, headers, ...rest, ...(until && { until }), ...(body && { body }) };
}

function untilOf(text: string): NonNullable<Step['until']> {
  const [path = '', ...value] = text.split('=');
  return value.length === 0 ? { path } : { path, value: value.join('=') };
}

function bodyOf(yaml: readonly string[], raw: readonly string[]): Step['body'] {
  if (raw.length > 0) return { kind: 'text', text: raw.join('\n') };
  return yaml.length > 0 ? { kind: 'yaml', text: yaml.join('\n') } : undefined;
}
