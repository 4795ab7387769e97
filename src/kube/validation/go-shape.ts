/** Structs as messages show them where the server prints its own form of a value: Go's names, nothing left out. */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { structType, type TypeRef } from '../builtin/type-table.ts';
import { goSelector } from './selector-rules.ts';

/** Names in Go that are not the JSON name with a capital. */
const GO_NAMES: Readonly<Record<string, string>> = {
  chapAuthDiscovery: 'DiscoveryCHAPAuth',
  chapAuthSession: 'SessionCHAPAuth',
  diskURI: 'DataDiskURI',
  sslEnabled: 'SSLEnabled',
  awsElasticBlockStore: 'AWSElasticBlockStore',
  apiGroup: 'APIGroup',
  apiVersion: 'APIVersion',
  cephfs: 'CephFS',
  csi: 'CSI',
  dnsConfig: 'DNSConfig',
  dnsPolicy: 'DNSPolicy',
  fc: 'FC',
  fsGroup: 'FSGroup',
  fsGroupChangePolicy: 'FSGroupChangePolicy',
  fsType: 'FSType',
  gmsaCredentialSpec: 'GMSACredentialSpec',
  gmsaCredentialSpecName: 'GMSACredentialSpecName',
  gcePersistentDisk: 'GCEPersistentDisk',
  grpc: 'GRPC',
  httpGet: 'HTTPGet',
  httpHeaders: 'HTTPHeaders',
  ip: 'IP',
  iqn: 'IQN',
  iscsi: 'ISCSI',
  iscsiInterface: 'ISCSIInterface',
  nfs: 'NFS',
  os: 'OS',
  pdName: 'PDName',
  rbd: 'RBD',
  seLinuxChangePolicy: 'SELinuxChangePolicy',
  seLinuxOptions: 'SELinuxOptions',
  storageos: 'StorageOS',
  tcpSocket: 'TCPSocket',
  tty: 'TTY',
  wwids: 'WWIDs',
};

/** Names in Go that are others in one type only. */
const TYPE_NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'core/v1.ObjectReference': { uid: 'UID' },
  'resource/v1.DeviceSelector': { cel: 'CEL' },
  'core/v1.GlusterfsVolumeSource': { endpoints: 'EndpointsName' },
  'core/v1.GlusterfsPersistentVolumeSource': { endpoints: 'EndpointsName' },
};

const RBD_NAMES: Readonly<Record<string, string>> = {
  monitors: 'CephMonitors',
  image: 'RBDImage',
  pool: 'RBDPool',
  user: 'RadosUser',
};

const POD_SPEC =
  'volumes initContainers containers ephemeralContainers restartPolicy terminationGracePeriodSeconds activeDeadlineSeconds dnsPolicy nodeSelector serviceAccountName automountServiceAccountToken nodeName securityContext imagePullSecrets hostname subdomain setHostnameAsFQDN affinity schedulerName tolerations hostAliases priorityClassName priority preemptionPolicy dnsConfig readinessGates runtimeClassName overhead enableServiceLinks topologySpreadConstraints os schedulingGates resourceClaims resources hostnameOverride workloadRef';

const VOLUME =
  'name hostPath emptyDir gcePersistentDisk awsElasticBlockStore gitRepo secret nfs iscsi glusterfs persistentVolumeClaim rbd quobyte flexVolume cinder cephfs flocker downwardAPI fc azureFile configMap vsphereVolume azureDisk photonPersistentDisk projected portworxVolume scaleIO storageos csi ephemeral image';
const VOLUME_OF_CLUSTER =
  'gcePersistentDisk awsElasticBlockStore hostPath glusterfs nfs rbd quobyte iscsi flexVolume cinder cephfs fc flocker azureFile vsphereVolume azureDisk photonPersistentDisk portworxVolume scaleIO local storageos csi';

/** Fields of types that have others inside than outside, or in another order. */
const INNER_FIELDS: Readonly<Record<string, readonly string[]>> = {
  'core/v1.PodSpec': POD_SPEC.split(' '),
  'core/v1.Volume': VOLUME.split(' '),
  'core/v1.PersistentVolumeSpec': [
    'capacity',
    ...VOLUME_OF_CLUSTER.split(' '),
    'accessModes',
    'claimRef',
    'persistentVolumeReclaimPolicy',
    'storageClassName',
    'mountOptions',
    'volumeMode',
    'nodeAffinity',
    'volumeAttributesClassName',
  ],
  'core/v1.PodSecurityContext':
    'hostNetwork hostPID hostIPC shareProcessNamespace hostUsers seLinuxOptions windowsOptions runAsUser runAsGroup runAsNonRoot supplementalGroups supplementalGroupsPolicy fsGroup fsGroupChangePolicy sysctls seccompProfile appArmorProfile seLinuxChangePolicy'.split(
      ' ',
    ),
};

