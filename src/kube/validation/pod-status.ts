/** How the status of a pod may change: what has ended for good does not run again. */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { wrongQualifiedName } from '../object/names.ts';
import { duplicate, forbidden, internal, invalid, invalidName } from './causes.ts';
import { dnsSubdomain } from './field-rules.ts';
import { NOT_AN_IP } from './formats.ts';
import { isIP } from './ip-address.ts';

const SYSTEM = ['PodScheduled', 'Ready', 'Initialized'];
const STILL = 'must be a non-negative integer';

/** Causes for the status of a pod that had the one of `old`. */
export function podStatusCauses(status: JsonObject, object: JsonObject, old: JsonObject): readonly FieldCause[] {
  const before = isObject(old['status']) ? old['status'] : {};
  return [
    ...conditionCauses(status),
    ...nominationCauses(status, before, old),
    ...generationCauses(status, 'status'),
    ...(!status['qosClass'] || status['qosClass'] === before['qosClass']
      ? []
      : [invalid('status.qosClass', status['qosClass'] ?? '', 'field is immutable')]),
    ...restarts('containerStatuses', status, old),
    ...restarts('initContainerStatuses', status, old),
    ...restarts('ephemeralContainerStatuses', status, old),
    ...claimCauses(status, object),
    ...addressCauses(status, 'podIPs'),
    ...hostCauses(status),
    ...STATUS_LISTS.flatMap((list) => userCauses(list, status, object)),
  ];
}

const STATUS_LISTS = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'];
const HIGHEST_ID = 2_147_483_647;
const OUT_OF_RANGE = `must be between 0 and ${HIGHEST_ID}, inclusive`;

/** Who runs a container is told in the words of its system. */
function userCauses(list: string, status: JsonObject, object: JsonObject): readonly FieldCause[] {
  const system = textAt(object, 'spec', 'os', 'name') ?? 'linux';
  return listOf(status[list]).flatMap((one, index) => {
    const user = memberAt(one, 'user', 'linux');
    const field = `status.${list}[${index}].user.linux`;
    if (!isObject(user)) return [];
    if (system === 'windows') return [forbidden(field, 'cannot be set for a windows pod')];
    const groups = listOf(user['supplementalGroups']);
    return [
      ...idCauses(user['uid'], `${field}.uid`),
      ...idCauses(user['gid'], `${field}.gid`),
      ...groups.flatMap((group, at) => idCauses(group, `${field}.supplementalGroups[${at}]`)),
    ];
  });
}

function idCauses(id: Json | undefined, field: string): readonly FieldCause[] {
  return typeof id === 'number' && (id < 0 || id > HIGHEST_ID) ? [invalid(field, id, OUT_OF_RANGE)] : [];
}

function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

function generationCauses(value: Json, path: string): readonly FieldCause[] {
  const generation = memberAt(value, 'observedGeneration');
  return typeof generation === 'number' && generation < 0
    ? [invalid(`${path}.observedGeneration`, generation, STILL)]
    : [];
}

function conditionCauses(status: JsonObject): readonly FieldCause[] {
  return listOf(status['conditions']).flatMap((one, index) => {
    const [type, field] = [textAt(one, 'type') ?? '', `status.conditions[${index}]`];
    const named = SYSTEM.includes(type) ? [] : invalidName(`${field}.Type`, type, wrongQualifiedName(type));
    return [...generationCauses(one, field), ...named];
  });
}

function nominationCauses(status: JsonObject, before: JsonObject, old: JsonObject): readonly FieldCause[] {
  const name = textAt(status, 'nominatedNodeName') ?? '';
  if (name === '' || name === (textAt(before, 'nominatedNodeName') ?? '')) return [];
  const field = 'status.nominatedNodeName';
  const bound = (textAt(old, 'spec', 'nodeName') ?? '') !== '';
  return [
    ...invalidName(field, name, dnsSubdomain(name)),
    ...(bound ? [forbidden(field, 'may not be set on pods that are already bound to a node')] : []),
  ];
}

/** Containers that ended and are not to be started again. */
function restarts(list: string, status: JsonObject, old: JsonObject): readonly FieldCause[] {
  const next = listOf(status[list]);
  return listOf(memberAt(old, 'status', list)).flatMap((one, index) => {
    const ended = memberAt(one, 'state', 'terminated');
    const same = next.find((other) => textAt(other, 'name') === textAt(one, 'name'));
    if (ended === undefined || same === undefined || memberAt(same, 'state', 'terminated') !== undefined) return [];
    if (list !== 'ephemeralContainerStatuses' && mayRestart(list, one, old)) return [];
    return [forbidden(`status.${list}[${index}].state`, 'may not be transitioned to non-terminated state')];
  });
}

function mayRestart(list: string, status: Json, pod: JsonObject): boolean {
  const containers = listOf(memberAt(pod, 'spec', list === 'containerStatuses' ? 'containers' : 'initContainers'));
  const container = containers.find((one) => textAt(one, 'name') === textAt(status, 'name'));
  if (container === undefined) return false;
  const exitCode = Number(memberAt(status, 'state', 'terminated', 'exitCode') ?? 0);
  const policy = textAt(container, 'restartPolicy') ?? textAt(pod, 'spec', 'restartPolicy') ?? 'Always';
  return policy === 'OnFailure' ? exitCode !== 0 : policy !== 'Never';
}

function claimCauses(status: JsonObject, object: JsonObject): readonly FieldCause[] {
  const known = listOf(memberAt(object, 'spec', 'resourceClaims')).map((claim) => textAt(claim, 'name'));
  const seen = new Set<string>();
  return listOf(status['resourceClaimStatuses']).flatMap((one, index) => {
    const [name, field] = [textAt(one, 'name') ?? '', `status.resourceClaimStatuses[${index}].name`];
    const wrong = known.includes(name)
      ? []
      : [invalid(field, name, 'must match the name of an entry in `spec.resourceClaims`')];
    const twice = seen.has(name) ? [duplicate(field, name)] : [];
    const made = textAt(one, 'resourceClaimName');
    const odd = made === undefined ? [] : invalidName(field, made, dnsSubdomain(made));
    seen.add(name);
    return [...wrong, ...twice, ...odd];
  });
}

function addressCauses(status: JsonObject, name: string): readonly FieldCause[] {
  const list = listOf(status[name]).map((one) => textAt(one, 'ip') ?? '');
  const wrong = list.flatMap((ip, index) => (isIP(ip) ? [] : [invalid(`status.${name}[${index}]`, ip, NOT_AN_IP)]));
  if (list.length < 2) return wrong;
  const odd = list.findIndex((ip) => !isIP(ip));
  const sixes = list.filter((ip) => ip.includes(':')).length;
  const untold = `failed to check for dual stack with error:invalid IP[${odd}]: ${list[odd] ?? ''}`;
  return [
    ...wrong,
    ...(odd < 0 ? [] : [internal(`status.${name}`, untold)]),
    ...(odd >= 0 || sixes === 0 || sixes === list.length || list.length > 2
      ? [
          invalid(
            `status.${name}`,
            list.map((ip) => ({ IP: ip })),
            'may specify no more than one IP for each IP family',
          ),
        ]
      : []),
  ];
}

function hostCauses(status: JsonObject): readonly FieldCause[] {
  const first = textAt(listOf(status['hostIPs'])[0] ?? null, 'ip');
  if (first === undefined) return [];
  const differs = first !== (textAt(status, 'hostIP') ?? '');
  return [
    ...(differs ? [invalid('status.hostIPs[0].ip', first, 'must be equal to `hostIP`')] : []),
    ...addressCauses(status, 'hostIPs'),
  ];
}
