/** What every service that is told something does. */
import { describe, expect, test } from 'vitest';
import type { Notification, NotifierPort } from '../../ports/notifier.ts';
import type { ServiceMood } from '../memory-notifier.ts';

export interface NotifierCase extends AsyncDisposable {
  readonly port: NotifierPort;
  /** Texts that arrived, in order. */
  received(): readonly string[];
  /** Attempts that arrived, whether they were taken or not. Undefined where that cannot be seen. */
  attempts?(): number;
  /** From now on the service is so. */
  become(mood: ServiceMood): void;
  readonly recipient: string;
  /** Makes a message into what this service is given. */
  notification(message: string): Notification;
  /** May never be seen in a fault. */
  readonly secret: string;
}

/** Registers the tests. `open` gives a service that is well. */
export function notifierContract(name: string, open: () => Promise<NotifierCase>): void {
  describe(`Notifier: ${name}`, () => {
    test('a message arrives whole, each as often as it is sent', async () => {
      await using given = await open();
      const text = 'Synced “shop” ✓\n<a&b> $x \\n "quoted"';
      for (const message of [text, text, 'other']) {
        await given.port.send(given.notification(message), given.recipient);
      }
      expect(given.received()).toEqual([text, text, 'other']);
    });

    test.each<[ServiceMood, string, string]>([
      ['down', 'notifier.unreachable', 'transient'],
      ['denying', 'notifier.authentication', 'user'],
      ['busy', 'notifier.rate-limited', 'transient'],
      ['unknown-recipient', 'notifier.rejected', 'user'],
    ])('%s: one attempt, and a fault that tells nothing secret', async (mood, code, kind) => {
      await using given = await open();
      given.become(mood);
      const fault = await given.port.send(given.notification('x'), given.recipient).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(fault).toMatchObject({ name: 'AppError', code, kind });
      if (mood === 'busy') expect(fault).toMatchObject({ cause: { retryAfter: 7000 } });
      expect(given.attempts?.() ?? 1).toBe(1);
      expect(everythingOf(fault)).not.toContain(given.secret);
      given.become('well');
      await given.port.send(given.notification('again'), given.recipient);
      expect(given.received()).toEqual(['again']);
    });
  });
}

/** Message, stack, hint and causes, however deep. */
function everythingOf(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error) ?? '';
  const { message, stack = '', cause } = error;
  return [message, stack, JSON.stringify(error), cause === undefined ? '' : everythingOf(cause)].join('\n');
}
