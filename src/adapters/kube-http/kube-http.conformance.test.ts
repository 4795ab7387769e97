/** The contract of `KubePort` against a real API server: `TIPHYS_KUBECONFIG` names the kubeconfig of one that may be written to. */
import { afterAll, test } from 'vitest';
import { kubePortContract } from '../../testkit/contracts/kube-port.contract.ts';
import { systemClock } from '../system-clock/system-clock.ts';
import { createKubeHttp, type KubeHttp } from './kube-http.ts';
import { readKubeconfig } from './kubeconfig.ts';

const path = process.env['TIPHYS_KUBECONFIG'];
let shared: Promise<KubeHttp> | undefined;

async function open(): Promise<KubeHttp> {
  const connection = await readKubeconfig(path ?? '');
  return createKubeHttp(connection, {
    clock: systemClock,
    random: Math.random,
    environment: {},
    userAgent: 'tiphys/test',
  });
}

afterAll(async () => {
  await (await shared)?.close();
});

if (path === undefined) test.skip('a real API server: TIPHYS_KUBECONFIG is not set', () => undefined);
else kubePortContract('a real API server', () => (shared ??= open()));
