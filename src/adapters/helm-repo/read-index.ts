/**
 * Reads `index.yaml`. An index of a big repository has megabytes, of which one chart is wanted: in the usual layout its
 * lines are found and read alone, some at a time so that nobody else waits; any other layout is read whole, and may not be as large.
 */
import { setImmediate } from 'node:timers/promises';
import { AppError, messageOf } from '../../base/errors.ts';
import { sortedTexts } from '../../base/json/byte-order.ts';
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { readYaml } from '../../lang/yaml/read.ts';
import type { ChartVersion } from '../../ports/helm-repo.ts';
import { helmRepoFault } from './helm-repo-fault.ts';

const READING = { maxBytes: 1024 ** 3, maxNodes: 50_000_000 };
/** Characters that are read without a pause. */
const PIECE = 128 * 1024;
/** Characters of an index in an unusual layout: reading those takes two seconds. */
const MOST_UNUSUAL = 16 * 1024 * 1024;
/** A key at two spaces that opens a block, quoted or plain. */
const CHART_LINE = /^ {2}(?:"([^"\\]+)"|'([^']+)'|([A-Za-z0-9][\w.-]*)):[ \t]*\r?$/gm;

/** Throws `helm-repo.not-a-repository` where the text is no index. */
export function indexNames(text: string): readonly string[] {
  const usual = chartLines(text);
  if (usual.length > 0) return sortedTexts(new Set(usual));
  const { entries } = parsedIndex(text);
  return sortedTexts(Object.keys(entries));
}

/** Versions of one chart, in the order of the index; undefined where it has none of that name. Rejects as `indexNames` throws. */
export async function indexVersions(text: string, chart: string): Promise<readonly ChartVersion[] | undefined> {
  const slice = sliceOf(text, chart);
  const usual = slice === undefined ? undefined : await readSlice(slice, chart);
  const entries = usual === undefined ? entriesIn(parsedIndex(text).entries, chart) : usual;
  if (entries === undefined) return undefined;
  return entries.flatMap((entry) => chartVersion(entry, chart) ?? []);
}

/** Names of the charts in the usual layout; none where the text has another. */
function chartLines(text: string): readonly string[] {
  const body = /^entries:[ \t]*\r?$/m.exec(text);
  if (body === null || !/^apiVersion:/m.test(text)) return [];
  const end = /^[^\s#-]/gm;
  end.lastIndex = body.index + body[0].length;
  const block = text.slice(body.index, end.exec(text)?.index ?? text.length);
  CHART_LINE.lastIndex = 0;
  return [...block.matchAll(CHART_LINE)].map(([, double, single, plain]) => double ?? single ?? plain ?? '');
}

/** The chart's lines in the usual layout; undefined where the text has another, or not this chart. */
function sliceOf(text: string, chart: string): string | undefined {
  const body = /^entries:[ \t]*\r?$/m.exec(text);
  if (body === null || !/^apiVersion:/m.test(text)) return undefined;
  CHART_LINE.lastIndex = body.index;
  for (let found = CHART_LINE.exec(text); found !== null; found = CHART_LINE.exec(text)) {
    if ((found[1] ?? found[2] ?? found[3]) !== chart) continue;
    return text.slice(found.index, endOfSlice(text, CHART_LINE.lastIndex));
  }
  return undefined;
}

/** Where the next key at two spaces or fewer begins. Items of the list also begin at two spaces, with a dash. */
function endOfSlice(text: string, from: number): number {
  const next = /^(?: {0,2})[^\s#-]/gm;
  next.lastIndex = from;
  return next.exec(text)?.index ?? text.length;
}

async function readSlice(slice: string, chart: string): Promise<readonly Json[] | undefined> {
  try {
    if (slice.length <= PIECE) return entriesIn(readYaml(slice, READING), chart);
    const entries: Json[] = [];
    for (const piece of piecesOf(slice)) {
      const items = readYaml(piece, READING);
      if (!isList(items)) return undefined;
      for (const item of items) entries.push(item);
      await setImmediate();
    }
    return entries;
  } catch (error) {
    // Anchors of other charts, for example: the whole index is read then, and tells what is wrong.
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/** The list of a slice, cut before items: those that begin where its first does. */
function* piecesOf(slice: string): Generator<string> {
  const list = slice.slice(slice.indexOf('\n') + 1);
  const indent = /^( *)- /m.exec(list)?.[1] ?? '';
  const item = new RegExp(`^${indent}- `, 'gm');
  for (let from = 0; from < list.length; ) {
    item.lastIndex = from + PIECE;
    const to = item.exec(list)?.index ?? list.length;
    yield list.slice(from, to);
    from = to;
  }
}

function entriesIn(entries: Json, chart: string): readonly Json[] | undefined {
  if (!isObject(entries) || !Object.hasOwn(entries, chart)) return undefined;
  const found = entries[chart] ?? null;
  return isList(found) ? found : undefined;
}

function parsedIndex(text: string): { readonly entries: JsonObject } {
  if (text.length > MOST_UNUSUAL) {
    const message = `index.yaml is laid out in an unusual way, and then may have no more than ${MOST_UNUSUAL} characters`;
    throw helmRepoFault('helm-repo.too-large', message);
  }
  const index = readWhole(text);
  if (!isObject(index) || typeof index['apiVersion'] !== 'string' || index['apiVersion'] === '') {
    throw helmRepoFault('helm-repo.not-a-repository', 'index.yaml: no API version specified');
  }
  const entries = index['entries'] ?? {};
  return { entries: isObject(entries) ? entries : {} };
}

function readWhole(text: string): Json {
  try {
    return readYaml(text, READING);
  } catch (error) {
    throw helmRepoFault('helm-repo.not-a-repository', `index.yaml cannot be read: ${messageOf(error)}`, error);
  }
}

/** Undefined for what is no chart: hostile and broken indexes hold nulls and texts. */
function chartVersion(entry: Json, name: string): ChartVersion | undefined {
  if (!isObject(entry) || typeof entry['version'] !== 'string') return undefined;
  const urls = entry['urls'];
  return {
    name,
    version: entry['version'],
    urls: isList(urls) ? urls.filter((url) => typeof url === 'string') : [],
    digest: text(entry['digest'])
      .replace(/^sha256:/, '')
      .toLowerCase(),
    appVersion: text(entry['appVersion']),
    description: text(entry['description']),
    created: text(entry['created']),
    deprecated: entry['deprecated'] === true,
  };
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
