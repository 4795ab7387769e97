/** Cells of storage, configuration, access and the cluster itself. */
import { isObject, type Json, type JsonObject, memberAt } from '../../base/json-value.ts';
import { canonicalQuantity } from '../quantity/quantity.ts';
import { ageText, durationText } from './age.ts';
import type { CellFunctions } from './cell-functions.ts';
import { conditionOf, goSelector, listOf, NONE, numberOf, objectOf, textOf, UNSET } from './reading.ts';

const ACCESS: readonly (readonly [string, string])[] = [
  ['ReadWriteOnce', 'RWO'],
  ['ReadOnlyMany', 'ROX'],
  ['ReadWriteMany', 'RWX'],
  ['ReadWriteOncePod', 'RWOP'],
];

function accessModes(modes: readonly Json[]): string {
  return ACCESS.filter(([mode]) => modes.includes(mode))
    .map(([, short]) => short)
    .join(',');
}

function phase(object: JsonObject): string {
  return memberAt(object, 'metadata', 'deletionTimestamp') === undefined
    ? textOf(object, 'status', 'phase')
    : 'Terminating';
}

function storageClass(object: JsonObject): string {
  return (
    textOf(object, 'metadata', 'annotations', 'volume.beta.kubernetes.io/storage-class') ||
    textOf(object, 'spec', 'storageClassName')
  );
}

function volumeClaim(volume: JsonObject): string {
  const claim = memberAt(volume, 'spec', 'claimRef');
  return claim === undefined ? '' : `${textOf(claim, 'namespace')}/${textOf(claim, 'name')}`;
}

const CLASS: CellFunctions = {
  StorageClass: storageClass,
  VolumeAttributesClass: (object) => textOf(object, 'spec', 'volumeAttributesClassName') || UNSET,
  VolumeMode: (object) => textOf(object, 'spec', 'volumeMode') || UNSET,
};

/** What was asked for counts only once a volume is bound. */
function claimCapacity(claim: JsonObject): string {
  if (textOf(claim, 'spec', 'volumeName') === '') return '';
  return canonicalQuantity(memberAt(claim, 'status', 'capacity', 'storage')) ?? '0';
}

function claimModes(claim: JsonObject): string {
  return textOf(claim, 'spec', 'volumeName') === '' ? '' : accessModes(listOf(claim, 'status', 'accessModes'));
}

function dataCount(object: JsonObject): number {
  return Object.keys(objectOf(object, 'data')).length + Object.keys(objectOf(object, 'binaryData')).length;
}

function nodeStatus(node: JsonObject): string {
  const ready = conditionOf(node, 'Ready');
  const state = ready === undefined ? 'Unknown' : textOf(ready, 'status') === 'True' ? 'Ready' : 'NotReady';
  return memberAt(node, 'spec', 'unschedulable') === true ? `${state},SchedulingDisabled` : state;
}

const ROLE = 'node-role.kubernetes.io/';

function nodeRoles(node: JsonObject): string {
  const labels = objectOf(node, 'metadata', 'labels');
  const roles = Object.entries(labels).flatMap(([key, value]) => {
    if (key.startsWith(ROLE)) return key.length > ROLE.length ? [key.slice(ROLE.length)] : [];
    return key === 'kubernetes.io/role' && value !== '' ? [String(value)] : [];
  });
  return [...new Set(roles)].toSorted().join(',') || NONE;
}

function nodeAddress(node: JsonObject, type: string): string {
  const found = listOf(node, 'status', 'addresses').find((one) => textOf(one, 'type') === type);
  return found === undefined ? NONE : textOf(found, 'address');
}

function nodeInfo(name: string): (node: JsonObject) => string {
  return (node) => textOf(node, 'status', 'nodeInfo', name) || '<unknown>';
}

function subjects(binding: JsonObject, kind: string): string {
  return listOf(binding, 'subjects')
    .filter((one) => textOf(one, 'kind') === kind)
    .map((one) =>
      kind === 'ServiceAccount' ? `${textOf(one, 'namespace')}/${textOf(one, 'name')}` : textOf(one, 'name'),
    )
    .join(', ');
}

const BINDING: CellFunctions = {
  Role: (object) => `${textOf(object, 'roleRef', 'kind')}/${textOf(object, 'roleRef', 'name')}`,
  Users: (object) => subjects(object, 'User'),
  Groups: (object) => subjects(object, 'Group'),
  ServiceAccounts: (object) => subjects(object, 'ServiceAccount'),
};

function quota(object: JsonObject, wanted: (name: string) => boolean): string {
  const hard = objectOf(object, 'status', 'hard');
  return Object.keys(hard)
    .filter(wanted)
    .toSorted()
    .map((name) => `${name}: ${textOf(object, 'status', 'used', name) || '0'}/${String(hard[name])}`)
    .join(', ');
}

function isLimit(name: string): boolean {
  return name.startsWith('limits.');
}

