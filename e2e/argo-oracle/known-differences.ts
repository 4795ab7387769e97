/**
 * What the Argo CD that can be built differs in from the newer one that the product follows, seen in recordings of both. Each
 * entry names the reason; nothing of it is a difference that the product chose.
 */
import type { RecordDifference } from './differences.ts';

interface Known {
  readonly reason: string;
  readonly is: (difference: RecordDifference) => boolean;
}

const NOT_APPLIED = 'one or more objects failed to apply';
const NOT_COMPLETED = 'one or more synchronization tasks completed unsuccessfully';
const NOT_VALID = 'one or more synchronization tasks are not valid';

const KNOWN: readonly Known[] = [
  {
    reason: 'the causes of an Application’s health are told since 3.6',
    is: ({ path, theirs }) => path.endsWith('.health.message') && theirs === undefined,
  },
  {
    reason: 'one missing resource does not make an Application missing since 3.6',
    is: ({ path, theirs, ours }) => path.endsWith('.health.status') && isChange(theirs, ours, HEALTH),
  },
  {
    reason: 'results of hooks bear a status, and their waves, since 3.6',
    is: ({ path, theirs }) => /\.syncResult\.resources\[\d+\]\.(status|syncWave)$/.test(path) && theirs === undefined,
  },
  {
    reason: 'a sync that fails judges what was applied with it since 3.6',
    is: ({ path, theirs, ours }) => path.endsWith('.hookPhase') && theirs === 'Running' && ours === 'Succeeded',
  },
  {
    reason: 'a sync that was applied in part is said to be unsuccessful since 3.6',
    is: ({ theirs, ours }) => isText(theirs) && theirs.replace(NOT_APPLIED, NOT_COMPLETED) === ours,
  },
  {
    reason: 'why a sync is not valid stands in its message since 3.6',
    is: ({ theirs, ours }) => theirs === NOT_VALID && isText(ours) && ours.startsWith(`${NOT_VALID}: `),
  },
  {
    reason: 'what reconciling and applying a role say is joined without a full stop since 3.6',
    is: ({ theirs, ours }) => isText(theirs) && isText(ours) && joined(theirs) === joined(ours),
  },
  {
    reason: 'PreDelete hooks are known since 3.3',
    is: ({ path, ours }) =>
      path.endsWith('.finalizers') && JSON.stringify(ours)?.includes('pre-delete-finalizer') === true,
  },
  {
    reason: 'events tell the health above',
    is: ({ path, theirs, ours }) => /\.events(\[|$)/.test(path) && withoutHealth(theirs) === withoutHealth(ours),
  },
];

const HEALTH = [
  ['Healthy', 'Missing'],
  ['Missing', 'Healthy'],
] as const;

/** True for a difference with a reason of the list. */
export function isKnownDifference(difference: RecordDifference): boolean {
  return KNOWN.some(({ is }) => is(difference));
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isChange(theirs: unknown, ours: unknown, pairs: readonly (readonly [string, string])[]): boolean {
  return pairs.some(([one, other]) => one === theirs && other === ours);
}

function joined(text: string): string {
  return text.replace(/\. (?=(cluster)?role(binding)?\.rbac\.)/g, '');
}

function withoutHealth(events: unknown): string {
  const list: readonly unknown[] = Array.isArray(events) ? events : [events];
  const kept = list.filter((event) => !String(event).includes('health status'));
  return JSON.stringify(kept).replaceAll(NOT_APPLIED, NOT_COMPLETED);
}
