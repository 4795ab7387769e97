import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../base/json-value.ts';
import { offlineCapabilities } from './capabilities/capabilities.ts';
import { loadChart } from './chart/load-chart.ts';
import { printManifests } from './manifests/print-manifests.ts';
import { renderChart } from './render-chart.ts';
import { tableOf } from './values/table.ts';

const HEAD = 'apiVersion: v2\nname: c\nversion: 1.0.0\nappVersion: "2.0"\n';

interface Options {
  readonly helm?: 3 | 4;
  readonly values?: JsonObject;
  readonly kubeVersion?: string;
  readonly name?: string;
}

function rendered(
  files: Readonly<Record<string, string>>,
  { helm = 4, values = {}, kubeVersion, name = 'r' }: Options = {},
): string {
  const all = Object.entries({ 'Chart.yaml': HEAD, ...files }).map(([path, text]) => ({
    name: path,
    data: Buffer.from(text),
  }));
  const result = renderChart({
    chart: loadChart(all, { helm }),
    values: tableOf(values),
    helm,
    release: { name, namespace: 'n', isUpgrade: false },
    capabilities: offlineCapabilities(helm, { kubeVersion }),
    now: () => 0n,
    random: (bytes) => new Uint8Array(bytes),
  });
  return printManifests(result, { includeCrds: true });
}

/** What one template prints. */
function line(template: string, options: Options & { readonly files?: Readonly<Record<string, string>> } = {}): string {
  const text = rendered({ 'templates/t.yaml': `x: ${template}`, ...options.files }, options);
  return text.replace('---\n# Source: c/templates/t.yaml\nx: ', '').trimEnd();
}

describe('what templates see', () => {
  test.each([
    [
      'the release',
      '{{ .Release.Name }} {{ .Release.Namespace }} {{ .Release.IsInstall }} {{ .Release.Revision }}',
      'r n true 1',
    ],
    ['the chart', '{{ .Chart.Name }} {{ .Chart.AppVersion }} {{ .Chart.IsRoot }} {{ .Chart.Type }}', 'c 2.0 true'],
    ['the template', '{{ .Template.Name }} {{ .Template.BasePath }}', 'c/templates/t.yaml c/templates'],
    ['Kubernetes', '{{ .Capabilities.KubeVersion }} {{ .Capabilities.KubeVersion.Minor }}', 'v1.36.0 36'],
    [
      'API versions',
      '{{ .Capabilities.APIVersions.Has "apps/v1" }} {{ .Capabilities.APIVersions.Has "x/v1" }}',
      'true false',
    ],
    ['the tool', '{{ .Capabilities.HelmVersion.Version }}', 'v4.2.4'],
    ['nothing where a key is missing', '"{{ .Values.a }}{{ .Values.a | default "b" }}"', '"b"'],
    ['files', '{{ .Files.Get "f.txt" }}', 'content'],
  ])('%s', (_reason, template, expected) => {
    expect(line(template, { files: { 'f.txt': 'content' } })).toBe(expected);
  });

  test('Helm 3 says its own', () => {
    const template =
      '{{ .Capabilities.HelmVersion.Version }} {{ .Capabilities.KubeVersion.Version }} {{ .Chart.Name }}';
    expect(line(template, { helm: 3, kubeVersion: '1.30.2-gke.1' })).toBe('v3.19.0 v1.30.2 c');
    expect(line('{{ .Capabilities.KubeVersion.Version }}', { kubeVersion: '1.30.2-gke.1' })).toBe('v1.30.2-gke.1');
  });

  test('files by pattern, as data of a ConfigMap and of a Secret', () => {
    const files = { 'd/a.txt': 'A\n', 'd/b.txt': 'B', 'e.txt': 'E' };
    expect(line('\n{{ (.Files.Glob "d/*").AsConfig }}', { files })).toBe('\na.txt: |\n  A\nb.txt: B');
    expect(line('\n{{ (.Files.Glob "d/b*").AsSecrets }}', { files })).toBe('\nb.txt: Qg==');
    expect(line('{{ .Files.Lines "d/a.txt" | join "-" }}', { files })).toBe('A');
  });

  test('a subchart sees its part of the values, its parent all of them and it', () => {
    const files = {
      'charts/s/Chart.yaml': 'name: s\nversion: 1.0.0',
      'charts/s/values.yaml': 'own: 1',
      'charts/s/templates/t.yaml': 's: {{ toJson .Values }} # {{ .Chart.IsRoot }}',
      'templates/t.yaml': 'c: {{ toJson .Values }} # {{ .Subcharts.s.Chart.Name }}',
    };
    expect(rendered(files, { values: { s: { given: 2 }, global: { g: 3 } } })).toBe(
      '---\n# Source: c/charts/s/templates/t.yaml\ns: {"given":2,"global":{"g":3},"own":1} # false\n' +
        '---\n# Source: c/templates/t.yaml\nc: {"global":{"g":3},"s":{"given":2,"global":{"g":3},"own":1}} # s\n',
    );
  });

  test('of a library only the partials count', () => {
    const files = {
      'charts/l/Chart.yaml': 'apiVersion: v2\nname: l\nversion: 1.0.0\ntype: library',
      'charts/l/templates/_p.tpl': '{{ define "l" }}from the library{{ end }}',
      'charts/l/templates/t.yaml': '{{ fail "never" }}',
    };
    expect(line('{{ include "l" . }}', { files })).toBe('from the library');
  });

  test('what one template changes in the values the next one sees', () => {
    const files = {
      'templates/a.yaml': 'a: {{ .Values.x }}',
      'templates/b.yaml': 'b: {{ $_ := set .Values "x" "new" }}',
    };
    expect(rendered(files)).toContain('a: new');
  });
});