function requestState(request: JsonObject): string {
  const holds = (type: string): boolean => conditionOf(request, type) !== undefined;
  const decision = holds('Denied') ? 'Denied' : holds('Approved') ? 'Approved' : 'Pending';
  const issued = textOf(request, 'status', 'certificate') === '' ? '' : ',Issued';
  return `${decision}${holds('Failed') ? ',Failed' : ''}${issued}`;
}

function webhooks(object: JsonObject): number {
  return listOf(object, 'webhooks').length;
}

function available(service: JsonObject): string {
  const condition = conditionOf(service, 'Available');
  if (condition === undefined) return 'Unknown';
  const status = textOf(condition, 'status');
  return status === 'True' ? status : `${status} (${textOf(condition, 'reason')})`;
}

function serviceName(object: JsonObject): string {
  const service = memberAt(object, 'spec', 'service');
  return isObject(service) ? `${textOf(service, 'namespace')}/${textOf(service, 'name')}` : 'Local';
}

/** A number of the limits of a priority level, which one that is exempt has not. */
function limit(...path: readonly string[]): (level: JsonObject) => Json {
  return (level) => {
    const holder = memberAt(level, 'spec', 'limited', ...path.slice(0, -1));
    return isObject(holder) ? numberOf(holder, path.at(-1) ?? '') : NONE;
  };
}

function flag(name: string, unsaid = false): (driver: JsonObject) => boolean {
  return (driver) => {
    const value = memberAt(driver, 'spec', name);
    return typeof value === 'boolean' ? value : unsaid;
  };
}

function texts(...path: readonly string[]): (object: JsonObject) => string {
  return (object) =>
    listOf(object, ...path)
      .map((one) => textOf(one))
      .join(',');
}

function audiences(driver: JsonObject): string {
  const requests = memberAt(driver, 'spec', 'tokenRequests');
  if (requests === undefined) return UNSET;
  return listOf(requests)
    .map((one) => textOf(one, 'audience'))
    .join(',');
}

function paramKind(policy: JsonObject): string {
  const kind = memberAt(policy, 'spec', 'paramKind');
  return kind === undefined ? UNSET : `${textOf(kind, 'apiVersion')}/${textOf(kind, 'kind')}`;
}

/** Whether the parameter is of a namespace can't be told. */
function paramName(binding: JsonObject): string {
  const reference = memberAt(binding, 'spec', 'paramRef');
  const name = textOf(reference, 'name');
  if (name !== '') return `${textOf(reference, 'namespace') || '*'}/${name}`;
  const selector = memberAt(reference, 'selector');
  return selector === undefined ? UNSET : goSelector(selector);
}

function claimState(claim: JsonObject): string {
  const deleted = memberAt(claim, 'metadata', 'deletionTimestamp') !== undefined;
  const allocated = memberAt(claim, 'status', 'allocation') !== undefined;
  const reserved = allocated && listOf(claim, 'status', 'reservedFor').length > 0;
  const state = allocated ? 'allocated' : deleted ? '' : 'pending';
  return [deleted && 'deleted', state, reserved && 'reserved'].filter((one) => one !== false && one !== '').join(',');
}

