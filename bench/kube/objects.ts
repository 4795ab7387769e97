/** What the API servers are filled with. */
import { type ApiLoad, type ApiRequest, inParallel } from './api-load.ts';

const NAMESPACES = 50;

/** An object with nothing but a name. */
export function named(kind: string, name: string): object {
  return { apiVersion: 'v1', kind, metadata: { name } };
}

/** Some 2.5 KB as it is stored. Paused and without replicas: it gets its status, and no controller makes anything of it. */
export function deployment(index: number): object {
  const labels = { app: `d-${index}`, tier: 'web', round: 'one' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `d-${index}`, labels },
    spec: {
      paused: true,
      replicas: 0,
      selector: { matchLabels: { app: labels.app } },
      template: { metadata: { labels }, spec: { containers: [container()] } },
    },
  };
}

/** Half a kilobyte of data. */
export function configMap(index: number): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `m-${index}` }, data: { text: 'x'.repeat(500) } };
}

/** Runs when it was scheduled: some 5 KB as it is stored, a third of it the fields of four managers. */
export function pod(index: number): object {
  const env = [1, 2, 3, 4].map((count) => ({ name: `SETTING_${count}`, value: `value ${count} of ${index}` }));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `p-${index}`, labels: { app: `p-${index}`, tier: 'web' } },
    spec: { containers: [{ ...container(), env }] },
  };
}

function container(): object {
  const resources = { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } };
  return { name: 'web', image: 'registry.example.com/web:1.0', ports: [{ containerPort: 80 }], resources };
}

/** Namespaces for many objects. */
export async function makeNamespaces(api: ApiLoad): Promise<void> {
  await inParallel({ count: NAMESPACES, width: 8 }, (index) =>
    api.send({ method: 'POST', path: '/api/v1/namespaces', body: named('Namespace', `n-${index}`) }),
  );
}

/** The creation of a Deployment, ConfigMap or Pod in one of the namespaces. */
export const CREATIONS = {
  Deployments: (index: number): ApiRequest => creation(index, 'apis/apps/v1', 'deployments', deployment(index)),
  ConfigMaps: (index: number): ApiRequest => creation(index, 'api/v1', 'configmaps', configMap(index)),
  Pods: (index: number): ApiRequest => creation(index, 'api/v1', 'pods', pod(index)),
} as const;

function creation(index: number, group: string, plural: string, body: object): ApiRequest {
  return { method: 'POST', path: `/${group}/namespaces/n-${index % NAMESPACES}/${plural}`, body };
}