describe('refused in the words of Helm', () => {
  test.each([
    ['a parse error', '{{ if }}', 4, 'parse error at (c/templates/t.yaml:1): missing value for if'],
    ['an unknown function', '{{ nope }}', 4, 'parse error at (c/templates/t.yaml:1): function "nope" not defined'],
    ['fail', '{{ fail "because" }}', 4, 'execution error at (c/templates/t.yaml:1:6): because'],
    ['required', '{{ required "give a" .Values.a }}', 3, 'execution error at (c/templates/t.yaml:1:6): give a'],
    [
      'Helm 3 prints a chain on one line',
      '{{ include "no" . }}',
      3,
      'template: c/templates/t.yaml:1:6: executing "c/templates/t.yaml" at <include "no" .>: error calling include: template: no template "no" associated with template "gotpl"',
    ],
    [
      'Helm 4 on several',
      '{{ include "no" . }}',
      4,
      'c/templates/t.yaml:1:6\n  executing "c/templates/t.yaml" at <include "no" .>:\n    error calling include:\ntemplate: no template "no" associated with template "gotpl"',
    ],
  ] as const)('%s', (_reason, template, helm, message) => {
    expect(() => line(template, { helm })).toThrow(expect.objectContaining({ code: 'helm.template', message }));
  });

  test.each([
    [
      'a chart for another Kubernetes',
      { 'Chart.yaml': `${HEAD}kubeVersion: ">=2.0.0"` },
      'chart requires kubeVersion: >=2.0.0 which is incompatible with Kubernetes v1.36.0',
    ],
    ['a library', { 'Chart.yaml': `${HEAD}type: library` }, 'library charts are not installable'],
    ['missing dependencies', { 'Chart.yaml': `${HEAD}dependencies: [{name: x}]` }, 'missing in charts/ directory: x'],
    [
      'values that break the schema',
      { 'values.schema.json': '{"required":["a"]}' },
      "values don't meet the specifications of the schema(s) in the following chart(s):\nc:\n- at '': missing property 'a'\n",
    ],
    ['output that is no YAML', { 'templates/t.yaml': 'a: b: c' }, 'YAML parse error on c/templates/t.yaml: '],
  ])('%s', (_reason, files, message) => {
    expect(() => rendered(files)).toThrow(message);
  });

  test('a name that no release may have', () => {
    expect(() => rendered({}, { name: 'Not_good' })).toThrow(
      'release name check failed: release name "Not_good": invalid release name',
    );
    expect(() => rendered({}, { name: 'x'.repeat(54) })).toThrow('the length must not be longer than 53');
  });
});
