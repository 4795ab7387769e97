/** What a Job's policies make of its pods. Source: Kubernetes docs, "Pod failure policy" and "Success policy". */
import { isList, type Json, type JsonObject, memberAt, textAt } from '../../../base/json-value.ts';
import type { Pod } from '../workload-types.ts';
import { parseIndexes } from './completed-indexes.ts';
import type { Job } from './job-types.ts';

export type FailureAction = 'Count' | 'Ignore' | 'FailIndex' | 'FailJob';

export interface FailureVerdict {
  readonly action: FailureAction;
  /** For `FailJob`: which rule, and why. */
  readonly message: string;
}

/** What the first rule that matches says of a failed pod; without one it counts. */
export function failureVerdict(job: Job, pod: Pod): FailureVerdict {
  const rules = memberAt(job.spec, 'podFailurePolicy', 'rules');
  for (const [index, rule] of (isList(rules) ? rules : []).entries()) {
    const why = matched(rule, pod);
    if (why === undefined) continue;
    const action = (textAt(rule, 'action') ?? 'Count') as FailureAction;
    return { action, message: `${why} matching ${action} rule at index ${index}` };
  }
  return { action: 'Count', message: '' };
}

function matched(rule: Json, pod: Pod): string | undefined {
  const { namespace = '', name = '' } = pod.metadata;
  const codes = memberAt(rule, 'onExitCodes');
  if (codes !== undefined) {
    const found = exitCodes(pod).find((one) => fitsCode(codes, one));
    return found && `Container ${found.name} for pod ${namespace}/${name} failed with exit code ${found.code}`;
  }
  const patterns = memberAt(rule, 'onPodConditions');
  const condition = (isList(patterns) ? patterns : []).find((pattern) =>
    pod.status?.conditions?.some(
      ({ type, status }) => type === textAt(pattern, 'type') && status === (textAt(pattern, 'status') ?? 'True'),
    ),
  );
  return condition === undefined ? undefined : `Pod ${namespace}/${name} has condition ${textAt(condition, 'type')}`;
}

interface ExitCode {
  readonly name: string;
  readonly code: number;
}

function exitCodes(pod: Pod): readonly ExitCode[] {
  const lists = [memberAt(pod.status, 'containerStatuses'), memberAt(pod.status, 'initContainerStatuses')];
  return lists
    .flatMap((list) => (isList(list) ? list : []))
    .flatMap((status) => {
      const code = memberAt(status, 'state', 'terminated', 'exitCode');
      return typeof code === 'number' && code !== 0 ? [{ name: textAt(status, 'name') ?? '', code }] : [];
    });
}

function fitsCode(codes: Json, { name, code }: ExitCode): boolean {
  const wanted = textAt(codes, 'containerName');
  if (wanted !== undefined && wanted !== name) return false;
  const values = memberAt(codes, 'values');
  const listed = isList(values) && values.includes(code);
  return textAt(codes, 'operator') === 'NotIn' ? !listed : listed;
}

/** The first rule of success that the completed indexes meet, or undefined. */
export function successRule(job: Job, completed: readonly number[]): number | undefined {
  const rules = memberAt(job.spec, 'successPolicy', 'rules');
  const found = (isList(rules) ? rules : []).findIndex((rule) => meets(rule as JsonObject, job, completed));
  return found < 0 ? undefined : found;
}

function meets(rule: JsonObject, job: Job, completed: readonly number[]): boolean {
  const text = textAt(rule, 'succeededIndexes');
  const wanted = text === undefined ? undefined : parseIndexes(text, job.spec.completions ?? 1);
  const done = wanted === undefined ? completed : wanted.filter((index) => completed.includes(index));
  const count = rule['succeededCount'];
  if (typeof count === 'number') return done.length >= count;
  return wanted !== undefined && done.length === wanted.length;
}
