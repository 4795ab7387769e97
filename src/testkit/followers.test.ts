import { openObjectCache } from '../adapters/object-cache/object-cache.ts';
import { createReflector } from '../adapters/reflector/reflector.ts';
import type { AppError } from '../base/errors.ts';
import { kubePortContract } from './contracts/kube-port.contract.ts';
import { objectCacheContract } from './contracts/object-cache.contract.ts';
import { type ReflectorCase, reflectorContract } from './contracts/reflector.contract.ts';
import { FakeClock } from './fake-clock.ts';
import { faultyKube } from './faulty-kube.ts';
import { memoryKube } from './memory-kube.ts';

kubePortContract('through a plan of faults', async () => faultyKube(memoryKube({ clock: new FakeClock() })), [
  'validation',
]);

function place(): ReflectorCase {
  const clock = new FakeClock();
  const api = memoryKube({ clock });
  const kube = faultyKube(api);
  return {
    reflector: createReflector({ clock, random: () => 0.5 }),
    kube,
    api,
    pass: (milliseconds) => clock.advance(milliseconds),
    breakWatches: () => api.breakStreams(),
    fail: (fault: AppError | undefined) => kube.plan(() => fault && { when: 'before', error: fault }),
  };
}

reflectorContract('over a memory API', place);

objectCacheContract('over a reflector and a memory API', () => {
  const given = place();
  return { ...given, open: (options) => openObjectCache(given.reflector, options) };
});

objectCacheContract('over a reflector and an API that cuts every watch short', () => {
  const given = place();
  const short = {
    ...given.kube,
    async *watch(...asked: Parameters<typeof given.kube.watch>) {
      for await (const event of given.kube.watch(...asked)) {
        yield event;
        return;
      }
    },
  };
  return { ...given, kube: short, open: (options) => openObjectCache(given.reflector, options) };
});
