/** B4b: an umbrella chart with a hundred subcharts and five hundred calls of `tpl`, beside the real Helm in the same run. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readLocalChart } from '../../src/apps/render/chart-folder.ts';
import { offlineCapabilities } from '../../src/render/helm/capabilities/capabilities.ts';
import { loadChart } from '../../src/render/helm/chart/load-chart.ts';
import { printManifests } from '../../src/render/helm/manifests/print-manifests.ts';
import { renderChart } from '../../src/render/helm/render-chart.ts';
import { tableOf } from '../../src/render/helm/values/table.ts';
import { oraclePath } from '../../src/testkit/line-oracle.ts';
import { rounded } from '../measure.ts';
import type { Row } from '../row.ts';

const SUBCHARTS = 100;
const CALLS = 5;
const RUNS = 6;

/** Undefined where the oracle is missing. */
export function b4b(): Row | undefined {
  const helm = oraclePath('helm4');
  if (helm === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'tiphys-b4b-'));
  try {
    writeChart(folder);
    const run = () =>
      execFileSync(helm, ['template', 'r', folder], {
        encoding: 'utf8',
        env: { ...process.env, KUBECONFIG: '/dev/null' },
      });
    const expected = run();
    for (let value = 0; value < RUNS; value++) render(folder, value);
    // Alternately, so that both meet the same neighbours on the machine; the quickest of each counts.
    const runs = Array.from({ length: RUNS }, (_, value) => [timed(run), timed(() => render(folder, value))] as const);
    const peer = Math.min(...runs.map(([theirs]) => theirs));
    const ours = Math.min(...runs.map(([, own]) => own));
    const differs = render(folder, undefined) === expected ? 0 : 1;
    return {
      row: 'B4b',
      measures: [
        { name: 'helm template, a process', unit: 'ms', ours: rounded(peer, 1) },
        { name: 'umbrella of 100 charts', unit: 'ms', ours: rounded(ours, 1), goal: rounded(peer / 5, 1) },
        { name: 'differs from Helm', unit: '', ours: differs, goal: 0, counter: true },
      ],
      detail: { timesFaster: rounded(peer / ours, 1) },
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** From the folder on, as a process that runs and does not know the chart. */
function render(folder: string, value: number | undefined): string {
  const result = renderChart({
    chart: loadChart(readLocalChart(folder), { helm: 4 }),
    values: tableOf(value === undefined ? {} : { global: { value } }),
    helm: 4,
    release: { name: 'r', namespace: 'default', isUpgrade: false },
    capabilities: offlineCapabilities(4),
    now: () => 0n,
    random: (bytes) => new Uint8Array(bytes),
  });
  return printManifests(result);
}

function writeChart(folder: string): void {
  const names = Array.from({ length: SUBCHARTS }, (_, index) => `sub-${index}`);
  write(
    folder,
    'Chart.yaml',
    `apiVersion: v2\nname: umbrella\nversion: 1.0.0\ndependencies:\n${names.map((name) => `- {name: ${name}, version: "*", condition: ${name}.enabled}\n`).join('')}`,
  );
  write(
    folder,
    'values.yaml',
    `global:\n  domain: example.com\n${names.map((name) => `${name}: {enabled: true}\n`).join('')}`,
  );
  for (const name of names) writeSubchart(join(folder, 'charts', name), name);
}

function writeSubchart(folder: string, name: string): void {
  const lines = Array.from({ length: CALLS }, (_, call) => `  key-${call}: {{ tpl .Values.text . | quote }}\n`);
  write(folder, 'Chart.yaml', `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`);
  write(
    folder,
    'values.yaml',
    'text: "{{ include \\"name\\" . }}.{{ .Values.global.domain }}-{{ range until 5 }}{{ . }}{{ end }}"\n',
  );
  write(
    folder,
    'templates/_names.tpl',
    '{{ define "name" }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 63 }}{{ end }}',
  );
  write(
    folder,
    'templates/map.yaml',
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ include "name" . }}\ndata:\n${lines.join('')}`,
  );
}

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function timed(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}
