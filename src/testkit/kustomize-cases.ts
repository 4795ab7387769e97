/**
 * Kustomizations in text files, many to a file, each with what Kustomize 5.8.1 makes of it:
 *   `== what the case shows | path | flags ==`, then `-- file --` and its text for each file, then `-- output --` or `-- error --`;
 *   `-- ours --` after an error holds our words where they are others, and the line before says why (`# …`).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface WrittenCase {
  readonly name: string;
  /** Of the folder that is built. */
  readonly path: string;
  readonly flags: readonly string[];
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** What Kustomize printed. */
  readonly output?: string;
  /** The first line of what Kustomize had to say against it. */
  readonly error?: string;
  /** Our own words for that. */
  readonly ours?: string;
}

export interface CaseFile {
  readonly topic: string;
  readonly location: string;
  readonly cases: readonly WrittenCase[];
}

const FOLDER = join(import.meta.dirname, '../render/kustomize/testdata');
const ANSWERS = ['output', 'error', 'ours'];

export function readCaseFiles(): readonly CaseFile[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.cases'))
    .sort()
    .map((name) => {
      const location = join(FOLDER, name);
      return { topic: name.replace('.cases', ''), location, cases: casesIn(readFileSync(location, 'utf8')) };
    });
}

function casesIn(text: string): readonly WrittenCase[] {
  const [, ...parts] = text.split(/^== (.*) ==\n/m);
  return parts.flatMap((heading, at) => (at % 2 === 0 ? [caseOf(heading, parts[at + 1] ?? '')] : []));
}

function caseOf(heading: string, body: string): WrittenCase {
  const [name = '', path = '', flags = ''] = heading.split('|').map((part) => part.trim());
  const [, ...parts] = body.split(/^-- (.*) --\n/m);
  const sections = parts.flatMap((title, at) => (at % 2 === 0 ? [[title, parts[at + 1] ?? ''] as const] : []));
  const answers = Object.fromEntries(sections.filter(([title]) => ANSWERS.includes(title)));
  const files = sections.filter(([title]) => !ANSWERS.includes(title));
  return {
    name,
    path,
    flags: flags === '' ? [] : flags.split(' '),
    files: new Map(files.map(([title, content]) => contentOf(title, content))),
    ...(answers['output'] === undefined ? {} : { output: answers['output'] }),
    ...(answers['error'] === undefined ? {} : { error: answers['error'].trimEnd() }),
    ...(answers['ours'] === undefined
      ? {}
      : {
          ours: answers['ours']
            .split('\n')
            .filter((line) => !line.startsWith('#'))
            .join('\n')
            .trimEnd(),
        }),
  };
}

/** `name (base64)` and `name (escaped)` hold what text cannot: bytes, line ends, marks. */
function contentOf(title: string, content: string): readonly [string, Uint8Array] {
  const [, name = title, form] = /^(.*?)(?: \((base64|escaped)\))?$/.exec(title) ?? [];
  if (form === 'base64') return [name, Buffer.from(content, 'base64')];
  if (form === 'escaped') return [name, Buffer.from(JSON.parse(`"${content.trimEnd()}"`) as string)];
  return [name, Buffer.from(content)];
}
