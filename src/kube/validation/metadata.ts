/** Rules for the metadata of every object, and for the names of single kinds. */

import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import { isBuiltinKind } from '../builtin/resources.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { splitApiVersion } from '../object/kube-object.ts';
import {
  wrongDnsLabel,
  wrongDnsSubdomain,
  wrongLabelValue,
  wrongPathSegment,
  wrongQualifiedName,
  wrongServiceName,
} from '../object/names.ts';
import { forbidden, invalid, invalidName, required, tooLong } from './causes.ts';
import { wrongIp } from './formats.ts';

/** What is wrong with a name. */
export type NameRule = (name: string) => readonly string[];

const BY_PATH = [
  'certificates.k8s.io/v1 CertificateSigningRequest',
  'policy/v1 PodDisruptionBudget',
  'rbac.authorization.k8s.io/v1 ClusterRole',
  'rbac.authorization.k8s.io/v1 ClusterRoleBinding',
  'rbac.authorization.k8s.io/v1 Role',
  'rbac.authorization.k8s.io/v1 RoleBinding',
];

const NAME_RULES: Readonly<Record<string, NameRule>> = {
  ...Object.fromEntries(BY_PATH.map((kind) => [kind, wrongPathSegment])),
  'v1 Event': wrongPathSegment,
  'v1 Namespace': wrongLabelName,
  'apps/v1 StatefulSet': wrongLabelName,
  'v1 Service': (name) => inCharacters(wrongServiceName(name)),
  'batch/v1 CronJob': (name) => inCharacters(wrongDnsSubdomain(name)),
  'networking.k8s.io/v1 IPAddress': wrongIp,
  'v1 ReplicationController': wrongDnsSubdomain,
  'resource.k8s.io/v1 DeviceClass': wrongDnsSubdomain,
};

/** Most kinds count characters where the name rules say bytes. */
function inCharacters(sentences: readonly string[]): readonly string[] {
  return sentences.map((sentence) => sentence.replace(/^(must be no more than \d+) bytes$/, '$1 characters'));
}

function wrongLabelName(name: string): readonly string[] {
  return inCharacters(wrongDnsLabel(name));
}

/** Kinds whose finalizers may have any name. */
const FREE_FINALIZERS = new Set([
  'admissionregistration.k8s.io/v1 MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy',
  'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding',
  'admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration',
  'apiextensions.k8s.io/v1 CustomResourceDefinition',
  'apiregistration.k8s.io/v1 APIService',
  'coordination.k8s.io/v1 Lease',
  'node.k8s.io/v1 RuntimeClass',
  'policy/v1 PodDisruptionBudget',
  'v1 Event',
]);

/** Prefixes of these are not looked at by the rules of the kind. */
const FREE_PREFIX = new Set([
  'certificates.k8s.io/v1 CertificateSigningRequest',
  'resource.k8s.io/v1 DeviceClass',
  'v1 ReplicationController',
]);

/** Questions are asked, not stored. */
const UNNAMED = /^(authentication|authorization)\.k8s\.io\//;
/** Bytes of all keys and values of annotations. */
const MOST_ANNOTATED = 262_144;
const FINALIZERS = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);

export interface MetadataRule {
  /** Judges the name instead of its kind's rule. */
  readonly wrongName?: NameRule;
  /** Finalizers need not be known ones, whatever the kind. */
  readonly freeFinalizers?: boolean;
}

/** What is wrong with an object's metadata, whatever else it says. */
export function metadataCauses(object: JsonObject, rule: MetadataRule = {}): readonly FieldCause[] {
  if (UNNAMED.test(textAt(object, 'apiVersion') ?? '')) return [];
  const metadata = isObject(object['metadata']) ? object['metadata'] : {};
  const { generation } = metadata;
  return [
    ...nameCauses(object, metadata, rule.wrongName),
    ...(typeof generation === 'number' && generation < 0
      ? [invalid('metadata.generation', generation, 'must be greater than or equal to 0')]
      : []),
    ...(hasGivenLabelsOnly(object, metadata) ? [] : labelCauses('metadata.labels', metadata['labels'])),
    ...annotationCauses('metadata.annotations', metadata['annotations']),
    ...ownerCauses(metadata['ownerReferences']),
    ...finalizerFormCauses(metadata['finalizers']),
    ...(rule.freeFinalizers === true ? [] : unknownFinalizerCauses(object, metadata['finalizers'])),
  ];
}

