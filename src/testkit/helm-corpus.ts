/** Recorded renders of real charts (`corpora/helm`): how a case is rendered here, and what it shall give. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { AppError } from '../base/errors.ts';
import { setOwn } from '../base/json/own.ts';
import { formatPointer } from '../base/json-pointer.ts';
import { isList, isObject, type Json } from '../base/json-value.ts';
import { readDocuments } from '../lang/yaml/read.ts';
import { readArchive } from '../render/helm/archive/read-archive.ts';
import { offlineCapabilities } from '../render/helm/capabilities/capabilities.ts';
import type { Chart } from '../render/helm/chart/chart.ts';
import { loadChart } from '../render/helm/chart/load-chart.ts';
import { CompiledMemory } from '../render/helm/compiled-memory.ts';
import { isWhileRendering } from '../render/helm/helm-fault.ts';
import { printManifests } from '../render/helm/manifests/print-manifests.ts';
import { renderChart } from '../render/helm/render-chart.ts';
import { assembleValues } from '../render/helm/values/assemble-values.ts';

export interface CorpusCase {
  readonly id: string;
  readonly archive: string;
  readonly release: string;
  readonly namespace: string;
  readonly values: readonly string[];
  readonly flags: readonly string[];
  readonly helm: readonly string[];
  readonly expected?: string;
  readonly error?: string;
  readonly unstableError?: boolean;
  readonly nondeterministic?: { readonly paths?: readonly string[]; readonly lines?: readonly number[] };
}

export interface Outcome {
  readonly output: string;
  /** As printed on standard error; empty where it went well. */
  readonly error: string;
}

const ADVICE = '\n\nUse --debug flag to render out invalid YAML';

/** The cases of a corpus folder. */
export function readCorpus(root: string): readonly CorpusCase[] {
  const lines = readFileSync(join(root, 'index.jsonl'), 'utf8').trim().split('\n');
  return lines.map((line): CorpusCase => JSON.parse(line));
}

/** Which of the two tools a case is recorded of. */
export function versionsOf({ helm }: CorpusCase): readonly (3 | 4)[] {
  return helm.map((version) => (version.startsWith('4') ? 4 : 3));
}

/** Renders cases of one folder; charts are loaded once, as a server keeps them. */
export class CorpusRenderer {
  readonly #root: string;
  readonly #charts = new Map<string, Chart>();
  readonly #memory = new CompiledMemory();

  constructor(root: string) {
    this.#root = root;
  }

  render(one: CorpusCase, helm: 3 | 4): Outcome {
    try {
      return { output: this.#output(one, helm), error: '' };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { output: '', error: `Error: ${error.message}${isWhileRendering(error.code) ? ADVICE : ''}` };
    }
  }

  #output(one: CorpusCase, helm: 3 | 4): string {
    const rendered = renderChart({
      chart: this.#chart(one.archive, helm),
      values: assembleValues(this.#given(one), helm),
      helm,
      release: { name: one.release, namespace: one.namespace, isUpgrade: one.flags.includes('--is-upgrade') },
      capabilities: offlineCapabilities(helm, {
        kubeVersion: flagsOf(one, '--kube-version')[0],
        apiVersions: flagsOf(one, '--api-versions').flatMap((list) => list.split(',')),
      }),
      now: () => BigInt(Date.now()) * 1_000_000n,
      random: (bytes) => randomBytes(bytes),
      memory: this.#memory,
    });
    return printManifests(rendered, { includeCrds: true });
  }

  #chart(archive: string, helm: 3 | 4): Chart {
    const key = `${helm} ${archive}`;
    const known = this.#charts.get(key);
    if (known !== undefined) return known;
    const chart = loadChart(readArchive(readFileSync(join(this.#root, archive))), { helm });
    this.#charts.set(key, chart);
    return chart;
  }

  #given(one: CorpusCase): Parameters<typeof assembleValues>[0] {
    return {
      files: one.values.map((name) => ({ name, text: readFileSync(join(this.#root, name), 'utf8') })),
      set: flagsOf(one, '--set'),
      setString: flagsOf(one, '--set-string'),
      setJson: flagsOf(one, '--set-json'),
      setLiteral: flagsOf(one, '--set-literal'),
    };
  }

  expectedOutput({ expected = '' }: CorpusCase): string {
    return gunzipSync(readFileSync(join(this.#root, expected))).toString('utf8');
  }
}

function flagsOf({ flags }: CorpusCase, name: string): readonly string[] {
  return flags.flatMap((flag, index) => (flag === name ? [flags[index + 1] ?? ''] : []));
}

/** The lines of an error, sorted where the tool prints them in any order. */
export function comparableError({ unstableError }: CorpusCase, error: string): string {
  return unstableError === true ? error.trim().split('\n').sort().join('\n') : error.trim();
}

/** A text with what differs from run to run taken out: marked lines, or else marked places of the parsed documents. */
export function comparableOutput({ nondeterministic }: CorpusCase, text: string): string {
  if (nondeterministic === undefined) return text;
  const { lines, paths = [] } = nondeterministic;
  if (lines === undefined) return JSON.stringify(masked(text, paths), undefined, 1);
  const unstable = new Set(lines);
  return text
    .split('\n')
    .map((line, index) => (unstable.has(index + 1) ? '<unstable>' : line))
    .join('\n');
}

/** What Helm 3 prints without the empty lines that Helm 4 keeps at the ends of documents. */
export function withoutBlankEnds(text: string): string {
  return text.replace(/\s*\n---/g, '\n---').trimEnd();
}

function masked(text: string, paths: readonly string[]): readonly Json[] {
  const documents = [...readDocuments(text)].map(({ value }) => value).filter((value) => value !== null);
  return documents.map((document, index) => {
    const unstable = paths.filter((path) => path.startsWith(`${index}:`)).map((path) => path.slice(`${index}:`.length));
    return maskedValue(document, '', new Set(unstable));
  });
}

function maskedValue(value: Json, pointer: string, unstable: ReadonlySet<string>): Json {
  if (unstable.has(pointer)) return '<unstable>';
  const at = (step: string | number): string => pointer + formatPointer([step]);
  if (isList(value)) return value.map((item, index) => maskedValue(item, at(index), unstable));
  if (!isObject(value)) return value;
  const copy: Record<string, Json> = {};
  for (const key of Object.keys(value).sort()) setOwn(copy, key, maskedValue(value[key] ?? null, at(key), unstable));
  return copy;
}
