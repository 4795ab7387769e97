/**
 * How Go names fields of built-in types where that is not the JSON name with a capital letter, and the types of values that
 * only Go knows. Read off the Go types of Kubernetes 1.35; reached from a pod template.
 */

/** Names that are the same wherever they stand. */
const EVERYWHERE: Readonly<Record<string, string>> = {
  apiGroup: 'APIGroup',
  apiVersion: 'APIVersion',
  fsType: 'FSType',
  httpGet: 'HTTPGet',
  metadata: 'ObjectMeta',
  seLinuxOptions: 'SELinuxOptions',
  tcpSocket: 'TCPSocket',
  tty: 'TTY',
  uid: 'UID',
};

const BY_OWNER: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'core/v1.AzureDiskVolumeSource': { diskURI: 'DataDiskURI' },
  'core/v1.FCVolumeSource': { wwids: 'WWIDs' },
  'core/v1.GCEPersistentDiskVolumeSource': { pdName: 'PDName' },
  'core/v1.GlusterfsVolumeSource': { endpoints: 'EndpointsName' },
  'core/v1.HTTPGetAction': { httpHeaders: 'HTTPHeaders' },
  'core/v1.HostAlias': { ip: 'IP' },
  'core/v1.ISCSIVolumeSource': {
    iqn: 'IQN',
    iscsiInterface: 'ISCSIInterface',
    chapAuthDiscovery: 'DiscoveryCHAPAuth',
    chapAuthSession: 'SessionCHAPAuth',
  },
  'core/v1.PodSecurityContext': {
    fsGroup: 'FSGroup',
    fsGroupChangePolicy: 'FSGroupChangePolicy',
    seLinuxChangePolicy: 'SELinuxChangePolicy',
  },
  'core/v1.PodSpec': {
    dnsPolicy: 'DNSPolicy',
    serviceAccount: 'DeprecatedServiceAccount',
    dnsConfig: 'DNSConfig',
    os: 'OS',
  },
  'core/v1.ProbeHandler': { grpc: 'GRPC' },
  'core/v1.RBDVolumeSource': { monitors: 'CephMonitors', image: 'RBDImage', pool: 'RBDPool', user: 'RadosUser' },
  'core/v1.ScaleIOVolumeSource': { sslEnabled: 'SSLEnabled' },
  'core/v1.VolumeSource': {
    gcePersistentDisk: 'GCEPersistentDisk',
    awsElasticBlockStore: 'AWSElasticBlockStore',
    nfs: 'NFS',
    iscsi: 'ISCSI',
    rbd: 'RBD',
    cephfs: 'CephFS',
    fc: 'FC',
    storageos: 'StorageOS',
    csi: 'CSI',
  },
  'core/v1.WindowsSecurityContextOptions': {
    gmsaCredentialSpecName: 'GMSACredentialSpecName',
    gmsaCredentialSpec: 'GMSACredentialSpec',
  },
};

/** Types of Go that refusals of wrong values never name. */
export const UNTOLD_TYPES: Readonly<Record<string, string>> = {
  'core/v1.ContainerRestartRule.action': 'v1.ContainerRestartRuleAction',
  'core/v1.ContainerRestartRuleOnExitCodes.operator': 'v1.ContainerRestartRuleOnExitCodesOperator',
  'meta/v1.ManagedFieldsEntry.operation': 'v1.ManagedFieldsOperationType',
  'meta/v1.ObjectMeta.uid': 'types.UID',
  'meta/v1.OwnerReference.uid': 'types.UID',
};

/** The name of a struct's field in Go, from its JSON name. */
export function goName(owner: string, name: string): string {
  return BY_OWNER[owner]?.[name] ?? EVERYWHERE[name] ?? name.charAt(0).toUpperCase() + name.slice(1);
}
