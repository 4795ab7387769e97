/** J1: a stack of 400 Jsonnet applications and 2,000 alerts with their texts, beside the real jsonnet in the same run. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failureText, runJsonnet, serialize } from '../../src/lang/jsonnet/index.ts';
import { oraclePath } from '../../src/testkit/line-oracle.ts';
import { rounded } from '../measure.ts';
import type { Row } from '../row.ts';

const PROGRAM = `local k = {
  labels(name):: { app: name, 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'stack' },
  container(name, image):: { local c = self, name: name, image: image, env_:: {}, env: [{ name: e, value: std.toString(c.env_[e]) } for e in std.objectFields(self.env_)], ports: [{ name: 'http', containerPort: 8080 + std.length(name) }] },
  deployment(name, containers):: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: name, labels: k.labels(name) }, spec: { replicas: 2, selector: { matchLabels: k.labels(name) }, template: { metadata: { labels: k.labels(name) }, spec: { containers: containers } } } },
  service(name):: { apiVersion: 'v1', kind: 'Service', metadata: { name: name, labels: k.labels(name) }, spec: { ports: [{ port: 80, name: 'http' }], selector: k.labels(name) } },
};
local alert(i) = { alert: 'Alert%03d' % i, expr: 'sum by (job) (rate(http_requests_total{code=~"5..",job="app-%d"}[5m])) > %0.2f' % [i, i / 100], 'for': '%dm' % (i % 30), labels: { severity: if i % 3 == 0 then 'critical' else 'warning' }, annotations: { summary: 'App %(n)d on %(c)s' % { n: i, c: 'cluster-' + i } } };
local app(i) = local name = 'app-%d' % i; {
  deployment: k.deployment(name, [k.container(name, 'registry/' + name + ':v1') { env_+:: { A: i, B: 'x' + i, C: std.md5(name) } }]) + { metadata+: { annotations+: { index: std.toString(i) } } },
  service: k.service(name) + { spec+: { type: 'ClusterIP' } },
};
local rules = { apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule', metadata: { name: 'rules' }, spec: { groups: [{ name: 'g%d' % g, rules: [alert(i + g * 50) for i in std.range(1, 50)] } for g in std.range(1, 40)] } };
local apps = { [std.format('app-%d', i)]: app(i) for i in std.range(1, 400) };
std.flatMap(function(a) std.objectValues(apps[a]), std.objectFields(apps)) + [rules] + [{ kind: 'ConfigMap', data: { 'd.json': std.manifestJsonEx(rules, '  '), 'd.yaml': std.manifestYamlDoc(rules) } }]
`;

/** Undefined where the oracle is missing. */
export function j1(): Row | undefined {
  const jsonnet = oraclePath('jsonnet');
  if (jsonnet === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'tiphys-j1-'));
  try {
    const file = join(folder, 'stack.jsonnet');
    writeFileSync(file, PROGRAM);
    const run = () => execFileSync(jsonnet, [file], { encoding: 'utf8', maxBuffer: 1 << 30 });
    const expected = run();
    const peer = Math.min(...[0, 1].map(() => timed(run)));
    const differs = evaluate() === expected ? 0 : 1;
    const ours = Math.min(...[0, 1, 2].map(() => timed(evaluate)));
    return {
      row: 'J1',
      measures: [
        { name: 'jsonnet, a process', unit: 'ms', ours: rounded(peer, 1) },
        { name: 'stack of 400 applications', unit: 'ms', ours: rounded(ours, 1), goal: rounded(peer, 1) },
        { name: 'differs from jsonnet', unit: '', ours: differs, goal: 0, counter: true },
      ],
      detail: { timesFaster: rounded(peer / ours, 1) },
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** From the text on, as a process that runs. */
function evaluate(): string {
  const outcome = runJsonnet({
    program: { kind: 'text', text: PROGRAM, name: 'stack.jsonnet' },
    importer: () => {
      throw new Error('nothing is imported');
    },
    externalVariables: new Map(),
    topLevelArguments: new Map(),
    limits: { frames: 500, steps: 1e9, size: 1e9 },
    trace: () => undefined,
    wants: 'json',
  });
  return outcome.kind === 'done' ? `${serialize(outcome.value, true)}\n` : failureText(outcome.failure);
}

function timed(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}
