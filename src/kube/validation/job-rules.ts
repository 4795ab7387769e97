/** Jobs: how they end, fail and succeed; when they are started. */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { duplicate, invalid, required, tooLong, tooMany, unsupported } from './causes.ts';
import { wrongSchedule } from './cron-schedule.ts';
import { domainPathCauses } from './domain-path.ts';
import { anything, dnsLabel, must, qualifiedName, text, whole, word } from './field-rules.ts';
import { goShape } from './go-shape.ts';
import { type FieldRule, isBlank, type Rule, type RuleInput, type Rules } from './rule.ts';
import { goSelector, isBrokenSelector } from './selector-rules.ts';

const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const UNFINISHED = ['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished'];
const PER_INDEX = ['backoffLimitPerIndex', 'maxFailedIndexes'];

const MOST_INDEXES = 100_000;
const MANY_COMPLETIONS = 100_000;
const FEW = 10_000;

/** Counts per index are of Jobs that have indexes. */
function indexCauses(input: RuleInput): readonly FieldCause[] {
  const { value, path } = input;
  const [perIndex, most] = PER_INDEX.map((name) => value[name]);
  const causes = PER_INDEX.flatMap((name) => whole(value[name], `${path}.${name}`, input));
  if (most !== undefined && perIndex === undefined) {
    causes.push(required(`${path}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified'));
  }
  return causes;
}

/** What the mode of a Job asks of its numbers. */
function modeCauses({ value, path }: RuleInput): readonly FieldCause[] {
  const mode = value['completionMode'];
  if (mode !== undefined && mode !== 'NonIndexed' && mode !== 'Indexed') {
    return [unsupported(`${path}.completionMode`, mode, ['NonIndexed', 'Indexed'])];
  }
  if (mode === 'Indexed') return indexedCauses(value, path);
  return PER_INDEX.filter((name) => value[name] !== undefined).map((name) =>
    invalid(`${path}.${name}`, value[name], 'requires indexed completion mode'),
  );
}

function indexedCauses(value: JsonObject, path: string): readonly FieldCause[] {
  const [completions, parallelism, failed] = ['completions', 'parallelism', 'maxFailedIndexes'].map((name) =>
    typeof value[name] === 'number' ? value[name] : undefined,
  );
  const causes: FieldCause[] = [];
  const atMost = (name: string, given: number | undefined, most: number, when: string): void => {
    if (given !== undefined && given > most) {
      causes.push(invalid(`${path}.${name}`, given, `must be less than or equal to ${most}${when}`));
    }
  };
  if (completions === undefined) causes.push(required(`${path}.completions`, 'when completion mode is Indexed'));
  atMost('parallelism', parallelism, MOST_INDEXES, ' when completion mode is Indexed');
  if (completions !== undefined && failed !== undefined && failed > completions) {
    causes.push(invalid(`${path}.maxFailedIndexes`, failed, 'must be less than or equal to completions'));
  }
  atMost('maxFailedIndexes', failed, MOST_INDEXES, '');
  if (completions === undefined || completions <= MANY_COMPLETIONS || value['backoffLimitPerIndex'] === undefined) {
    return causes;
  }
  const when = ` when completions are above ${MANY_COMPLETIONS} and used with backoff limit per index`;
  if (failed === undefined) {
    causes.push(
      required(`${path}.maxFailedIndexes`, `must be specified when completions is above ${MANY_COMPLETIONS}`),
    );
  }
  atMost('parallelism', parallelism, FEW, when);
  atMost('maxFailedIndexes', failed, FEW, when);
  return causes;
}

const LONGEST_MANAGER = 63;

/** Somebody else may look after a Job: named by a domain and a path. */
function managerCauses({ value, path }: RuleInput): readonly FieldCause[] {
  const manager = value['managedBy'];
  if (typeof manager !== 'string') return [];
  const field = `${path}.managedBy`;
  return [
    ...domainPathCauses(manager, field),
    ...(manager.length > LONGEST_MANAGER ? [tooLong(field, LONGEST_MANAGER)] : []),
  ];
}

const end: Rule = (input) => {
  const { value, path } = input;
  const causes = UNFINISHED.flatMap((name) => whole(value[name], `${path}.${name}`, input));
  return [...causes, ...indexCauses(input), ...managerCauses(input), ...modeCauses(input)];
};

/** A Job whose selector was given by hand selects its own pods; all others are given one. */
const ownPods: Rule = ({ value, path, object }) => {
  const selector = value['selector'];
  const labels = memberAt(value, 'template', 'metadata', 'labels');
  const detail = '`selector` does not match template `labels`';
  const shown = isObject(labels) ? goSelector({ matchLabels: labels })['matchLabels'] : null;
  const mismatch = invalid(`${path}.template.metadata.labels`, shown, detail);
  if (object['kind'] !== 'Job' || path !== 'spec') return [];
  if (!isObject(selector)) return [required(`${path}.selector`), mismatch];
  if (isBrokenSelector(selector)) return [];
  const wanted = memberAt(selector, 'matchLabels');
  const plain = isObject(wanted) ? Object.entries(wanted) : [];
  return plain.every(([key, text]) => memberAt(labels, key) === text) ? [] : [mismatch];
};

/** A template of pods that are not started for ever. */
const restart: Rule = ({ value, path }) => {
  const policy = memberAt(value, 'template', 'spec', 'restartPolicy');
  const field = `${path}.template.spec.restartPolicy`;
  if (policy === undefined || policy === '' || policy === 'Always') {
    return [required(field, 'valid values: "OnFailure", "Never"')];
  }
  if (policy !== 'OnFailure' && policy !== 'Never') return [unsupported(field, policy, ['OnFailure', 'Never'])];
  return value['podFailurePolicy'] !== undefined && policy !== 'Never'
    ? [invalid(field, policy, 'only "Never" is supported when podFailurePolicy is specified')]
    : [];
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
  return causes;
};

/** A rule is about exit codes or about conditions. */
const oneTrigger: Rule = ({ value, path }) => {
  const [codes, conditions] = [value['onExitCodes'] !== undefined, !isBlank(value['onPodConditions'])];
  if (codes !== conditions) return [];
  const detail = codes
    ? 'specifying both OnExitCodes and OnPodConditions is not supported'
    : 'specifying one of OnExitCodes and OnPodConditions is required';
  return [{ field: path, message: `Invalid value: ${detail}`, reason: 'FieldValueInvalid' }];
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

const MOST_CODES = 255;

function codeCauses(values: Json | undefined, operator: string, field: string): readonly FieldCause[] {
  const list = isList(values) ? values : [];
  if (list.length === 0) return [invalid(field, values ?? null, 'at least one value is required')];
  const seen = new Set<Json>();
  const causes = list.flatMap((code, index) => {
    const zero = code === 0 && operator === 'In';
    const own = zero ? [invalid(`${field}[${index}]`, 0, 'must not be 0 for the In operator')] : [];
    if (seen.has(code)) return [...own, duplicate(`${field}[${index}]`, code)];
    seen.add(code);
    return own;
  });
  const ordered = list.every((code, index) => index === 0 || Number(list[index - 1]) <= Number(code));
  return [
    ...(list.length > MOST_CODES ? [tooMany(field, list.length, MOST_CODES)] : []),
    ...causes,
    ...(ordered ? [] : [invalid(field, list, 'must be ordered')]),
  ];
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
  const read = typeof indexes === 'string' ? readIndexes(indexes, Number(job['completions'] ?? 0)) : undefined;
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
export function readIndexes(given: string, completions: number): number | string {
  let [total, last] = [0, -1];
  for (const part of given === '' ? [] : given.split(',')) {
    const ends = part.split('-');
    if (ends.length > 2)
      return `the fragment ${JSON.stringify(part)} violates the requirement that an index interval can have at most two parts separated by '-'`;
    const wrong = ends.find((end) => !/^\d+$/.test(end));
    if (wrong !== undefined) return `cannot convert string to integer for index: ${JSON.stringify(wrong)}`;
    const [from, to] = [Number(ends[0]), Number(ends[1] ?? ends[0])];
    const large = [ends[0], ends[1] ?? ends[0]].find((end) => Number(end) >= completions);
    if (large !== undefined) return `too large index: ${JSON.stringify(large)}`;
    if (from > to) return `non-increasing order, previous: ${from}, current: ${to}`;
    if (last >= from) return `non-increasing order, previous: ${last}, current: ${from}`;
    total += to - from + 1;
    last = to;
  }
  return total;
}

/** Pods of indexes have their number behind the Job's name. */
function hostCauses({ value, object }: RuleInput): readonly FieldCause[] {
  const { completions, completionMode } = value;
  if (object['kind'] !== 'Job' || completionMode !== 'Indexed') return [];
  if (typeof completions !== 'number' || completions <= 0) return [];
  const name = textAt(object, 'metadata', 'name') ?? '';
  const host = `${name}-${completions - 1}`;
  return dnsLabel(host).length === 0
    ? []
    : [invalid('metadata.name', name, `will not able to create pod with invalid DNS label: ${host}`)];
}

const schedule: FieldRule = (value, path) => {
  const given = typeof value === 'string' ? value : '';
  if (given === '') return [required(path)];
  if (/^(CRON_)?TZ=/.test(given)) {
    return [invalid(path, given, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead')];
  }
  const wrong = wrongSchedule(given);
  return wrong === undefined ? [] : [invalid(path, given, wrong)];
};

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

/** Jobs that are made of a template find their pods by themselves. */
const givenSelector: Rule = ({ value, path }) => {
  const selector = memberAt(value, 'spec', 'selector');
  const manual = memberAt(value, 'spec', 'manualSelector') === true;
  return [
    ...(isObject(selector)
      ? [invalid(`${path}.spec.selector`, goSelector(selector), '`selector` will be auto-generated')]
      : []),
    ...(manual ? [unsupported(`${path}.spec.manualSelector`, true, ['nil', 'false'])] : []),
  ];
};

export const JOB_RULES: Rules = {
  'batch/v1.JobSpec': {
    first: end,
    fields: {
      completionMode: anything,
      podReplacementPolicy: (value, path, input) =>
        word(...(input.value['podFailurePolicy'] === undefined ? ['Failed', 'TerminatingOrFailed'] : ['Failed']))(
          value,
          path,
          input,
        ),
      successPolicy: success,
    },
    after: { template: restart },
    last: (input) => [...ownPods(input), ...hostCauses(input)],
    // Templates have none, and are told so as a whole.
    closed: ({ object }) => (object['kind'] === 'Job' ? [] : ['selector']),
    order: ['completionMode', 'podFailurePolicy', 'successPolicy', 'podReplacementPolicy', 'template', 'selector'],
  },
  'batch/v1.PodFailurePolicyRule': {
    order: ['action', 'onExitCodes', 'onPodConditions'],
    first: failureRule,
    fields: { action: () => [] },
    last: oneTrigger,
  },
  'batch/v1.JobTemplateSpec': { last: givenSelector },
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