/** What is looked at for all kinds alike once a new object is found right by the rules of its kind. */
export function newMetadataCauses(object: JsonObject): readonly FieldCause[] {
  return metadataCauses(object, { wrongName: wrongPathSegment, freeFinalizers: true });
}

/** What is looked at for all kinds alike before an object replaces `old`. */
export function sharedMetadataCauses(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  return [...newMetadataCauses(object), ...metadataUpdateCauses(object, old, { freeFinalizers: true })];
}

const OF_JOBS = new Set([
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-name',
  'controller-uid',
  'job-name',
]);

/** A Job gets the labels of its pods only when it is read again. */
function hasGivenLabelsOnly(object: JsonObject, { labels }: JsonObject): boolean {
  return object['kind'] === 'Job' && isObject(labels) && Object.keys(labels).every((key) => OF_JOBS.has(key));
}

/** Custom resources may bear any finalizer that is a qualified name. */
function hasFreeFinalizers(apiVersion: string, kind: string): boolean {
  return FREE_FINALIZERS.has(`${apiVersion} ${kind}`) || !isBuiltinKind(apiVersion, kind);
}

function nameCauses(object: JsonObject, metadata: JsonObject, given?: NameRule): readonly FieldCause[] {
  const key = `${textAt(object, 'apiVersion')} ${textAt(object, 'kind')}`;
  const rule = given ?? (Object.hasOwn(NAME_RULES, key) ? NAME_RULES[key] : undefined);
  const wrong = rule ?? namedByContent(object, key) ?? ((name: string) => inCharacters(wrongDnsSubdomain(name)));
  const name = textAt(metadata, 'name') ?? '';
  const prefix = textAt(metadata, 'generateName') ?? '';
  // A prefix may end in a dash, since something follows it.
  const free = prefix === '' || (given === undefined && FREE_PREFIX.has(key));
  const prefixCauses = free ? [] : invalidName('metadata.generateName', prefix, wrong(prefix.replace(/-$/, 'a')));
  const nameless = prefix === '' && key !== 'v1 LimitRange';
  if (name === '') return nameless ? [required('metadata.name', 'name or generateName is required')] : prefixCauses;
  return [...prefixCauses, ...invalidName('metadata.name', name, wrong(name))];
}

/** An aggregated API bears the name of what it serves. */
function namedByContent(object: JsonObject, key: string): NameRule | undefined {
  if (key !== 'apiregistration.k8s.io/v1 APIService') return undefined;
  const wanted = `${textAt(object, 'spec', 'version') ?? ''}.${textAt(object, 'spec', 'group') ?? ''}`;
  const sentence = `must be \`spec.version+"."+spec.group\`: ${JSON.stringify(wanted)}`;
  return (name) => (wrongPathSegment(name).length > 0 ? wrongPathSegment(name) : name === wanted ? [] : [sentence]);
}

/** Keys and values of labels, also of templates and selectors. */
export function labelCauses(field: string, labels: Json | undefined): readonly FieldCause[] {
  if (!isObject(labels)) return [];
  return Object.entries(labels).flatMap(([key, value]) => [
    ...invalidName(
      field,
      key,
      wrongQualifiedName(key).map((sentence) => sentence.replace(/^a qualified name must/, 'a valid label key must')),
    ),
    ...invalidName(field, String(value), wrongLabelValue(String(value))),
  ]);
}

/** Keys of annotations may have capitals; all together are not too long. */
export function annotationCauses(field: string, annotations: Json | undefined): readonly FieldCause[] {
  if (!isObject(annotations)) return [];
  const size = Object.entries(annotations).reduce(
    (sum, [key, value]) => sum + bytesOf(key) + bytesOf(String(value)),
    0,
  );
  return [
    ...Object.keys(annotations).flatMap((key) => invalidName(field, key, wrongQualifiedName(key.toLowerCase()))),
    ...(size > MOST_ANNOTATED ? [tooLong(field, MOST_ANNOTATED)] : []),
  ];
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}

const OWNERS_FIELD = 'metadata.ownerReferences';

/** Owners are judged one by one; only one of them may be the controller. */
function ownerCauses(owners: Json | undefined): readonly FieldCause[] {
  if (!isList(owners)) return [];
  const sentence = 'Only one reference can have Controller set to true. Found "true" in references for';
  let first: string | undefined;
  return owners.flatMap((owner) => {
    const causes = ownerPartCauses(owner);
    if (memberAt(owner, 'controller') !== true) return causes;
    const name = `${textAt(owner, 'kind') ?? ''}/${textAt(owner, 'name') ?? ''}`;
    if (first !== undefined) return [...causes, invalid(OWNERS_FIELD, owners, `${sentence} ${first} and ${name}`)];
    first = name;
    return causes;
  });
}

