/** How the status of a Job may change: what is wrong already is let be where this change does not touch it. */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { duplicate, invalid, required } from './causes.ts';
import { readIndexes } from './job-rules.ts';

const CONDITIONS = 'status.conditions';

interface View {
  readonly status: JsonObject;
  readonly spec: JsonObject;
  readonly has: (type: string) => boolean;
}

function viewOf(job: JsonObject): View {
  const [status, spec] = [job['status'], job['spec']].map((value) => (isObject(value) ? value : {}));
  const conditions = isList(status?.['conditions']) ? status['conditions'] : [];
  return {
    status: status ?? {},
    spec: spec ?? {},
    has: (type) => conditions.some((one) => textAt(one, 'type') === type && textAt(one, 'status') === 'True'),
  };
}

function isFinished({ has }: View): boolean {
  return has('Complete') || has('Failed');
}

function numberOf(status: JsonObject, name: string): number {
  const value = status[name];
  return typeof value === 'number' ? value : 0;
}

/** A cause that shows no value. */
function odd(detail: string, field = CONDITIONS): FieldCause {
  return { field, message: `Invalid value: ${detail}`, reason: 'FieldValueInvalid' };
}

/** Causes for the status of a Job that had the one of `old`. */
export function jobStatusCauses(_status: JsonObject, object: JsonObject, old: JsonObject): readonly FieldCause[] {
  const [now, before] = [viewOf(object), viewOf(old)];
  return [
    ...countCauses(now.status),
    ...uncountedCauses(now.status),
    ...endCauses(now, before),
    ...timeCauses(now, before),
    ...finishedCauses(now, before),
    ...indexCauses(now, before),
    ...lateCauses(now, before),
    ...successCauses(now),
    ...changeCauses(now, before),
  ];
}

function countCauses(status: JsonObject): readonly FieldCause[] {
  return ['active', 'succeeded', 'failed', 'ready', 'terminating']
    .filter((name) => numberOf(status, name) < 0)
    .map((name) => invalid(`status.${name}`, status[name], 'must be greater than or equal to 0'));
}

function uncountedCauses(status: JsonObject): readonly FieldCause[] {
  const seen = new Set<Json>();
  return ['succeeded', 'failed'].flatMap((name) => {
    const list = memberAt(status, 'uncountedTerminatedPods', name);
    return (isList(list) ? list : []).flatMap((uid, index) => {
      const field = `status.uncountedTerminatedPods.${name}[${index}]`;
      if (uid === '') return [invalid(field, uid, 'must not be empty')];
      if (seen.has(uid)) return [duplicate(field, uid)];
      seen.add(uid);
      return [];
    });
  });
}

function changed(now: View, before: View, ...types: readonly string[]): boolean {
  return types.some((type) => now.has(type) !== before.has(type));
}

function differs(now: View, before: View, ...names: readonly string[]): boolean {
  return names.some((name) => !jsonEqual(now.status[name], before.status[name]));
}

function endCauses(now: View, before: View): readonly FieldCause[] {
  const causes: FieldCause[] = [];
  if (changed(now, before, 'Complete', 'Failed') && now.has('Complete') && now.has('Failed')) {
    causes.push(odd('cannot set Complete=True and Failed=true conditions'));
  }
  if (changed(now, before, 'Complete', 'FailureTarget') && now.has('Complete') && now.has('FailureTarget')) {
    causes.push(odd('cannot set Complete=True and FailureTarget=true conditions'));
  }
  return causes;
}

function timeCauses(now: View, before: View): readonly FieldCause[] {
  const { completionTime, startTime } = now.status;
  const field = 'status.completionTime';
  const causes: FieldCause[] = [];
  const matters = changed(now, before, 'Complete') || differs(now, before, 'completionTime');
  if (matters && completionTime !== undefined && !now.has('Complete')) {
    causes.push(invalid(field, completionTime, 'cannot set completionTime when there is no Complete=True condition'));
  }
  if (matters && completionTime === undefined && now.has('Complete')) {
    causes.push(required(field, 'completionTime is required for Complete jobs'));
  }
  const moved = differs(now, before, 'startTime', 'completionTime');
  if (moved && startTime !== undefined && completionTime !== undefined && String(completionTime) < String(startTime)) {
    causes.push(invalid(field, completionTime, 'must be equal to or after `startTime`'));
  }
  return causes;
}

function finishedCauses(now: View, before: View): readonly FieldCause[] {
  const causes: FieldCause[] = [];
  if ((changed(now, before, 'Failed') || differs(now, before, 'failedIndexes')) && now.has('Failed')) {
    if (!now.has('FailureTarget')) {
      causes.push(odd('cannot set Failed=True condition without the FailureTarget=true condition'));
    }
  }
  if (changed(now, before, 'Complete', 'SuccessCriteriaMet') && now.has('Complete') && !now.has('SuccessCriteriaMet')) {
    causes.push(odd('cannot set Complete=True condition without the SuccessCriteriaMet=true condition'));
  }
  if (!isFinished(now)) return causes;
  const ended = !isFinished(before);
  if ((ended || differs(now, before, 'active')) && numberOf(now.status, 'active') > 0) {
    causes.push(invalid('status.active', now.status['active'], 'active>0 is invalid for finished job'));
  }
  const idle = now.spec['suspend'] === true && now.spec['completions'] === 0;
  if ((ended || differs(now, before, 'startTime')) && !idle && now.status['startTime'] === undefined) {
    causes.push(required('status.startTime', 'startTime is required for finished job'));
  }
  const uncounted = now.status['uncountedTerminatedPods'];
  const some = ['succeeded', 'failed'].some((name) => {
    const list = memberAt(uncounted, name);
    return isList(list) && list.length > 0;
  });
  if ((ended || differs(now, before, 'uncountedTerminatedPods')) && some) {
    const lists = {
      Succeeded: memberAt(uncounted, 'succeeded') ?? null,
      Failed: memberAt(uncounted, 'failed') ?? null,
    };
    causes.push(invalid('status.uncountedTerminatedPods', lists, 'must be empty for finished job'));
  }
  return causes;
}

