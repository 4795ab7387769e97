/** Names that Kubernetes makes from pod templates: those of ReplicaSets and of the revisions of the other workloads. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../base/json-value.ts';
import type { KubePort, ResourceType } from '../ports/kube.ts';
import { variedTemplates } from './varied-templates.ts';

const KINDS: Readonly<Record<string, string>> = {
  Deployment: 'deployments',
  StatefulSet: 'statefulsets',
  DaemonSet: 'daemonsets',
};
const ENOUGH = 60_000;
const PAUSE = 200;

function apps(plural: string): ResourceType {
  return { group: 'apps', version: 'v1', plural, namespaced: true };
}

/** Creates a workload of each kind from each of the varied templates, and answers the names of what was made of them. */
export async function namesOfWorkloads(kube: KubePort, namespace: string): Promise<readonly string[]> {
  const templates = variedTemplates();
  for (const [index, template] of templates.entries()) {
    for (const [kind, plural] of Object.entries(KINDS)) {
      await kube.create(apps(plural), workload(kind, `${kind.toLowerCase()}-${index}`, { namespace, template }));
    }
  }
  const expected = templates.length * Object.keys(KINDS).length;
  for (let waited = 0; waited < ENOUGH; waited += PAUSE) {
    const names = await madeIn(kube, namespace);
    if (names.length >= expected) return names;
    await sleep(PAUSE);
  }
  throw new Error(`of ${expected} workloads only some were worked on`);
}

async function madeIn(kube: KubePort, namespace: string): Promise<readonly string[]> {
  const lists = await Promise.all(
    ['replicasets', 'controllerrevisions'].map((plural) => kube.list(apps(plural), { namespace })),
  );
  return lists.flatMap(({ items }) => items.map(({ metadata }) => metadata.name ?? '')).sort();
}

function workload(kind: string, name: string, at: { readonly namespace: string; readonly template: JsonObject }) {
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace: at.namespace },
    spec: {
      ...(kind === 'DaemonSet' ? {} : { replicas: 0 }),
      ...(kind === 'StatefulSet' ? { serviceName: 'none' } : {}),
      selector: { matchLabels: { app: 'web' } },
      template: at.template,
    },
  };
}
