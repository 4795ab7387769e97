/** Events as they were told. */
import type { EventsPort, RecordedEvent } from '../ports/events.ts';

export interface MemoryEvents extends EventsPort {
  readonly events: readonly RecordedEvent[];
}

const LONGEST = 1024;

export function createMemoryEvents(): MemoryEvents {
  const events: RecordedEvent[] = [];
  return {
    events,
    record: (event) => void events.push({ ...event, message: event.message.slice(0, LONGEST) }),
    settled: async () => undefined,
  };
}
