/** The files of a chart into a chart, the charts in its folder `charts/` included: folders and archives, at any depth. */
import { AppError } from '../../../base/errors.ts';
import { sortedTexts } from '../../../base/json/byte-order.ts';
import { extension } from '../archive/clean-path.ts';
import { readArchive } from '../archive/read-archive.ts';
import { helmFault } from '../helm-fault.ts';
import { readValues } from '../values/read-values.ts';
import type { Table } from '../values/table.ts';
import type { Chart, ChartLock, ChartMetadata } from './chart.ts';
import { CHART_LIMITS, type ChartFile } from './chart-file.ts';
import { decodeLock, decodeMetadata } from './decode-metadata.ts';
import { validatedMetadata } from './validate-metadata.ts';

/** Charts in charts in charts: far beyond what exists. */
const MAX_DEPTH = 32;
const V1 = 'v1';
const DEPRECATED = {
  'requirements.yaml':
    'Warning: Dependencies are handled in Chart.yaml since apiVersion "v2". We recommend migrating dependencies to Chart.yaml.',
  'requirements.lock':
    'Warning: Dependency locking is handled in Chart.lock since apiVersion "v2". We recommend migrating to Chart.lock.',
} as const;

export interface LoadOptions {
  readonly helm: 3 | 4;
  /** Bytes of all archives in `charts/`, unpacked, at any depth; default: what one chart may have. */
  readonly packed?: number;
}

/** Throws `helm.invalid-chart` and `helm.invalid-archive` with Helm's words. */
export function loadChart(files: readonly ChartFile[], options: LoadOptions): Chart {
  const chart = load(files, { ...options, depth: 0, room: { left: options.packed ?? CHART_LIMITS.all } });
  if (options.helm === 4 && !KNOWN_VERSIONS.includes(chart.metadata.apiVersion))
    throw invalid('unsupported chart version');
  return chart;
}

/** Of charts themselves; Helm 4 looks at it, for the chart at the root alone. */
const KNOWN_VERSIONS = ['', 'v1', 'v2', 'v3'];

interface Loading extends LoadOptions {
  readonly depth: number;
  /** Bytes that archives may still unpack to, for all charts together: small ones in great number are a bomb too. */
  readonly room: { left: number };
}

function load(files: readonly ChartFile[], loading: Loading): Chart {
  if (loading.depth > MAX_DEPTH) throw invalid(`charts are nested more than ${MAX_DEPTH} deep`);
  const metadata = metadataOf(files);
  const parts = sortOut(files, metadata.apiVersion);
  const subcharts = sortedTexts(parts.subcharts.keys()).flatMap((name) =>
    subchartOf(name, parts.subcharts.get(name) ?? [], { ...loading, parent: metadata.name }),
  );
  return {
    metadata,
    lock: lockOf(files),
    templates: parts.templates,
    values: valuesOf(files, loading),
    schema: lastNamed(files, 'values.schema.json')?.data,
    files: parts.files,
    subcharts,
    warnings: [...warningsOf(files, metadata), ...subcharts.flatMap(({ warnings }) => warnings)],
  };
}

/** Chart.yaml where there is one, with requirements.yaml decoded into the same struct. */
function metadataOf(files: readonly ChartFile[]): ChartMetadata {
  const chart = lastNamed(files, 'Chart.yaml');
  const over = files
    .filter(({ name }) => name === 'requirements.yaml')
    .map(({ name, data }) => ({ name, text: textOf(data) }));
  if (chart === undefined && over.length === 0) throw invalid('Chart.yaml file is missing');
  const decoded = decodeMetadata(chart === undefined ? '' : textOf(chart.data), over);
  // Charts of Helm 2 did not need to say a version.
  const apiVersion = decoded.apiVersion === '' && chart !== undefined ? V1 : decoded.apiVersion;
  return validatedMetadata({ ...decoded, apiVersion });
}

