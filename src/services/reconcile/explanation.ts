/** What the controller answers to "why": from the comparison that stands, the operation that runs, the last decision. */
import type {
  ApplicationExplanation,
  ExplainedDifferenceMessage,
  ExplainedResource,
  ExplainedWait,
} from '../../api/application/explanation-fields.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import type { Json } from '../../base/json-value.ts';
import type { ComparedResource } from '../../engine/compare/application/resource-status.ts';
import type { CompareOptions } from '../../engine/compare/compare-options.ts';
import { type ExplainedDifference, explainObject } from '../../engine/compare/explain/explain-object.ts';
import type { IgnoreRule } from '../../engine/compare/ignore/ignore-rule.ts';
import { writeYaml } from '../../lang/yaml/write.ts';
import type { AppState } from './app-state.ts';
import { isOperating } from './application-view.ts';

/** Why something waits, and since or until when; instants in epoch milliseconds. */
export interface WaitReason {
  readonly why: string;
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/** Undefined where the Application was not compared yet. */
export function explanationOf(state: AppState): ApplicationExplanation | undefined {
  const { comparison, compareOptions, resting, view } = state;
  const run = isOperating(view) ? state.run : undefined;
  if (comparison === undefined || compareOptions === undefined) return undefined;
  const { options } = compareOptions;
  const resources = comparison.resources.filter(({ counts }) => counts);
  return {
    resources: resources.flatMap((resource) => explained(resource, options)),
    operation: run?.waiting === undefined ? [] : [waitMessage(run.waiting)],
    automation: resting === undefined ? [] : [waitMessage(resting)],
  };
}

function explained(resource: ComparedResource, options: CompareOptions): readonly ExplainedResource[] {
  const { key, target, live } = resource;
  const differences = explainObject(resource, options).map(differenceMessage);
  const why = target === undefined ? REMOVED : live === undefined ? MISSING : '';
  if (why === '' && differences.length === 0) return [];
  return [{ group: key.group, kind: key.kind, namespace: key.namespace, name: key.name, why, differences }];
}

const REMOVED = 'it is in the cluster and no longer in the source: a sync with prune removes it';
const MISSING = 'it is in the source and not in the cluster: a sync creates it';

function differenceMessage(difference: ExplainedDifference): ExplainedDifferenceMessage {
  const { path, live, target, manager, counts, why, ignoredBy, suggestion } = difference;
  return {
    path,
    live: jsonText(live),
    desired: jsonText(target),
    manager,
    counts,
    why,
    ignoredBy: ruleText(ignoredBy),
    suggestion: ruleText(suggestion),
  };
}

function jsonText(value: Json | undefined): string {
  return value === undefined ? '' : stringifyJson(value);
}

/** An entry of a list, as it stands in a manifest. */
function ruleText(rule: IgnoreRule | undefined): string {
  return rule === undefined ? '' : writeYaml([rule as unknown as Json]);
}

function waitMessage({ why, since, until }: WaitReason): ExplainedWait {
  return { why, since: instantText(since), until: instantText(until) };
}

function instantText(instant: number | undefined): string {
  return instant === undefined ? '' : new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z');
}
