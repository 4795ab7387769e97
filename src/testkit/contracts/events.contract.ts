/** What every record of events does. */
import { describe, expect, test } from 'vitest';
import type { EventSubject, EventsPort, RecordedEvent } from '../../ports/events.ts';

export interface EventsCase extends AsyncDisposable {
  readonly port: EventsPort;
  /** What was written, in no order, without what the writer adds. */
  written(): Promise<readonly Omit<RecordedEvent, 'subject'>[]>;
  /** A subject that is there. */
  readonly subject: EventSubject;
}

/** Registers the tests. `open` gives an empty record. */
export function eventsContract(name: string, open: () => Promise<EventsCase>): void {
  describe(`Events: ${name}`, () => {
    const event = (subject: EventSubject, message: string): RecordedEvent => {
      return { subject, type: 'Normal', reason: 'ResourceUpdated', message };
    };

    test('each is written with type, reason, message and labels, also equal ones', async () => {
      await using given = await open();
      const { port, subject } = given;
      port.record(event(subject, 'one'));
      port.record(event(subject, 'one'));
      port.record({ ...event(subject, 'two'), type: 'Warning', reason: 'OperationCompleted', labels: { app: 'web' } });
      await port.settled();
      const found = [...(await given.written())].sort((a, b) => (a.message < b.message ? -1 : 1));
      const plain = { type: 'Normal', reason: 'ResourceUpdated', message: 'one' };
      expect(found).toEqual([
        plain,
        plain,
        { type: 'Warning', reason: 'OperationCompleted', message: 'two', labels: { app: 'web' } },
      ]);
    });

    test('a message that is too long is cut, not lost', async () => {
      await using given = await open();
      given.port.record(event(given.subject, 'x'.repeat(5000)));
      await given.port.settled();
      expect((await given.written()).map(({ message }) => message.length)).toEqual([1024]);
    });

    test('nothing recorded, nothing to wait for', async () => {
      await using given = await open();
      await given.port.settled();
      expect(await given.written()).toEqual([]);
    });
  });
}
