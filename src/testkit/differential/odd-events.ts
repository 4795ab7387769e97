/** Odd requests for events: all that is wrong at once, by the rules of new and of changed ones. */
import { add, remove } from './edit-notation.ts';
import type { OddRequest } from './odd-request.ts';

export const ODD_EVENTS: readonly OddRequest[] = [
  {
    reason: 'a new event tells all that is wrong in the order of its rules',
    object: 'Event happened-too',
    way: 'create',
    edits: [
      remove('/eventTime'),
      add('/reportingController', 'Bad Value!'),
      add('/reportingInstance', ''),
      add('/action', ''),
      add('/reason', 'a'.repeat(130)),
      add('/note', 'a'.repeat(1025)),
      add('/type', 'Odd'),
      add('/regarding/namespace', 'other'),
      add('/series/count', 1),
    ],
  },
  {
    reason: 'a new event with wrong metadata and deprecated members',
    object: 'Event happened-too',
    way: 'create',
    edits: [
      add('/metadata/labels', { 'Bad Key!': 'x' }),
      add('/deprecatedCount', 2),
      add('/deprecatedFirstTimestamp', '2024-01-01T00:00:00Z'),
      add('/deprecatedSource', { component: 'x' }),
      add('/type', 'Odd'),
      add('/series', {}),
    ],
  },
  {
    reason: 'a changed event',
    object: 'Event happened-too',
    way: 'update',
    edits: [
      add('/action', 'Other'),
      add('/reason', ''),
      add('/note', 'x'),
      add('/series', { count: 1 }),
      add('/regarding/name', 'z'),
    ],
  },
  {
    reason: 'a changed event with wrong labels',
    object: 'Event happened-too',
    way: 'update',
    edits: [
      add('/metadata/labels', { 'Bad Key!': 'x' }),
      add('/type', 'Odd'),
      add('/eventTime', null),
      add('/reportingInstance', 'b'),
    ],
  },
];
