/** Cells of workloads. */
import { isObject, type JsonObject, memberAt } from '../../base/json-value.ts';
import { ageText, durationText } from './age.ts';
import type { CellFunctions } from './cell-functions.ts';
import {
  conditionOf,
  containerImages,
  containerNames,
  labelsText,
  listOf,
  NONE,
  numberOf,
  objectOf,
  selectorText,
  textOf,
} from './reading.ts';

const TEMPLATE: CellFunctions = {
  Containers: (object) => containerNames(memberAt(object, 'spec', 'template', 'spec')),
  Images: (object) => containerImages(memberAt(object, 'spec', 'template', 'spec')),
  Selector: (object) => selectorText(memberAt(object, 'spec', 'selector')),
};

const REPLICAS: CellFunctions = {
  ...TEMPLATE,
  Desired: (object) => numberOf(object, 'spec', 'replicas'),
  Current: (object) => numberOf(object, 'status', 'replicas'),
  Ready: (object) => numberOf(object, 'status', 'readyReplicas'),
};

function readyOfWanted(object: JsonObject): string {
  return `${numberOf(object, 'status', 'readyReplicas')}/${numberOf(object, 'spec', 'replicas')}`;
}

function jobStatus(job: JsonObject): string {
  const holds = (type: string): boolean => textOf(conditionOf(job, type), 'status') === 'True';
  if (holds('Complete')) return 'Complete';
  if (holds('Failed')) return 'Failed';
  if (memberAt(job, 'metadata', 'deletionTimestamp') !== undefined) return 'Terminating';
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(holds) ?? 'Running';
}

function completions(job: JsonObject): string {
  const succeeded = numberOf(job, 'status', 'succeeded');
  const wanted = memberAt(job, 'spec', 'completions');
  if (typeof wanted === 'number') return `${succeeded}/${wanted}`;
  const parallelism = numberOf(job, 'spec', 'parallelism');
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function jobDuration(job: JsonObject, now: number): string {
  const start = textOf(job, 'status', 'startTime');
  if (start === '') return '';
  const end = textOf(job, 'status', 'completionTime');
  return durationText((end === '' ? now : Date.parse(end)) - Date.parse(start));
}

const CRON_TEMPLATE = ['spec', 'jobTemplate', 'spec', 'template', 'spec'] as const;

export const WORKLOAD_CELLS: Readonly<Record<string, CellFunctions>> = {
  'apps/v1 Deployment': {
    ...TEMPLATE,
    Ready: readyOfWanted,
    'Up-to-date': (object) => numberOf(object, 'status', 'updatedReplicas'),
    Available: (object) => numberOf(object, 'status', 'availableReplicas'),
  },
  'apps/v1 ReplicaSet': REPLICAS,
  'v1 ReplicationController': { ...REPLICAS, Selector: (object) => labelsText(objectOf(object, 'spec', 'selector')) },
  'apps/v1 StatefulSet': { ...TEMPLATE, Ready: readyOfWanted },
  'apps/v1 DaemonSet': {
    ...TEMPLATE,
    Desired: (object) => numberOf(object, 'status', 'desiredNumberScheduled'),
    Current: (object) => numberOf(object, 'status', 'currentNumberScheduled'),
    Ready: (object) => numberOf(object, 'status', 'numberReady'),
    'Up-to-date': (object) => numberOf(object, 'status', 'updatedNumberScheduled'),
    Available: (object) => numberOf(object, 'status', 'numberAvailable'),
    'Node Selector': (object) => labelsText(objectOf(object, 'spec', 'template', 'spec', 'nodeSelector')),
  },
  'apps/v1 ControllerRevision': {
    Controller: (object) => {
      const owner = listOf(object, 'metadata', 'ownerReferences').find((one) => memberAt(one, 'controller') === true);
      return isObject(owner) ? `${textOf(owner, 'kind').toLowerCase()}/${textOf(owner, 'name')}` : NONE;
    },
    Revision: (object) => numberOf(object, 'revision'),
  },
  'batch/v1 Job': { ...TEMPLATE, Status: jobStatus, Completions: completions, Duration: jobDuration },
  'batch/v1 CronJob': {
    Schedule: (object) => textOf(object, 'spec', 'schedule'),
    Timezone: (object) => textOf(object, 'spec', 'timeZone') || NONE,
    Suspend: (object) => (memberAt(object, 'spec', 'suspend') === true ? 'True' : 'False'),
    Active: (object) => listOf(object, 'status', 'active').length,
    'Last Schedule': (object, now) => {
      const last = memberAt(object, 'status', 'lastScheduleTime');
      return last === undefined ? NONE : ageText(last, now);
    },
    Containers: (object) => containerNames(memberAt(object, ...CRON_TEMPLATE)),
    Images: (object) => containerImages(memberAt(object, ...CRON_TEMPLATE)),
    Selector: (object) => selectorText(memberAt(object, 'spec', 'jobTemplate', 'spec', 'selector')),
  },
  'v1 PodTemplate': {
    Containers: (object) => containerNames(memberAt(object, 'template', 'spec')),
    Images: (object) => containerImages(memberAt(object, 'template', 'spec')),
    'Pod Labels': (object) => labelsText(objectOf(object, 'template', 'metadata', 'labels')),
  },
};
