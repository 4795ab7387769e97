/**
 * Records what a real cluster makes of the workloads that the controllers are tested with. Needs an API server whose
 * pods are played like ours, with default class `standard`, and its kubectl; takes half a minute.
 *
 * usage: node bin/node.mjs tools/record/workload-statuses.ts KUBECTL KUBECONFIG
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeObject } from '../../src/kube/object/kube-object.ts';
import { CHANGES, COMPARED_KINDS, normalWorkloads } from '../../src/testkit/normal-workloads.ts';

const FOLDER = new URL('../../src/kubelite/controllers/testdata/', import.meta.url);
const NAMESPACE = 'workloads';

const [kubectl = '', kubeconfig = ''] = process.argv.slice(2);

function run(...args: readonly string[]): string {
  return execFileSync(kubectl, ['--kubeconfig', kubeconfig, '--namespace', NAMESPACE, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

run('create', 'namespace', NAMESPACE);
await sleep(1000);
const items = JSON.parse(readFileSync(new URL('workloads.json', FOLDER), 'utf8'));
const list = new URL('workloads-list.json', FOLDER);
writeFileSync(list, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
run('create', '-f', list.pathname);
await sleep(CHANGES.wait);
for (const [name, image] of CHANGES.images) run('set', 'image', `deployment/${name}`, `c=${image}`);
for (const [name, count] of CHANGES.replicas) run('scale', `statefulset/${name}`, `--replicas=${count}`);
await sleep(CHANGES.end);
const found = JSON.parse(run('get', COMPARED_KINDS.join(','), '-o', 'json')) as {
  readonly items: readonly KubeObject[];
};
writeFileSync(new URL('statuses.json', FOLDER), `${JSON.stringify(normalWorkloads(found.items), null, 1)}\n`);
run('delete', 'namespace', NAMESPACE, '--wait=false');
rmSync(list);