/** Events live too short to own something. */
function ownerPartCauses(owner: Json): readonly FieldCause[] {
  const [apiVersion, kind] = [textAt(owner, 'apiVersion') ?? '', textAt(owner, 'kind') ?? ''];
  const version = apiVersion.split('/').length > 2 ? '' : splitApiVersion(apiVersion).version;
  const empty = ['kind', 'name', 'uid'].filter((part) => !textAt(owner, part));
  const isEvent = apiVersion === 'v1' && kind === 'Event';
  return [
    ...(version === '' ? [invalid(`${OWNERS_FIELD}.apiVersion`, apiVersion, 'version must not be empty')] : []),
    ...empty.map((part) => invalid(`${OWNERS_FIELD}.${part}`, '', 'must not be empty')),
    ...(isEvent ? [invalid(OWNERS_FIELD, owner, '/v1, Kind=Event is disallowed from being an owner')] : []),
  ];
}

const FINALIZERS_FIELD = 'metadata.finalizers';

function finalizerFormCauses(finalizers: Json | undefined): readonly FieldCause[] {
  if (!isList(finalizers)) return [];
  const both = ['orphan', 'foregroundDeletion'].every((name) => finalizers.includes(name));
  const sentence = 'finalizer orphan and foregroundDeletion cannot be both set';
  return [
    ...finalizers.flatMap((name) => invalidName(FINALIZERS_FIELD, String(name), wrongQualifiedName(String(name)))),
    ...(both ? [invalid(FINALIZERS_FIELD, finalizers, sentence)] : []),
  ];
}

/** Finalizers of most built-in kinds are well known or have a domain. */
function unknownFinalizerCauses(object: JsonObject, finalizers: Json | undefined): readonly FieldCause[] {
  if (!isList(finalizers)) return [];
  if (hasFreeFinalizers(textAt(object, 'apiVersion') ?? '', textAt(object, 'kind') ?? '')) return [];
  const detail = 'name is neither a standard finalizer name nor is it fully qualified';
  return finalizers.flatMap((item, index) => {
    const name = String(item);
    const known = name.includes('/') || FINALIZERS.has(name);
    return known ? [] : [invalid(`${FINALIZERS_FIELD}[${index}]`, name, detail)];
  });
}

const FIXED = ['name', 'uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'];

/** What is wrong with the metadata of an object that is to replace `old`. An absent value keeps the stored one. */
export function metadataUpdateCauses(
  object: JsonObject,
  old: JsonObject,
  { freeFinalizers = false }: Pick<MetadataRule, 'freeFinalizers'> = {},
): readonly FieldCause[] {
  const fixed = FIXED.flatMap((name) => {
    const [before, after] = [memberAt(old, 'metadata', name), memberAt(object, 'metadata', name)];
    if (after === undefined || jsonEqual(before, after)) return [];
    return [invalid(`metadata.${name}`, after, 'field is immutable')];
  });
  const metadata = isObject(object['metadata']) ? object['metadata'] : {};
  return [
    ...newFinalizerCauses(object, old),
    ...fixed,
    ...labelCauses('metadata.labels', metadata['labels']),
    ...annotationCauses('metadata.annotations', metadata['annotations']),
    ...ownerCauses(metadata['ownerReferences']),
    ...(freeFinalizers ? [] : unknownFinalizerCauses(object, metadata['finalizers'])),
  ];
}

/** Who is going is held by nobody new. */
function newFinalizerCauses(object: JsonObject, old: JsonObject): readonly FieldCause[] {
  if (memberAt(old, 'metadata', 'deletionTimestamp') === undefined) return [];
  const names = (one: JsonObject): readonly Json[] => {
    const list = memberAt(one, 'metadata', 'finalizers');
    return isList(list) ? list : [];
  };
  const before = names(old);
  const added = [...new Set(names(object).filter((name) => !before.includes(name)))].toSorted();
  if (added.length === 0) return [];
  const shown = `[]string{${added.map((name) => JSON.stringify(name)).join(', ')}}`;
  const sentence = 'no new finalizers can be added if the object is being deleted, found new finalizers';
  return [forbidden('metadata.finalizers', `${sentence} ${shown}`)];
}