export const CLUSTER_CELLS: Readonly<Record<string, CellFunctions>> = {
  'flowcontrol.apiserver.k8s.io/v1 FlowSchema': {
    PriorityLevel: (object) => textOf(object, 'spec', 'priorityLevelConfiguration', 'name'),
    MatchingPrecedence: (object) => numberOf(object, 'spec', 'matchingPrecedence'),
    DistinguisherMethod: (object) => textOf(object, 'spec', 'distinguisherMethod', 'type') || NONE,
    MissingPL: (object) => textOf(conditionOf(object, 'Dangling'), 'status') || '?',
  },
  'flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration': {
    Type: (object) => textOf(object, 'spec', 'type'),
    NominalConcurrencyShares: limit('nominalConcurrencyShares'),
    Queues: limit('limitResponse', 'queuing', 'queues'),
    HandSize: limit('limitResponse', 'queuing', 'handSize'),
    QueueLengthLimit: limit('limitResponse', 'queuing', 'queueLengthLimit'),
  },
  'admissionregistration.k8s.io/v1 MutatingWebhookConfiguration': { Webhooks: webhooks },
  'admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration': { Webhooks: webhooks },
  'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy': {
    Validations: (object) => listOf(object, 'spec', 'validations').length,
    ParamKind: paramKind,
  },
  'admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding': {
    PolicyName: (object) => textOf(object, 'spec', 'policyName'),
    ParamRef: paramName,
  },
  'apiregistration.k8s.io/v1 APIService': { Service: serviceName, Available: available },
  'certificates.k8s.io/v1 CertificateSigningRequest': {
    SignerName: (object) => textOf(object, 'spec', 'signerName') || NONE,
    Requestor: (object) => textOf(object, 'spec', 'username'),
    RequestedDuration: (object) => {
      const seconds = numberOf(object, 'spec', 'expirationSeconds');
      return seconds === 0 ? NONE : durationText(seconds * 1000);
    },
    Condition: requestState,
  },
  'coordination.k8s.io/v1 Lease': { Holder: (object) => textOf(object, 'spec', 'holderIdentity') },
  'node.k8s.io/v1 RuntimeClass': { Handler: (object) => textOf(object, 'handler') },
  'policy/v1 PodDisruptionBudget': {
    'Min Available': (object) => textOf(object, 'spec', 'minAvailable') || 'N/A',
    'Max Unavailable': (object) => textOf(object, 'spec', 'maxUnavailable') || 'N/A',
    'Allowed Disruptions': (object) => numberOf(object, 'status', 'disruptionsAllowed'),
  },
  'rbac.authorization.k8s.io/v1 ClusterRoleBinding': BINDING,
  'rbac.authorization.k8s.io/v1 RoleBinding': BINDING,
  'resource.k8s.io/v1 ResourceClaim': { State: claimState },
  'resource.k8s.io/v1 ResourceSlice': {
    Node: (object) => textOf(object, 'spec', 'nodeName'),
    Driver: (object) => textOf(object, 'spec', 'driver'),
    Pool: (object) => textOf(object, 'spec', 'pool', 'name'),
  },
  'scheduling.k8s.io/v1 PriorityClass': {
    Value: (object) => numberOf(object, 'value'),
    'Global-Default': (object) => memberAt(object, 'globalDefault') === true,
    PreemptionPolicy: (object) => textOf(object, 'preemptionPolicy'),
  },
  'storage.k8s.io/v1 CSIDriver': {
    AttachRequired: flag('attachRequired', true),
    PodInfoOnMount: flag('podInfoOnMount'),
    StorageCapacity: flag('storageCapacity'),
    TokenRequests: audiences,
    RequiresRepublish: flag('requiresRepublish'),
    Modes: (object) => texts('spec', 'volumeLifecycleModes')(object) || NONE,
  },
  'storage.k8s.io/v1 CSINode': { Drivers: (object) => listOf(object, 'spec', 'drivers').length },
  'storage.k8s.io/v1 StorageClass': {
    Name: (object) => {
      const name = textOf(object, 'metadata', 'name');
      const mark = textOf(object, 'metadata', 'annotations', 'storageclass.kubernetes.io/is-default-class');
      return mark === 'true' ? `${name} (default)` : name;
    },
    Provisioner: (object) => textOf(object, 'provisioner'),
    ReclaimPolicy: (object) => textOf(object, 'reclaimPolicy') || 'Delete',
    VolumeBindingMode: (object) => textOf(object, 'volumeBindingMode') || 'Immediate',
    AllowVolumeExpansion: (object) => memberAt(object, 'allowVolumeExpansion') === true,
  },
  'storage.k8s.io/v1 VolumeAttachment': {
    Attacher: (object) => textOf(object, 'spec', 'attacher'),
    PV: (object) => textOf(object, 'spec', 'source', 'persistentVolumeName'),
    Node: (object) => textOf(object, 'spec', 'nodeName'),
    Attached: (object) => memberAt(object, 'status', 'attached') === true,
  },
  'storage.k8s.io/v1 VolumeAttributesClass': { DriverName: (object) => textOf(object, 'driverName') },
  'v1 ConfigMap': { Data: dataCount },
  'v1 Namespace': { Status: (object) => textOf(object, 'status', 'phase') },
  'v1 Node': {
    Status: nodeStatus,
    Roles: nodeRoles,
    Version: (object) => textOf(object, 'status', 'nodeInfo', 'kubeletVersion'),
    'Internal-IP': (object) => nodeAddress(object, 'InternalIP'),
    'External-IP': (object) => nodeAddress(object, 'ExternalIP'),
    'OS-Image': nodeInfo('osImage'),
    'Kernel-Version': nodeInfo('kernelVersion'),
    'Container-Runtime': nodeInfo('containerRuntimeVersion'),
  },
  'v1 PersistentVolume': {
    ...CLASS,
    Capacity: (object) => canonicalQuantity(memberAt(object, 'spec', 'capacity', 'storage')) ?? '0',
    'Access Modes': (object) => accessModes(listOf(object, 'spec', 'accessModes')),
    'Reclaim Policy': (object) => textOf(object, 'spec', 'persistentVolumeReclaimPolicy'),
    Status: phase,
    Claim: volumeClaim,
    Reason: (object) => textOf(object, 'status', 'reason'),
  },
  'v1 PersistentVolumeClaim': {
    ...CLASS,
    Status: phase,
    Volume: (object) => textOf(object, 'spec', 'volumeName'),
    Capacity: claimCapacity,
    'Access Modes': claimModes,
  },
  'v1 ResourceQuota': {
    Request: (object) => quota(object, (name) => !isLimit(name)),
    Limit: (object) => quota(object, isLimit),
  },
  'v1 Secret': {
    Type: (object) => textOf(object, 'type'),
    Data: (object) => Object.keys(objectOf(object, 'data')).length,
  },
};

export const AGE_CELLS: CellFunctions = {
  Name: (object) => textOf(object, 'metadata', 'name'),
  Age: (object, now) => ageText(memberAt(object, 'metadata', 'creationTimestamp'), now),
  'Created At': (object) => textOf(object, 'metadata', 'creationTimestamp'),
};
