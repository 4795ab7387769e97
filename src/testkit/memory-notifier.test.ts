import { notifierContract } from './contracts/notifier.contract.ts';
import { createMemoryNotifier } from './memory-notifier.ts';

notifierContract('memory', async () => {
  const notifier = createMemoryNotifier();
  return {
    port: notifier.port,
    received: () => notifier.sent.map(({ message }) => message),
    become(mood) {
      notifier.mood = mood;
    },
    recipient: 'somebody',
    notification: (message) => ({ message, fields: {} }),
    secret: 'CANARY',
    [Symbol.asyncDispose]: async () => undefined,
  };
});
