/** Chart repositories in memory: by the port itself, and as the files that a web server would serve. */
import { AppError } from '../base/errors.ts';
import { sortedTexts } from '../base/json/byte-order.ts';
import type { ChartVersion, HelmRepoErrorCode, HelmRepoPort, HelmRepository } from '../ports/helm-repo.ts';
import { sha256 } from './pack-tar.ts';

export interface TestChart {
  readonly name: string;
  readonly version: string;
  readonly archive: Uint8Array;
  readonly provenance?: string;
  /** What the index says instead of the archive's own digest. */
  readonly digest?: string;
}

/** How many questions went to a repository, beside what it answers. */
export interface MemoryHelmRepo {
  readonly port: HelmRepoPort;
  /** Adds charts to the repository of a URL; the newest first, as `helm repo index` has them. */
  add(url: string, charts: readonly TestChart[]): void;
  /** Every index question that was not answered by age, and every download. */
  readonly asked: readonly string[];
}

export function createMemoryHelmRepo(monotonic: () => number = () => 0): MemoryHelmRepo {
  const repositories = new Map<string, TestChart[]>();
  const asked: string[] = [];
  const seen = new Map<string, { readonly charts: readonly TestChart[]; readonly at: number }>();
  function index({ url }: HelmRepository, maxAge: number): readonly TestChart[] {
    const known = seen.get(url);
    if (known !== undefined && maxAge > 0 && monotonic() - known.at <= maxAge) return known.charts;
    asked.push(`index ${url}`);
    const charts = repositories.get(url);
    if (charts === undefined) throw fault('helm-repo.not-a-repository', `${url}/index.yaml: not found (404)`);
    seen.set(url, { charts: [...charts], at: monotonic() });
    return [...charts];
  }
  function find({ url }: HelmRepository, { name, version }: ChartVersion): TestChart {
    asked.push(`archive ${name} ${version}`);
    const chart = repositories.get(url)?.find((one) => one.name === name && one.version === version);
    if (chart === undefined) throw fault('helm-repo.chart-missing', `${url}: ${name} ${version} not found (404)`);
    return chart;
  }
  return {
    asked,
    add(url, charts) {
      repositories.set(url, [...charts, ...(repositories.get(url) ?? [])]);
    },
    port: {
      async charts(repository, { maxAge }) {
        return sortedTexts(new Set(index(repository, maxAge).map(({ name }) => name)));
      },
      async versions(repository, chart, { maxAge }) {
        const found = index(repository, maxAge).filter(({ name }) => name === chart);
        return found.length === 0 ? undefined : found.map(entryOf);
      },
      async archive(repository, version) {
        const bytes = find(repository, version).archive;
        const digest = sha256(bytes);
        if (version.digest === '' || version.digest === digest) return { bytes, digest };
        throw fault('helm-repo.digest-mismatch', `${version.name}: the archive's digest is ${digest}`);
      },
      async provenance(repository, version) {
        const text = find(repository, version).provenance;
        return text === undefined ? undefined : new TextEncoder().encode(text);
      },
    },
  };
}

export function entryOf({ name, version, archive, digest }: TestChart): ChartVersion {
  return {
    name,
    version,
    urls: [`charts/${name}-${version}.tgz`],
    digest: digest ?? sha256(archive),
    appVersion: '1',
    description: `${name} for tests`,
    created: '2026-01-02T03:04:05Z',
    deprecated: false,
  };
}

/** What a web server serves for these charts, by path. */
export function repositoryFiles(charts: readonly TestChart[]): ReadonlyMap<string, string | Uint8Array> {
  const names = sortedTexts(new Set(charts.map(({ name }) => name)));
  const lines = names.flatMap((name) => [
    `  ${name}:`,
    ...charts.filter((chart) => chart.name === name).flatMap((chart) => entryLines(entryOf(chart))),
  ]);
  const index = ['apiVersion: v1', 'entries:', ...lines, 'generated: "2026-01-02T03:04:05Z"', ''].join('\n');
  const archives = charts.flatMap(({ name, version, archive, provenance }) => {
    const path = `/charts/${name}-${version}.tgz`;
    const packed = [path, archive] as const;
    return provenance === undefined ? [packed] : [packed, [`${path}.prov`, provenance] as const];
  });
  return new Map<string, string | Uint8Array>([['/index.yaml', index], ...archives]);
}

function entryLines({ version, name, urls, digest, appVersion, description, created }: ChartVersion): string[] {
  return [
    '  - apiVersion: v2',
    `    appVersion: "${appVersion}"`,
    `    created: "${created}"`,
    `    description: ${description}`,
    `    digest: "${digest}"`,
    `    name: ${name}`,
    '    urls:',
    ...urls.map((url) => `    - ${url}`),
    `    version: ${version}`,
  ];
}

function fault(code: HelmRepoErrorCode, message: string): AppError {
  return new AppError({ code, kind: 'user', message });
}
