/** What a server accepts and yet warns of: odd names, old fields, things that have no effect. Pods: `pod-warnings.ts`. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import { formatWarnings } from '../custom-definition/format-warnings.ts';
import { dnsLabel } from './field-rules.ts';
import { claimWarnings, podWarnings } from './pod-warnings.ts';

const OWNERS = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'Job', 'CronJob']);
const SURPRISING = 'which can result in surprising behavior; a DNS label is recommended';

/** Texts of Warning headers for a new object that is valid. */
export function creationWarnings(object: JsonObject): readonly string[] {
  const kind = textAt(object, 'kind') ?? '';
  return [
    ...nameWarnings(kind, textAt(object, 'metadata', 'name') ?? ''),
    ...contentWarnings(object, kind),
    ...(kind === 'CustomResourceDefinition' ? formatWarnings(object, undefined) : []),
    ...(kind === 'CSIDriver' ? driverWarnings(object) : []),
  ];
}

/** The same for a changed object. Pods can't be changed where it would help; templates are looked at when they change. */
export function updateWarnings(object: JsonObject, old: JsonObject): readonly string[] {
  const kind = textAt(object, 'kind') ?? '';
  if (kind === 'Pod' || kind === 'EndpointSlice' || kind === 'ReplicationController') return [];
  if (kind === 'CustomResourceDefinition') return formatWarnings(object, old);
  if (kind === 'CSIDriver') {
    const asked = (one: JsonObject) => memberAt(one, 'spec', 'tokenRequests');
    return jsonEqual(asked(old) ?? [], asked(object) ?? []) ? [] : driverWarnings(object);
  }
  const changed = !jsonEqual(object['spec'], old['spec']) || !jsonEqual(object['template'], old['template']);
  return changed || podPlace(object) === undefined ? contentWarnings(object, kind) : [];
}

function contentWarnings(object: JsonObject, kind: string): readonly string[] {
  const place = podPlace(object);
  const own = Object.hasOwn(BY_KIND, kind) ? BY_KIND[kind] : undefined;
  const grace = 'spec.terminationGracePeriodSeconds:';
  const pod = place === undefined ? [] : podWarnings(place.spec, place.path);
  // A pod's own deadline is put right before anybody looks.
  return [...pod.filter((text) => !text.startsWith(grace)), ...(own?.(object) ?? [])];
}

const BY_KIND: Readonly<Record<string, (object: JsonObject) => readonly string[]>> = {
  EndpointSlice: (object) =>
    object['addressType'] === 'FQDN' ? ['spec.addressType: FQDN endpoints are deprecated'] : [],
  Node: (object) =>
    textAt(object, 'spec', 'externalID')
      ? ['spec.externalID: this field is deprecated, and is unused by Kubernetes']
      : [],
  PersistentVolumeClaim: (object) => (isObject(object['spec']) ? claimWarnings(object['spec'], 'spec') : []),
  ResourceSlice: (object) => {
    const driver = textAt(object, 'spec', 'driver') ?? '';
    const odd = driver !== driver.toLowerCase();
    return odd
      ? [`spec.driver: driver names should be lowercase; ${JSON.stringify(driver)} contains uppercase characters`]
      : [];
  },
  Secret: certificateWarnings,
  Service: serviceWarnings,
  StatefulSet: (object) => statefulSetWarnings(object),
};

function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

function podPlace(object: JsonObject): { readonly spec: JsonObject; readonly path: string } | undefined {
  const paths = [
    ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
    ['spec', 'template', 'spec'],
    ['template', 'spec'],
    ['spec'],
  ];
  for (const path of paths) {
    const spec = memberAt(object, ...path);
    if (isObject(spec) && isList(spec['containers'])) return { spec, path: path.join('.') };
  }
  return undefined;
}

/** Pods bear the name as their host's. */
function nameWarnings(kind: string, name: string): readonly string[] {
  if (kind !== 'Pod' && !OWNERS.has(kind)) return [];
  const wrong = dnsLabel(name);
  if (name === '' || wrong.length === 0) return [];
  const use = kind === 'Pod' ? "the Pod's hostname" : 'Pod names and hostnames';
  return [`metadata.name: this is used in ${use}, ${SURPRISING}: [${wrong.join(' ')}]`];
}

function driverWarnings(object: JsonObject): readonly string[] {
  const spec = object['spec'];
  return listOf(memberAt(spec, 'tokenRequests')).length > 0 &&
    memberAt(spec, 'serviceAccountTokenInSecrets') === undefined
    ? [
        'spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of tokens in volume attributes',
      ]
    : [];
}

function statefulSetWarnings(object: JsonObject): readonly string[] {
  const claims = listOf(memberAt(object, 'spec', 'volumeClaimTemplates')).flatMap((claim, index) => {
    const spec = memberAt(claim, 'spec');
    return isObject(spec) ? claimWarnings(spec, `spec.volumeClaimTemplates[${index}]`) : [];
  });
  const kept = memberAt(object, 'spec', 'revisionHistoryLimit');
  const detail = 'a negative value retains all historical revisions; a value >= 0 is recommended';
  return typeof kept === 'number' && kept < 0 ? [...claims, `spec.revisionHistoryLimit: ${detail}`] : claims;
}

function serviceWarnings(object: JsonObject): readonly string[] {
  const spec = isObject(object['spec']) ? object['spec'] : {};
  const { type, trafficDistribution, clusterIP, sessionAffinity, externalIPs, externalName, loadBalancerIP } = spec;
  const isExternal = type === 'ExternalName';
  const isHeadless = clusterIP === 'None' && !isExternal;
  const outside = listOf(externalIPs).length > 0;
  return [
    ...(isHeadless && loadBalancerIP ? ['spec.loadBalancerIP is ignored for headless services'] : []),
    ...(isHeadless && outside ? ['spec.externalIPs is ignored for headless services'] : []),
    ...(isHeadless && sessionAffinity !== 'None' ? ['spec.SessionAffinity is ignored for headless services'] : []),
    ...(isExternal && outside ? ['spec.externalIPs is ignored when spec.type is "ExternalName"'] : []),
    ...(!isExternal && externalName ? ['spec.externalName is ignored when spec.type is not "ExternalName"'] : []),
    ...(trafficDistribution === 'PreferClose'
      ? ['spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"']
      : []),
  ];
}

/** A certificate that cannot be served, as Go's `tls` says it. */
function certificateWarnings(object: JsonObject): readonly string[] {
  if (object['type'] !== 'kubernetes.io/tls') return [];
  const text = (key: string) => Buffer.from(textAt(object, 'data', key) ?? '', 'base64').toString('latin1');
  const [certificate, key] = [text('tls.crt'), text('tls.key')];
  const isPem = (given: string) => /-----BEGIN [^-]+-----.*-----END [^-]+-----/s.test(given);
  if (!isPem(certificate)) return ['tls: failed to find any PEM data in certificate input'];
  if (!isPem(key)) return ['tls: failed to find any PEM data in key input'];
  try {
    const fits = new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
    return fits ? [] : ['tls: private key does not match public key'];
  } catch {
    return ['tls: failed to parse private key'];
  }
}
