/** What is refused of new objects only. */
import { isList, type JsonObject, memberAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { forbidden, invalid, unsupported } from './causes.ts';
import { attachmentNameCauses } from './storage-rules.ts';

type CreationRule = (object: JsonObject) => readonly FieldCause[];

/** Ephemeral containers come later, by a subresource of their own; a pod that waits at gates has no node yet. */
function pod(object: JsonObject): readonly FieldCause[] {
  const [containers, gates] = ['ephemeralContainers', 'schedulingGates'].map((name) => memberAt(object, 'spec', name));
  const gated = isList(gates) && gates.length > 0 && memberAt(object, 'spec', 'nodeName');
  return [
    ...(isList(containers) && containers.length > 0
      ? [forbidden('spec.ephemeralContainers', 'cannot be set on create')]
      : []),
    ...(gated ? [forbidden('spec.nodeName', 'cannot be set until all schedulingGates have been cleared')] : []),
  ];
}

/** What is looked at when an object is made and never again, since it may not change. */
const ONCE: Readonly<Record<string, readonly string[]>> = {
  'apps/v1 StatefulSet': ['spec.volumeClaimTemplates', 'spec.serviceName'],
  'apps/v1 ControllerRevision': ['data'],
  'networking.k8s.io/v1 ServiceCIDR': ['spec.cidrs'],
  'resource.k8s.io/v1 ResourceClaim': ['spec'],
  'scheduling.k8s.io/v1 PriorityClass': [''],
  'events.k8s.io/v1 Event': ['type', 'source', 'firstTimestamp', 'lastTimestamp', 'count', 'eventTime'],
};

const SOURCES = ['dataSource', 'dataSourceRef'];

function formedOnce(key: string, old: JsonObject): readonly string[] {
  if (key !== 'v1 PersistentVolumeClaim') return [];
  // A claim that had a group of any form may have any.
  const grouped = SOURCES.some((name) => memberAt(old, 'spec', name, 'apiGroup') !== undefined);
  return grouped ? SOURCES.map((name) => `spec.${name}.apiGroup`) : [];
}

/** Those of the causes that matter to an update of `old` as well. */
export function lastingCauses(
  object: JsonObject,
  old: JsonObject,
  causes: readonly FieldCause[],
): readonly FieldCause[] {
  const key = `${object['apiVersion']} ${object['kind']}`;
  const once = (Object.hasOwn(ONCE, key) ? ONCE[key] : undefined) ?? [];
  const formed = formedOnce(key, old);
  return causes
    .filter(
      ({ field, reason }) =>
        !once.some((path) => field.startsWith(path)) && (reason === 'FieldValueRequired' || !formed.includes(field)),
    )
    .flatMap((cause) => asBefore(cause, object, old));
}

const LABELS_OF_FILES = 'securityContext.seLinuxChangePolicy';

/** A pod that says how labels of its files change may go on to say so in any way. */
function asBefore(cause: FieldCause, object: JsonObject, old: JsonObject): readonly FieldCause[] {
  if (!cause.field.endsWith(LABELS_OF_FILES)) return [cause];
  const path = cause.field.split('.');
  const [given, before] = [memberAt(object, ...path), memberAt(old, ...path)];
  if (before === undefined || typeof given !== 'string') return [cause];
  return given === 'MountOption' ? [] : [unsupported(cause.field, given, ['MountOption', 'Recursive'])];
}

const LONGEST_CRON_NAME = 52;

/** Names of its Jobs get eleven characters more. */
function cronJob(object: JsonObject): readonly FieldCause[] {
  const name = memberAt(object, 'metadata', 'name');
  return typeof name === 'string' && name.length > LONGEST_CRON_NAME
    ? [invalid('metadata.name', name, `must be no more than ${LONGEST_CRON_NAME} characters`)]
    : [];
}

const RULES: Readonly<Record<string, CreationRule>> = {
  'v1 Pod': pod,
  'batch/v1 CronJob': cronJob,
  'storage.k8s.io/v1 VolumeAttachment': attachmentNameCauses,
};

/** Causes for an object that must not be created as it is. */
export function creationCauses(object: JsonObject): readonly FieldCause[] {
  const key = `${object['apiVersion']} ${object['kind']}`;
  return Object.hasOwn(RULES, key) ? (RULES[key]?.(object) ?? []) : [];
}
