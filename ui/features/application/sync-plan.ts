/** What a sync would do, as sentences. Pure. */
import type { ResourceStatus } from '../../../src/api/application/fields.ts';

export interface PlanStep {
  readonly text: string;
  readonly tone: '' | 'warn';
}

const SHOWN = 12;

export function syncPlan(resources: readonly ResourceStatus[], prune: boolean): readonly PlanStep[] {
  const different = resources.filter(({ status }) => status === 'OutOfSync');
  const steps = different.map((resource) => step(resource, prune));
  if (steps.length === 0)
    return [{ text: 'Nothing differs: every resource is applied again and stays as it is.', tone: '' }];
  if (steps.length <= SHOWN) return steps;
  return [...steps.slice(0, SHOWN), { text: `… and ${steps.length - SHOWN} more`, tone: '' }];
}

function step({ kind, name, requiresPruning, health }: ResourceStatus, prune: boolean): PlanStep {
  const what = `${kind} ${name}`;
  if (!requiresPruning) return { text: `${health?.status === 'Missing' ? 'create' : 'apply'} ${what}`, tone: '' };
  return prune ? { text: `remove ${what}`, tone: 'warn' } : { text: `leave ${what}: removing is off`, tone: 'warn' };
}
