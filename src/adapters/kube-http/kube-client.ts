/** A `KubePort` over any wire. `kube-http.ts` gives it the network; a test can give it an API server in the same process. */
import type { KubePort } from '../../ports/kube.ts';
import { createAsk, type KubeClientOptions } from './ask.ts';
import { readDiscovery, readOne, readOpenApi, readPage, readVersion } from './reads.ts';
import { logLines, watchEvents } from './streams.ts';
import type { Wire } from './wire.ts';
import { create, patch, remove, replace } from './writes.ts';

/** Holds no state of its own; who made the wire closes it. */
export function createKubeClient(wire: Wire, options: KubeClientOptions): KubePort {
  const ask = createAsk(wire, options);
  const { random } = options.retry;
  return {
    server: options.server,
    version: (signal) => readVersion(ask, signal),
    discover: (signal) => readDiscovery(ask, signal),
    openApi: (path, signal) => readOpenApi(ask, path, signal),
    get: async (address, signal) => readOne(ask, address, signal),
    list: (type, listing = {}) => readPage(ask, type, listing),
    watch: (type, watching) => watchEvents(ask, type, { ...watching, random }),
    create: (type, object, writing = {}) => create(ask, type, object, writing),
    update: (address, object, writing = {}) => replace(ask, address, object, writing),
    patch: (address, type, text, writing = {}) => patch(ask, address, { type, text }, writing),
    delete: async (address, deleting = {}) => remove(ask, address, deleting),
    logs: (namespace, pod, logging = {}) => logLines(ask, namespace, pod, logging),
  };
}
