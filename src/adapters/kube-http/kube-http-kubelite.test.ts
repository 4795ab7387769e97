import { afterAll, expect, test } from 'vitest';
import { ADMIN, createKubelite } from '../../kubelite/index.ts';
import { kubePortContract } from '../../testkit/contracts/kube-port.contract.ts';
import { systemClock } from '../system-clock/system-clock.ts';
import { createKubeHttp, type KubeHttp, type KubeHttpDeps } from './kube-http.ts';
import { parseKubeconfig } from './kubeconfig.ts';

const DEPS: KubeHttpDeps = { clock: systemClock, random: () => 0, environment: {}, userAgent: 'tiphys/test' };
const kubelite = createKubelite({ clock: systemClock });
let shared: Promise<KubeHttp> | undefined;

async function open(): Promise<KubeHttp> {
  await kubelite.listen();
  return createKubeHttp(await parseKubeconfig(kubelite.kubeconfig(ADMIN), { directory: '/' }), DEPS);
}

afterAll(async () => {
  await (await shared)?.close();
  await kubelite.close();
});

kubePortContract('over HTTPS', () => (shared ??= open()), ['validation']);

test('a server of another authority is refused, for good', async () => {
  const connection = await parseKubeconfig(kubelite.kubeconfig(ADMIN), { directory: '/' });
  const { ca: _, ...untrusting } = connection;
  const kube = createKubeHttp(untrusting, DEPS);
  await expect(kube.version()).rejects.toMatchObject({ code: 'kube.unreachable', kind: 'user' });
  await kube.close();
});
