/** Where volumes come from: sources that pods and persistent volumes share. Source: `validateVolumeSource` and its like. */
import { isList, isObject, type JsonObject, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { invalid, invalidName, required, unsupported } from './causes.ts';
import { dnsLabel } from './field-rules.ts';
import { wrongUpwardPath } from './formats.ts';
import { all, isBlank, type Rule, type RuleInput, type Rules } from './rule.ts';

const HOST_PATHS = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];
const BLOB = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd';
const MANAGED = '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}';
const LONGEST_TENANT = 64;
const LONGEST_PORTAL = 64;

/** These members must not be empty. */
function needs(...names: readonly string[]): Rule {
  return ({ value, path }) => names.filter((name) => isBlank(value[name])).map((name) => required(`${path}.${name}`));
}

/** Members of a reference to a Secret, where there is one. */
function secret(...names: readonly string[]): Rule {
  return ({ value, path }) => {
    const reference = value['secretRef'];
    return isObject(reference)
      ? needs(...names)({ value: reference, path: `${path}.secretRef`, object: reference })
      : [];
  };
}

/** A number from `low` to `high`, told of as if it began at `shown`. */
function inRange(name: string, { low, high, shown }: { low: number; high: number; shown: number }): Rule {
  return ({ value, path }) => {
    const given = value[name];
    if (given === undefined || (Number(given) >= low && Number(given) <= high)) return [];
    return [invalid(`${path}.${name}`, given, `must be between ${shown} and ${high}, inclusive`)];
  };
}

const partition = inRange('partition', { low: 0, high: 255, shown: 1 });
const lun = inRange('lun', { low: 0, high: 255, shown: 0 });

function text(value: JsonObject, name: string): string {
  return textAt(value, name) ?? '';
}

const hostPath: Rule = ({ value, path }) => {
  const [given, type] = [text(value, 'path'), textAt(value, 'type')];
  if (given === '') return [required(`${path}.path`)];
  return [
    ...wrongUpwardPath(given).map((sentence) => invalid(`${path}.path`, given, sentence)),
    ...(type === undefined || HOST_PATHS.includes(type) ? [] : [unsupported(`${path}.type`, type, HOST_PATHS)]),
  ];
};

const local: Rule = ({ value, path }) => {
  const given = text(value, 'path');
  if (given === '') return [required(`${path}.path`)];
  return wrongUpwardPath(given).map((sentence) => invalid(`${path}.path`, given, sentence));
};

/** Disks are told of under a shorter name than their own. */
const disk: Rule = ({ value, path, object }) => {
  const place = path.replace(/gcePersistentDisk$/, 'persistentDisk');
  return all(needs('pdName'), partition)({ value, path: place, object });
};

const nfs: Rule = ({ value, path }) => {
  const given = text(value, 'path');
  return [
    ...(text(value, 'server') === '' ? [required(`${path}.server`)] : []),
    ...(given === '' ? [required(`${path}.path`)] : []),
    ...(given.startsWith('/') ? [] : [invalid(`${path}.path`, given, 'must be an absolute path')]),
  ];
};

const QUALIFIED = [
  /^iqn\.\d{4}-\d{2}\.([a-z0-9-]+\.?)+(:[^,;*&$|\s]+)?$/i,
  /^eui\.[0-9A-F]{16}$/i,
  /^naa\.([0-9A-F]{16}|[0-9A-F]{32})$/i,
];

/** An iSCSI qualified name. */
function qualifiedCauses({ value, path }: RuleInput): readonly FieldCause[] {
  const given = text(value, 'iqn');
  if (given === '') return [required(`${path}.iqn`)];
  const prefixed = /^(iqn|eui|naa)/.test(given) || !path.includes('.volumes[');
  if (!prefixed) return [invalid(`${path}.iqn`, given, 'must be valid format starting with iqn, eui, or naa')];
  return QUALIFIED.some((format) => format.test(given)) ? [] : [invalid(`${path}.iqn`, given, 'must be valid format')];
}

/** Whoever asks for a password names where it is. */
const password: Rule = ({ value, path }) =>
  (value['chapAuthDiscovery'] === true || value['chapAuthSession'] === true) && value['secretRef'] === undefined
    ? [required(`${path}.secretRef`)]
    : [];