function indexCauses(now: View, before: View): readonly FieldCause[] {
  const { completions, backoffLimitPerIndex, completionMode } = now.spec;
  const [done, failed] = [textAt(now.status, 'completedIndexes') ?? '', now.status['failedIndexes']];
  const [doneChanged, failedChanged] = [
    differs(now, before, 'completedIndexes'),
    differs(now, before, 'failedIndexes'),
  ];
  const causes: FieldCause[] = [];
  const read = (name: string, text: string): void => {
    const result = readIndexes(text, Number(completions));
    if (typeof result === 'string') causes.push(invalid(`status.${name}`, text, `error parsing ${name}: ${result}`));
  };
  if (doneChanged && completions !== undefined) read('completedIndexes', done);
  if (failedChanged && completions !== undefined && backoffLimitPerIndex !== undefined && typeof failed === 'string') {
    read('failedIndexes', failed);
  }
  if (doneChanged && done !== '' && completionMode !== 'Indexed') {
    const detail = 'cannot set non-empty completedIndexes when non-indexed completion mode';
    causes.push(invalid('status.completedIndexes', done, detail));
  }
  if (failedChanged && backoffLimitPerIndex === undefined && failed !== undefined) {
    const detail = 'cannot set non-null failedIndexes when backoffLimitPerIndex is null';
    causes.push(invalid('status.failedIndexes', failed, detail));
  }
  return causes;
}

function lateCauses(now: View, before: View): readonly FieldCause[] {
  const { terminating, ready, active } = now.status;
  const causes: FieldCause[] = [];
  const ended = isFinished(now) !== isFinished(before);
  if ((ended || differs(now, before, 'terminating')) && Number(terminating ?? 0) > 0 && isFinished(now)) {
    causes.push(invalid('status.terminating', terminating, 'terminating>0 is invalid for finished job'));
  }
  if (differs(now, before, 'ready', 'active') && ready !== undefined && Number(ready) > Number(active ?? 0)) {
    causes.push(invalid('status.ready', ready, 'cannot set more ready pods than active'));
  }
  return causes;
}

function successCauses({ has, spec }: View): readonly FieldCause[] {
  const met = has('SuccessCriteriaMet');
  return [
    ...(met && has('Failed') ? [odd('cannot set SuccessCriteriaMet=True and Failed=true conditions')] : []),
    ...(met && has('FailureTarget')
      ? [odd('cannot set SuccessCriteriaMet=True and FailureTarget=true conditions')]
      : []),
    ...(spec['successPolicy'] !== undefined && !met && has('Complete')
      ? [odd('cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True')]
      : []),
  ];
}

function changeCauses(now: View, before: View): readonly FieldCause[] {
  const causes = ['Failed', 'Complete', 'FailureTarget']
    .filter((type) => before.has(type) && !now.has(type))
    .map((type) => odd(`cannot disable the terminal ${type}=True condition`));
  const { completionMode, completions, parallelism, suspend } = now.spec;
  const scales = completionMode === 'Indexed' && jsonEqual(completions, parallelism);
  for (const name of ['failed', ...(scales ? [] : ['succeeded'])]) {
    if (numberOf(now.status, name) < numberOf(before.status, name)) {
      causes.push(invalid(`status.${name}`, numberOf(now.status, name), `cannot decrease the ${name} counter`));
    }
  }
  const both = now.status['completionTime'] !== undefined && before.status['completionTime'] !== undefined;
  if (both && differs(now, before, 'completionTime')) {
    causes.push(invalid('status.completionTime', now.status['completionTime'], 'field is immutable'));
  }
  if (before.status['startTime'] !== undefined && differs(now, before, 'startTime') && suspend !== true) {
    if (!isResuming(now, before)) {
      causes.push(required('status.startTime', 'startTime cannot be removed for unsuspended job'));
    }
  }
  if (before.has('SuccessCriteriaMet') && !now.has('SuccessCriteriaMet')) {
    causes.push(odd('cannot disable the SuccessCriteriaMet=True condition'));
  }
  if (before.has('Complete') && !before.has('SuccessCriteriaMet') && now.has('SuccessCriteriaMet')) {
    causes.push(odd('cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions'));
  }
  return causes;
}

function isResuming(now: View, before: View): boolean {
  const conditions = isList(now.status['conditions']) ? now.status['conditions'] : [];
  const off = conditions.some((one) => textAt(one, 'type') === 'Suspended' && textAt(one, 'status') === 'False');
  return before.has('Suspended') && off;
}
