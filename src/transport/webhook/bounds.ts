/** How much one message may make us do: nobody else is answered while it is read and compared with what is watched (row 50). */
import type { WebhookEvent } from './push-event.ts';

/** This many are parsed within half a second, whatever they are. Hosts list some ten thousand paths at most. */
export const MOST_VALUES = 250_000;

const [COMMA, BRACKET, BRACE] = [0x2c, 0x5b, 0x7b];

/** Before anything is parsed. Counts what stands before and between values, within texts, too. */
export function hasTooManyValues(text: string): boolean {
  let count = 0;
  for (let at = 0; at < text.length && count <= MOST_VALUES; at++) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === BRACKET || code === BRACE) count += 1;
  }
  return count > MOST_VALUES;
}

/** Real ones have up to four addresses of a repository, and few refs or artifacts in a message. */
const MOST_ADDRESSES = 16;
const MOST_REVISIONS = 32;
const MOST_ARTIFACTS = 1000;

/**
 * Events that can be compared with the sources of thousands of Applications. More revisions than that are as good as any;
 * undefined for other things without end.
 */
export function boundedEvents(events: readonly WebhookEvent[]): readonly WebhookEvent[] | undefined {
  const [first] = events;
  if (first === undefined || first.kind === 'artifact') return events.length > MOST_ARTIFACTS ? undefined : events;
  if (first.urls.length > MOST_ADDRESSES) return undefined;
  // All pushes of a message are of one repository.
  return events.length > MOST_REVISIONS ? [{ ...first, revision: undefined, touchesHead: true, files: [] }] : events;
}