const initiator: Rule = ({ value, path }) => {
  const given = textAt(value, 'initiatorName');
  if (given === undefined || QUALIFIED.some((format) => format.test(given))) return [];
  const prefixed = /^(iqn|eui|naa)/.test(given) || !path.includes('.volumes[');
  const detail = prefixed ? 'must be valid format' : 'must be valid format starting with iqn, eui, or naa';
  return [invalid(`${path}.initiatorname`, given, detail)];
};

/** With an initiator of its own a volume of the cluster bears both names. */
const portal: Rule = ({ value, path, object }) => {
  const [own, target] = [textAt(value, 'initiatorName'), text(value, 'targetPortal')];
  const name = textAt(object, 'metadata', 'name') ?? '';
  if (own === undefined || `${name}:${target}`.length <= LONGEST_PORTAL) return [];
  const limit = `must be under ${LONGEST_PORTAL} characters if iscsi.initiatorName is specified.`;
  return [invalid(`${path}.targetportal`, target, `Total length of <volume name>:<iscsi.targetPortal> ${limit}`)];
};

const flocker: Rule = ({ value, path }) => {
  const [name, id] = [text(value, 'datasetName'), text(value, 'datasetUUID')];
  return [
    ...(name === '' && id === '' ? [required(path, 'one of datasetName and datasetUUID is required')] : []),
    ...(name !== '' && id !== ''
      ? [invalid(path, 'resource', 'datasetName and datasetUUID can not be specified simultaneously')]
      : []),
    ...(name.includes('/') ? [invalid(`${path}.datasetName`, name, "must not contain '/'")] : []),
  ];
};

const namespaceOfEndpoints: Rule = ({ value, path }) => {
  const given = textAt(value, 'endpointsNamespace');
  const field = `${path}.endpointsNamespace`;
  if (given === undefined) return [];
  if (given !== '') return invalidName(field, given, dnsLabel(given));
  return [invalid(field, '', 'if the endpointnamespace is set, it must be a valid namespace name')];
};

const fibre: Rule = ({ value, path, object }) => {
  const [names, ids] = [isBlank(value['targetWWNs']), isBlank(value['wwids'])];
  const field = `${path}.targetWWNs`;
  const none = names && ids ? [required(field, 'must specify either targetWWNs or wwids, but not both')] : [];
  const both = 'targetWWNs and wwids can not be specified simultaneously';
  const twice = names || ids ? [] : [invalid(field, value['targetWWNs'], both)];
  if (names) return [...none, ...twice];
  const missing = [required(`${path}.lun`, 'lun is required if targetWWNs is specified')];
  return [...twice, ...(value['lun'] === undefined ? missing : lun({ value, path, object }))];
};

/** Options of a driver are not in the project's own name. */
const options: Rule = ({ value, path }) =>
  Object.keys(isObject(value['options']) ? value['options'] : {}).flatMap((key) => {
    const domain = `.${(key.includes('/') ? (key.split('/')[0] ?? '') : key).toLowerCase()}`;
    const reserved = domain.endsWith('.kubernetes.io') || domain.endsWith('.k8s.io');
    const detail = 'kubernetes.io and k8s.io namespaces are reserved';
    return reserved ? [invalid(`${path}.options[${key}]`, key, detail)] : [];
  });

const namespaceOfSecret: Rule = ({ value, path }) =>
  value['secretNamespace'] === '' ? [required(`${path}.secretNamespace`)] : [];

const CACHING = ['None', 'ReadOnly', 'ReadWrite'];
const DISKS = ['Dedicated', 'Managed', 'Shared'];

const azureDisk: Rule = ({ value, path, object }) => {
  const [caching, kind, uri] = [textAt(value, 'cachingMode'), textAt(value, 'kind'), text(value, 'diskURI')];
  const start = kind === 'Managed' ? '/subscriptions' : 'https://';
  const odd = kind !== undefined && !uri.startsWith(start);
  return [
    ...needs('diskName', 'diskURI')({ value, path, object }),
    ...(caching === undefined || CACHING.includes(caching)
      ? []
      : [unsupported(`${path}.cachingMode`, caching, CACHING)]),
    ...(kind === undefined || DISKS.includes(kind) ? [] : [unsupported(`${path}.kind`, kind, DISKS)]),
    ...(odd ? [unsupported(`${path}.diskURI`, uri, [kind === 'Managed' ? MANAGED : BLOB])] : []),
  ];
};

