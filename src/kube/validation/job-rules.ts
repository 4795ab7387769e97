/** Jobs: how they end, fail and succeed; when they are started. */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { duplicate, invalid, required } from './causes.ts';
import { must, qualifiedName, text, whole, word } from './field-rules.ts';
import { goShape } from './go-shape.ts';
import { type FieldRule, isBlank, type Rule, type RuleInput, type Rules } from './rule.ts';

const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const UNFINISHED = ['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished'];
const PER_INDEX = ['backoffLimitPerIndex', 'maxFailedIndexes'];

/** Counts per index are of Jobs that have indexes. */
function indexCauses({ value, path }: RuleInput): readonly FieldCause[] {
  const indexed = value['completionMode'] !== 'NonIndexed' && value['completionMode'] !== undefined;
  return PER_INDEX.flatMap((name) => {
    const given = value[name];
    if (given === undefined) return [];
    const field = `${path}.${name}`;
    if (!indexed) return [invalid(field, given, 'requires indexed completion mode')];
    const causes = Number(given) < 0 ? [invalid(field, given, 'must be greater than or equal to 0')] : [];
    if (name === 'maxFailedIndexes') return [...causes, ...maxFailedCauses(value, path)];
    return causes;
  });
}

function maxFailedCauses(value: JsonObject, path: string): readonly FieldCause[] {
  const causes: FieldCause[] = [];
  const [most, completions] = [Number(value['maxFailedIndexes']), value['completions']];
  if (value['backoffLimitPerIndex'] === undefined) {
    causes.push(required(`${path}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified'));
  }
  if (typeof completions === 'number' && most > completions) {
    causes.push(invalid(`${path}.maxFailedIndexes`, most, 'must be less than or equal to completions'));
  }
  return causes;
}

const end: Rule = (input) => {
  const { value, path } = input;
  const causes = UNFINISHED.flatMap((name) => whole(value[name], `${path}.${name}`, input));
  return [...causes, ...indexCauses(input)];
};

/** A Job whose selector was given by hand selects its own pods. */
const ownPods: Rule = ({ value, path }) => {
  if (value['manualSelector'] !== true) return [];
  const [selector, labels] = [value['selector'], memberAt(value, 'template', 'metadata', 'labels')];
  const wanted = memberAt(selector, 'matchLabels');
  const plain = isObject(wanted) ? Object.entries(wanted) : [];
  const detail = '`selector` does not match template `labels`';
  const mismatch = invalid(`${path}.template.metadata.labels`, labels ?? null, detail);
  if (!isObject(selector)) return [required(`${path}.selector`), mismatch];
  return plain.every(([key, text]) => memberAt(labels, key) === text) ? [] : [mismatch];
};

/** A template of pods that are not started for ever. */
const restart: Rule = ({ value, path }) => {
  const policy = memberAt(value, 'template', 'spec', 'restartPolicy');
  const field = `${path}.template.spec.restartPolicy`;
  if (policy === undefined || policy === '' || policy === 'Always') {
    return [required(field, 'valid values: "OnFailure", "Never"')];
  }
  if (value['podFailurePolicy'] !== undefined && policy !== 'Never') {
    return [invalid(field, policy, 'only "Never" is supported when podFailurePolicy is specified')];
  }
  return word('OnFailure', 'Never')(policy, field, { value, path, object: value });
};

const failureRule: Rule = ({ value, path, object }) => {
  const causes: FieldCause[] = [];
  const action = textAt(value, 'action') ?? '';
  const field = `${path}.action`;
  if (action === '') {
    causes.push(required(field, `valid values: [${ACTIONS.map((one) => JSON.stringify(one)).join(' ')}]`));
  } else if (!ACTIONS.includes(action)) {
    causes.push(...word(...ACTIONS)(action, field, { value, path, object }));
  } else if (action === 'FailIndex' && jobOf(object)['backoffLimitPerIndex'] === undefined) {
    causes.push(invalid(field, action, 'requires the backoffLimitPerIndex to be set'));
  }
  const given = [value['onExitCodes'] !== undefined, !isBlank(value['onPodConditions'])];
  if (given[0] === given[1]) {
    const detail = given[0]
      ? 'specifying both OnExitCodes and OnPodConditions is not supported'
      : 'specifying one of OnExitCodes and OnPodConditions is required';
    causes.push({ field: path, message: `Invalid value: ${detail}`, reason: 'FieldValueInvalid' });
  }
  return causes;
};

/** The specification of the Job in an object. */
function jobOf(object: JsonObject): JsonObject {
  const spec = memberAt(object, 'spec', 'jobTemplate', 'spec') ?? memberAt(object, 'spec');
  return isObject(spec) ? spec : {};
}

const exitCodes: Rule = ({ value, path, object }) => {
  const operator = textAt(value, 'operator') ?? '';
  const causes: FieldCause[] = [];
  if (operator === '') causes.push(required(`${path}.operator`, 'valid values: ["In" "NotIn"]'));
  else causes.push(...word('In', 'NotIn')(operator, `${path}.operator`, { value, path, object }));
  const name = value['containerName'];
  if (typeof name === 'string' && !containersOf(object).includes(name)) {
    const detail = 'must be one of the container or initContainer names in the pod template';
    causes.push(invalid(`${path}.containerName`, name, detail));
  }
  return [...causes, ...codeCauses(value['values'], operator, `${path}.values`)];
};

function containersOf(object: JsonObject): readonly string[] {
  const spec = memberAt(jobOf(object), 'template', 'spec');
  return ['containers', 'initContainers'].flatMap((list) => {
    const items = memberAt(spec, list);
    return (isList(items) ? items : []).map((item) => textAt(item, 'name') ?? '');
  });
}

function codeCauses(values: Json | undefined, operator: string, field: string): readonly FieldCause[] {
  const list = isList(values) ? values : [];
  if (list.length === 0) return [invalid(field, values ?? null, 'at least one value is required')];
  const seen = new Set<Json>();
  return list.flatMap((code, index) => {
    if (seen.has(code)) return [duplicate(`${field}[${index}]`, code)];
    seen.add(code);
    return code === 0 && operator === 'In'
      ? [invalid(`${field}[${index}]`, 0, 'must not be 0 for the In operator')]
      : [];
  });
}

const success: FieldRule = (value, path, { value: spec }) => {
  if (!isObject(value)) return [];
  if (spec['completionMode'] !== 'Indexed') {
    return [invalid(path, goShape(value, 'batch/v1.SuccessPolicy'), 'requires indexed completion mode')];
  }
  const detail = 'at least one rules must be specified when the successPolicy is specified';
  return isBlank(value['rules']) ? [required(`${path}.rules`, detail)] : [];
};

const successRule: Rule = ({ value, path, object }) => {
  const job = jobOf(object);
  if (job['completionMode'] !== 'Indexed') return [];
  const { succeededCount: count, succeededIndexes: indexes } = value;
  if (count === undefined && indexes === undefined) {
    return [required(path, 'at least one of succeededCount or succeededIndexes must be specified')];
  }
  const read = typeof indexes === 'string' ? readIndexes(indexes) : undefined;
  const causes: FieldCause[] =
    typeof read === 'string'
      ? [invalid(`${path}.succeededIndexes`, indexes, `error parsing succeededIndexes: ${read}`)]
      : [];
  if (count === undefined) return causes;
  const field = `${path}.succeededCount`;
  if (Number(count) < 0) causes.push(invalid(field, count, 'must be greater than or equal to 0'));
  const completions = Number(job['completions'] ?? 0);
  if (Number(count) > completions) {
    causes.push(
      invalid(field, count, `must be less than or equal to ${completions} (the number of specified completions)`),
    );
  }
  const total = typeof read === 'number' ? read : 0;
  if (indexes !== undefined && Number(count) > total) {
    const detail = `must be less than or equal to ${total} (the number of indexes in the specified succeededIndexes field)`;
    causes.push(invalid(field, count, detail));
  }
  return causes;
};

/** How many indexes a text like `0-2,5` names, or why it names none. */
function readIndexes(given: string): number | string {
  let total = 0;
  for (const part of given === '' ? [] : given.split(',')) {
    const ends = part.split('-');
    const wrong = ends.find((end) => !/^\d+$/.test(end));
    if (wrong !== undefined) return `cannot convert string to integer for index: ${JSON.stringify(wrong)}`;
    total += Number(ends[1] ?? ends[0]) - Number(ends[0]) + 1;
  }
  return total;
}

const schedule: FieldRule = (value, path) => {
  const given = typeof value === 'string' ? value : '';
  if (given === '') return [required(path)];
  if (/^(CRON_)?TZ=/.test(given)) {
    return [invalid(path, given, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead')];
  }
  if (given.startsWith('@')) return [];
  const parts = given.split(/\s+/).filter((part) => part !== '');
  if (parts.length !== 5) {
    return [invalid(path, given, `expected exactly 5 fields, found ${parts.length}: [${parts.join(' ')}]`)];
  }
  const wrong = parts.map((part, index) => wrongPart(part, HIGHEST[index] ?? 0)).find((one) => one !== undefined);
  return wrong === undefined ? [] : [invalid(path, given, wrong)];
};

/** Of minutes, hours, days, months, days of the week. */
const HIGHEST = [59, 23, 31, 12, 6];

function wrongPart(part: string, highest: number): string | undefined {
  for (const range of part.split(',')) {
    const last = Number(range.split('/')[0]?.split('-').at(-1));
    if (Number.isInteger(last) && last > highest) return `end of range (${last}) above maximum (${highest}): ${range}`;
  }
  return undefined;
}

const timeZone: FieldRule = (value, path) => {
  if (typeof value !== 'string') return [];
  if (value === '') return [invalid(path, value, 'timeZone must be nil or non-empty string')];
  if (value.toLowerCase() === 'local') {
    return [
      invalid(path, value, 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones'),
    ];
  }
  return isZone(value) ? [] : [invalid(path, value, `unknown time zone ${value}`)];
};

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export const JOB_RULES: Rules = {
  'batch/v1.JobSpec': {
    first: end,
    fields: {
      completionMode: word('NonIndexed', 'Indexed'),
      podReplacementPolicy: (value, path, input) =>
        word(...(input.value['podFailurePolicy'] === undefined ? ['Failed', 'TerminatingOrFailed'] : ['Failed']))(
          value,
          path,
          input,
        ),
      successPolicy: success,
    },
    after: { selector: ownPods },
    last: restart,
  },
  'batch/v1.PodFailurePolicyRule': { first: failureRule, fields: { action: () => [] } },
  'batch/v1.PodFailurePolicyOnExitCodesRequirement': exitCodes,
  'batch/v1.PodFailurePolicyOnPodConditionsPattern': {
    fields: { type: text(qualifiedName), status: word('False', 'True', 'Unknown') },
  },
  'batch/v1.SuccessPolicyRule': successRule,
  'batch/v1.CronJobSpec': {
    fields: {
      schedule,
      timeZone,
      concurrencyPolicy: (value, path, input) =>
        isBlank(value) ? must()(value, path, input) : word('Allow', 'Forbid', 'Replace')(value, path, input),
      startingDeadlineSeconds: whole,
      successfulJobsHistoryLimit: whole,
      failedJobsHistoryLimit: whole,
    },
  },
};
