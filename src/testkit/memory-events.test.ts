import { eventsContract } from './contracts/events.contract.ts';
import { createMemoryEvents } from './memory-events.ts';

eventsContract('memory', async () => {
  const port = createMemoryEvents();
  return {
    port,
    subject: { apiVersion: 'v1', kind: 'Pod', namespace: 'n', name: 'p', uid: 'u', resourceVersion: '1' },
    written: async () => port.events.map(({ subject: _subject, ...event }) => event),
    [Symbol.asyncDispose]: async () => undefined,
  };
});