const quobyte: Rule = ({ value, path }) => {
  const [registry, tenant] = [text(value, 'registry'), text(value, 'tenant')];
  return [
    ...registryCauses(registry, tenant, path),
    ...(text(value, 'volume') === '' ? [required(`${path}.volume`)] : []),
  ];
};

function registryCauses(registry: string, tenant: string, path: string): readonly FieldCause[] {
  const detail = 'must be a host:port pair or multiple pairs separated by commas';
  if (registry === '') return [required(`${path}.registry`, detail)];
  if (tenant.length > LONGEST_TENANT) {
    const limit = `must be a UUID and may not exceed a length of ${LONGEST_TENANT} characters`;
    return [required(`${path}.tenant`, limit)];
  }
  const wrong = registry.split(',').filter((pair) => !/^([^:]+|\[.*\]):[^:]*$/.test(pair));
  return wrong.map(() => invalid(`${path}.registry`, registry, detail));
}

const storageOs: Rule = ({ value, path }) => {
  const [name, namespace] = [text(value, 'volumeName'), text(value, 'volumeNamespace')];
  return [
    ...(name === '' ? [required(`${path}.volumeName`)] : invalidName(`${path}.volumeName`, name, dnsLabel(name))),
    ...(namespace === '' ? [] : invalidName(`${path}.volumeNamespace`, namespace, dnsLabel(namespace))),
  ];
};

const monitors: Rule = ({ value, path }) =>
  isList(value['monitors']) && value['monitors'].length > 0 ? [] : [required(`${path}.monitors`)];

const rbd = all(monitors, needs('image'));
const scaleIo = needs('gateway', 'system', 'volumeName');
const iscsi = all(needs('targetPortal'), qualifiedCauses, lun, password);
const flex = all(needs('driver'), options);

export const VOLUME_SOURCE_RULES: Rules = {
  'core/v1.AWSElasticBlockStoreVolumeSource': all(needs('volumeID'), partition),
  'core/v1.AzureDiskVolumeSource': azureDisk,
  'core/v1.AzureFileVolumeSource': needs('secretName', 'shareName'),
  'core/v1.AzureFilePersistentVolumeSource': all(needs('secretName', 'shareName'), namespaceOfSecret),
  'core/v1.CephFSVolumeSource': monitors,
  'core/v1.CephFSPersistentVolumeSource': monitors,
  'core/v1.CinderVolumeSource': all(needs('volumeID'), secret('name')),
  'core/v1.CinderPersistentVolumeSource': all(needs('volumeID'), secret('name', 'namespace')),
  'core/v1.FCVolumeSource': fibre,
  'core/v1.FlexVolumeSource': flex,
  'core/v1.FlexPersistentVolumeSource': flex,
  'core/v1.FlockerVolumeSource': flocker,
  'core/v1.GCEPersistentDiskVolumeSource': disk,
  'core/v1.GlusterfsVolumeSource': needs('endpoints', 'path'),
  'core/v1.GlusterfsPersistentVolumeSource': all(needs('endpoints', 'path'), namespaceOfEndpoints),
  'core/v1.HostPathVolumeSource': hostPath,
  'core/v1.ISCSIVolumeSource': all(iscsi, initiator),
  'core/v1.ISCSIPersistentVolumeSource': all(
    needs('targetPortal'),
    portal,
    qualifiedCauses,
    lun,
    password,
    secret('name'),
    initiator,
  ),
  'core/v1.LocalVolumeSource': local,
  'core/v1.NFSVolumeSource': nfs,
  'core/v1.PhotonPersistentDiskVolumeSource': needs('pdID'),
  'core/v1.PortworxVolumeSource': needs('volumeID'),
  'core/v1.QuobyteVolumeSource': quobyte,
  'core/v1.RBDVolumeSource': rbd,
  'core/v1.RBDPersistentVolumeSource': rbd,
  'core/v1.ScaleIOVolumeSource': scaleIo,
  'core/v1.ScaleIOPersistentVolumeSource': scaleIo,
  'core/v1.StorageOSVolumeSource': all(storageOs, secret('name')),
  'core/v1.StorageOSPersistentVolumeSource': all(storageOs, secret('name', 'namespace')),
  'core/v1.VsphereVirtualDiskVolumeSource': needs('volumePath'),
};