interface Parts {
  readonly templates: ChartFile[];
  readonly files: ChartFile[];
  /** By the name in `charts/`: the files without that folder. */
  readonly subcharts: Map<string, ChartFile[]>;
}

function sortOut(all: readonly ChartFile[], apiVersion: string): Parts {
  const parts: Parts = { templates: [], files: [], subcharts: new Map() };
  for (const file of all) {
    const { name } = file;
    if (['Chart.yaml', 'Chart.lock', 'values.yaml', 'values.schema.json'].includes(name)) continue;
    if (Object.hasOwn(DEPRECATED, name)) {
      if (apiVersion === V1) parts.files.push(file);
    } else if (name.startsWith('templates/')) parts.templates.push(file);
    else if (name.startsWith('charts/') && extension(name) !== '.prov') addSubchartFile(parts.subcharts, file);
    else parts.files.push(file);
  }
  return parts;
}

function addSubchartFile(subcharts: Map<string, ChartFile[]>, { name, data }: ChartFile): void {
  const inside = name.slice('charts/'.length);
  const chart = inside.split('/', 1)[0] ?? '';
  const files = subcharts.get(chart) ?? [];
  files.push({ name: inside, data });
  subcharts.set(chart, files);
}

function subchartOf(
  name: string,
  files: readonly ChartFile[],
  loading: Loading & { parent: string },
): readonly Chart[] {
  if (name.startsWith('_') || name.startsWith('.')) return [];
  try {
    return [load(subchartFiles(name, files, loading), { ...loading, depth: loading.depth + 1 })];
  } catch (error) {
    if (!(error instanceof AppError) || isAboutArchive(error)) throw error;
    throw new AppError({
      code: error.code,
      kind: error.kind,
      message: `error unpacking subchart ${name} in ${loading.parent}: ${error.message}`,
    });
  }
}

const SUBCHART_ARCHIVE = 'error unpacking subchart tar in ';

function subchartFiles(
  name: string,
  files: readonly ChartFile[],
  { parent, room }: Loading & { readonly parent: string },
): readonly ChartFile[] {
  if (extension(name) !== '.tgz') {
    return files.flatMap(({ name: path, data }) => {
      const slash = path.indexOf('/');
      return slash < 0 ? [] : [{ name: path.slice(slash + 1), data }];
    });
  }
  const [archive] = files;
  if (archive?.name !== name) {
    throw invalid(`${SUBCHART_ARCHIVE}${parent}: expected ${name}, got ${archive?.name ?? ''}`);
  }
  const unpacked = readArchive(archive.data);
  room.left -= unpacked.reduce((sum, { data }) => sum + data.length, 0);
  if (room.left < 0) throw invalid(`${SUBCHART_ARCHIVE}${parent}: the archives unpack to more than a chart may hold`);
  return unpacked;
}

function isAboutArchive({ message }: AppError): boolean {
  return message.startsWith(SUBCHART_ARCHIVE);
}

function valuesOf(files: readonly ChartFile[], { helm }: LoadOptions): Table {
  const file = lastNamed(files, 'values.yaml');
  return file === undefined ? new Map() : readValues(textOf(file.data), { what: 'cannot load values.yaml', helm });
}

function lockOf(files: readonly ChartFile[]): ChartLock | undefined {
  const file = files.findLast(({ name }) => name === 'Chart.lock' || name === 'requirements.lock');
  return file === undefined ? undefined : decodeLock(textOf(file.data), file.name);
}

function warningsOf(files: readonly ChartFile[], { apiVersion }: ChartMetadata): readonly string[] {
  if (apiVersion === V1) return [];
  return files.flatMap(({ name }) =>
    Object.hasOwn(DEPRECATED, name) ? [DEPRECATED[name as keyof typeof DEPRECATED]] : [],
  );
}

function lastNamed(files: readonly ChartFile[], name: string): ChartFile | undefined {
  return files.findLast((file) => file.name === name);
}

function textOf(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8');
}

function invalid(message: string): Error {
  return helmFault('helm.invalid-chart', message);
}
