import { kubePortContract } from './contracts/kube-port.contract.ts';
import { FakeClock } from './fake-clock.ts';
import { memoryKube } from './memory-kube.ts';

kubePortContract('in process', async () => memoryKube({ clock: new FakeClock() }), ['validation']);
