/** Why an object differs, or does not though its fields do: for people, on request (design §3.11). */
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { compareObject, type ObjectComparison } from '../compare-object.ts';
import type { CompareOptions } from '../compare-options.ts';
import { type IgnoreRule, rulesFor } from '../ignore/ignore-rule.ts';
import type { Difference } from './differences.ts';
import { suggestRule } from './suggest-rule.ts';

export interface ExplainedDifference extends Difference {
  /** It makes the object out of sync; else a rule hides it. */
  readonly counts: boolean;
  /** A sentence. */
  readonly why: string;
  /** The rule that hides it. */
  readonly ignoredBy: IgnoreRule | undefined;
  /** A rule for `spec.ignoreDifferences` that would hide it, where somebody else than the source keeps changing the field. */
  readonly suggestion: IgnoreRule | undefined;
}

export interface ExplainedSides {
  readonly target: KubeObject | undefined;
  readonly live: KubeObject | undefined;
  readonly comparison: ObjectComparison;
}

/** Who writes for a sync, and who did before Argo CD took over. */
const OURS = new Set(['argocd-controller', 'argocd', 'argocd-application-controller', 'kubectl-client-side-apply']);

/** First what counts, then what is ignored, each in the order of paths. Empty where a side is missing. */
export function explainObject(sides: ExplainedSides, options: CompareOptions): readonly ExplainedDifference[] {
  const { target, live, comparison } = sides;
  if (target === undefined || live === undefined) return [];
  const counted = comparison.differences.map((difference) => explainCounted(difference, live));
  return [...counted, ...explainIgnored({ target, live, comparison }, options)];
}

function explainCounted(difference: Difference, live: KubeObject): ExplainedDifference {
  const { manager, target } = difference;
  if (OURS.has(manager)) {
    const why = target === undefined ? 'the source no longer has it' : 'the source has changed since the last sync';
    return { ...difference, counts: true, why, ignoredBy: undefined, suggestion: undefined };
  }
  const who =
    manager === ''
      ? 'nobody is recorded as its writer: a default of the API server, or an admission webhook'
      : `${manager} has written it`;
  const said = target === undefined ? 'the source does not say anything of it' : 'the source says something else';
  return {
    ...difference,
    counts: true,
    why: `${who}; ${said}`,
    ignoredBy: undefined,
    suggestion: suggestRule(live, difference.path),
  };
}

/** What would count if there were no rules, and the first rule that takes it away. */
function explainIgnored(sides: Required<ExplainedSides>, options: CompareOptions): readonly ExplainedDifference[] {
  const { target, live, comparison } = sides;
  if (target === undefined || live === undefined) return [];
  const rules = rulesFor(options.ignoreRules, target);
  if (rules.length === 0) return [];
  const counted = new Set(comparison.differences.map(({ path }) => path));
  const without = (kept: readonly IgnoreRule[]) =>
    compareObject(target, live, { ...options, ignoreRules: kept }).differences;
  const hidden = without([]).filter(({ path }) => !counted.has(path));
  if (hidden.length === 0) return [];
  const pathsBy = rules.map((rule) => ({ rule, left: new Set(without([rule]).map(({ path }) => path)) }));
  return hidden.map((difference) => {
    const ignoredBy = pathsBy.find(({ left }) => !left.has(difference.path))?.rule;
    const why =
      ignoredBy === undefined ? 'rules of the installation or the Application ignore it together' : 'a rule ignores it';
    return { ...difference, counts: false, why, ignoredBy, suggestion: undefined };
  });
}