/** Where a persistent volume is, as the server shows it: the source it has and all those that it has not. */
export function goVolumeSource(spec: JsonObject): Json {
  const struct = structType('core/v1.PersistentVolumeSpec');
  const type = (name: string): TypeRef => struct?.byName.get(name)?.type ?? hostType('hostUsers');
  return Object.fromEntries(
    VOLUME_OF_CLUSTER.split(' ').map((name) => [goName(name), shapeOf(spec[name], type(name))]),
  );
}

/** Types whose numbers are never absent inside, or one number of a type. */
const STEPS = new Set([
  'apps/v1.RollingUpdateDaemonSet',
  'apps/v1.RollingUpdateDeployment',
  'apps/v1.RollingUpdateStatefulSetStrategy.partition',
]);

/** Fields of the pod that its security context has inside; all are false unless set. */
const HOST_FIELDS = ['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace', 'hostUsers'];

/** A value of this type with all its fields, those without a value as zeroes or null. */
export function goShape(value: JsonObject, type: string): Json {
  const struct = structType(type);
  // Selectors have the same form inside and outside.
  if (type === 'meta/v1.LabelSelector') return goSelector(value);
  if (struct === undefined || type.startsWith('meta/')) return value;
  if (type === 'resource/v1.ResourceClaimTemplateSpec') {
    const { metadata, spec } = value;
    return {
      ...(isObject(metadata) && goMetadata(metadata)),
      Spec: goShape(isObject(spec) ? spec : {}, 'resource/v1.ResourceClaimSpec'),
    };
  }
  if (type === 'core/v1.PersistentVolumeClaimTemplate') {
    const { metadata, spec } = value;
    return {
      ...(isObject(metadata) && goMetadata(metadata)),
      Spec: goShape(isObject(spec) ? spec : {}, 'core/v1.PersistentVolumeClaimSpec'),
    };
  }
  const whole = type === 'core/v1.PodSpec' ? withHostFields(value) : value;
  const names = INNER_FIELDS[type] ?? struct.fields.map(({ name }) => name);
  const typeOf = (name: string) => struct.byName.get(name)?.type ?? hostType(name);
  const shape = (name: string) =>
    whole[name] === undefined && (STEPS.has(type) || STEPS.has(`${type}.${name}`))
      ? 0
      : shapeOf(whole[name], typeOf(name));
  return Object.fromEntries(names.map((name) => [goName(name, type), shape(name)]));
}

/** Metadata as it is sent but for what is empty, maps in the order of their keys. */
function goMetadata(metadata: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(metadata)
      .filter(([, value]) => !(isList(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0))
      .map(([name, value]) => [name, isObject(value) ? sorted(value) : value]),
  );
}

/** A pod template: its labels and annotations, and the pod. */
export function goTemplate(value: Json | undefined): Json {
  const template = isObject(value) ? value : {};
  const metadata = isObject(template['metadata']) ? template['metadata'] : {};
  const spec = isObject(template['spec']) ? template['spec'] : {};
  return { ...goMetadata(metadata), Spec: goShape(spec, 'core/v1.PodSpec') };
}

function withHostFields(spec: JsonObject): JsonObject {
  const given = isObject(spec['securityContext']) ? spec['securityContext'] : {};
  const host = Object.fromEntries(
    HOST_FIELDS.map((name) => [name, spec[name]]).filter(([, value]) => value !== undefined),
  );
  return { ...spec, securityContext: { ...given, ...host } };
}

function hostType(name: string): TypeRef {
  return { kind: 'scalar', name: 'bool', pointer: name === 'shareProcessNamespace' || name === 'hostUsers' };
}

/** `podCIDR` → `PodCIDR`. */
function goName(name: string, type = ''): string {
  if (type.startsWith('core/v1.RBD') && Object.hasOwn(RBD_NAMES, name)) return RBD_NAMES[name] ?? name;
  const own = Object.hasOwn(TYPE_NAMES, type) ? TYPE_NAMES[type]?.[name] : undefined;
  if (own !== undefined) return own;
  return GO_NAMES[name] ?? `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}

function shapeOf(value: Json | undefined, type: TypeRef): Json {
  if (value === undefined || value === null) return emptyOf(type);
  if (type.kind === 'struct' && isObject(value)) return goShape(value, type.name);
  if (type.kind === 'list' && isList(value)) return value.map((item) => shapeOf(item, type.of));
  if (type.kind === 'map' && isObject(value)) return sorted(value);
  return value;
}

/** Go writes maps in the order of their keys. */
function sorted(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

function emptyOf(type: TypeRef): Json {
  if (type.pointer || type.kind === 'list' || type.kind === 'map') return null;
  if (type.kind === 'struct') return goShape({}, type.name);
  if (/^(u?int|float)/.test(type.name) || type.name === 'IntOrString') return 0;
  if (type.name === 'bool') return false;
  return type.name === 'string' ? '' : null;
}
