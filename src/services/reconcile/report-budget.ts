/**
 * An Application must fit into the API server's limit for one object. Over the budget, texts go first, then the rows of what
 * is in sync; a condition says so, and the live view always has all. Source: design, "Very large apps".
 */
import type { ApplicationStatus } from '../../api/application/fields.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import type { Json } from '../../base/json-value.ts';

/** The status as it is, or with rows left out. Journal and history do not count: they have budgets of their own. */
export function withinBudget(given: ApplicationStatus, budget: number): ApplicationStatus {
  const { operationState: _, history: __, ...status } = given;
  if (sizeOf(status) <= budget) return given;
  const rows = status.resources ?? [];
  const important = rows.filter((row) => row.status !== 'Synced');
  const smaller = { ...status, resources: important };
  const spare = budget - sizeOf({ ...status, resources: [] });
  const kept = sizeOf(smaller) <= budget ? important : firstThatFit(important, spare);
  return withNote({ ...given, resources: kept }, rows.length - kept.length);
}

function firstThatFit<Row>(rows: readonly Row[], budget: number): readonly Row[] {
  let left = budget;
  const end = rows.findIndex((row) => (left -= sizeOf(row) + 1) < 0);
  return end < 0 ? rows : rows.slice(0, end);
}

function withNote(status: ApplicationStatus, left: number): ApplicationStatus {
  const message = `status.resources leaves out ${left} resources, since the Application would be too large; the resource tree has all`;
  const time = status.health?.lastTransitionTime;
  const note = { type: 'ExcludedResourceWarning', message, ...(time ? { lastTransitionTime: time } : {}) } as const;
  return { ...status, conditions: [...(status.conditions ?? []), note] };
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(stringifyJson(value as Json));
}
