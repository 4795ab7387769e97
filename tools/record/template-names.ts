/**
 * Records how a real cluster names what it makes from pod templates of many shapes. Needs an API server with its controller
 * manager; takes a few seconds.
 *
 * usage: node bin/node.mjs tools/record/template-names.ts KUBECONFIG
 */
import { writeFileSync } from 'node:fs';
import { createKubeHttp } from '../../src/adapters/kube-http/kube-http.ts';
import { readKubeconfig } from '../../src/adapters/kube-http/kubeconfig.ts';
import { systemClock } from '../../src/adapters/system-clock/system-clock.ts';
import { namesOfWorkloads } from '../../src/testkit/workload-names.ts';

const FILE = new URL('../../src/kubelite/controllers/testdata/template-names.json', import.meta.url);
const NAMESPACES = { group: '', version: 'v1', plural: 'namespaces', namespaced: false };
const NAMESPACE = `template-names-${process.pid}`;

const [kubeconfig = ''] = process.argv.slice(2);
const kube = await createKubeHttp(await readKubeconfig(kubeconfig), {
  clock: systemClock,
  random: Math.random,
  environment: {},
  userAgent: 'tiphys/record',
});
await kube.create(NAMESPACES, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
writeFileSync(FILE, `${JSON.stringify(await namesOfWorkloads(kube, NAMESPACE), null, 1)}\n`);
await kube.delete({ type: NAMESPACES, namespace: '', name: NAMESPACE });
await kube.close();
