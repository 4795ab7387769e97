/** Volumes of pods. Rules of sources that persistent volumes share are here too. */
import { isList, isObject, type Json, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { milliValue, parseQuantity } from '../quantity/quantity.ts';
import { forbidden, invalid, invalidName, required, tooLong, unsupported } from './causes.ts';
import {
  anything,
  between,
  both,
  dnsLabel,
  dnsSubdomain,
  each,
  firstOf,
  ifAny,
  must,
  needed,
  number,
  presentMembers,
} from './field-rules.ts';
import { wrongLocalPath, wrongUpwardPath } from './formats.ts';
import { annotationCauses, labelCauses } from './metadata.ts';
import { type FieldRule, isBlank, type Rule, type Rules } from './rule.ts';

/** In the order in which they are looked at: a second one is refused under its name. */
const SOURCES = [
  'emptyDir',
  'hostPath',
  'gitRepo',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'secret',
  'nfs',
  'iscsi',
  'glusterfs',
  'persistentVolumeClaim',
  'rbd',
  'cinder',
  'cephfs',
  'flocker',
  'downwardAPI',
  'fc',
  'flexVolume',
  'configMap',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'storageos',
  'scaleIO',
  'quobyte',
  'projected',
  'csi',
  'ephemeral',
  'image',
];
const BLOB = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd';
const MANAGED = '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}';
const MODE = 'must be a number between 0 and 0777 (octal), both inclusive';
const LONGEST_DRIVER = 63;
const HIGHEST_MODE = 0o777;

/** Permissions of files. */
export const fileMode = number((value) => value >= 0 && value <= HIGHEST_MODE, MODE);

/** A list that must name something. */
const needsEntries = must();

const oneSource: Rule = ({ value, path }) => {
  const given = presentMembers(value, SOURCES);
  if (given.length === 0) return [required(path, 'must specify a volume type')];
  return given.slice(1).map((name) => forbidden(`${path}.${name}`, 'may not specify more than 1 volume type'));
};

/** Starts at the root. */
export const absolutePath: FieldRule = (value, path) => {
  const given = typeof value === 'string' ? value : '';
  const wrong = given.startsWith('/') ? [] : [invalid(path, given, 'must be an absolute path')];
  return given === '' ? [required(path), ...wrong] : wrong;
};

/** iSCSI qualified name. */
const iqn: FieldRule = (value, path) => {
  const given = typeof value === 'string' ? value : '';
  if (given === '') return [required(path)];
  const inPod = path.includes('.volumes[');
  if (!/^(iqn|eui|naa)/.test(given)) {
    return [
      invalid(path, given, inPod ? 'must be valid format starting with iqn, eui, or naa' : 'must be valid format'),
    ];
  }
  const formats = [
    /^iqn\.\d{4}-\d{2}\.([a-z0-9-]+\.?)+(:[^,;*&$|\s]+)?$/i,
    /^eui\.[0-9A-F]{16}$/i,
    /^naa\.([0-9A-F]{16}|[0-9A-F]{32})$/i,
  ];
  return formats.some((format) => format.test(given)) ? [] : [invalid(path, given, 'must be valid format')];
};

const lun = between(0, 255);

/** What the fields of a volume's file say is said without the index of the item. */
const downwardFile: Rule = ({ value, path }) => {
  const place = path.replace(/\.items\[\d+\]$/, '');
  const causes: FieldCause[] = [];
  const name = textAt(value, 'path') ?? '';
  if (name === '') causes.push(required(`${place}.path`));
  else causes.push(...wrongLocalPath(name).map((sentence) => invalid(`${place}.path`, name, sentence)));
  const given = presentMembers(value, ['fieldRef', 'resourceFieldRef']);
  if (given.length === 0) causes.push(required(place, 'one of fieldRef and resourceFieldRef is required'));
  if (given.length === 2)
    causes.push(invalid(place, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'));
  if (given.includes('resourceFieldRef') && !textAt(value['resourceFieldRef'], 'containerName')) {
    causes.push(required(`${place}.resourceFieldRef.containerName`));
  }
  return causes;
};

/** A source of several files: no two at one place. */
const projected: Rule = ({ value, path }) => {
  const seen = new Set<string>();
  const sources = isList(value['sources']) ? value['sources'] : [];
  const causes: FieldCause[] = [];
  for (const source of sources) {
    for (const { name, shown } of pathsOf(source)) {
      if (name !== '' && seen.has(name)) causes.push(invalid(path, shown, 'conflicting duplicate paths'));
      seen.add(name);
    }
    if (presentMembers(source, PROJECTED).length > 1) {
      const field = `${path}.sources[${sources.indexOf(source)}]`;
      causes.push(forbidden(field, 'may not specify more than 1 volume type per source'));
    }
  }
  return causes;
};

const PROJECTED = ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken', 'clusterTrustBundle', 'podCertificate'];

interface ProjectedPath {
  readonly name: string;
  /** What is told of a path that is taken: of some sources their own name. */
  readonly shown: string;
}

function pathsOf(source: Json): readonly ProjectedPath[] {
  return ['secret', 'configMap', 'downwardAPI'].flatMap((kind) => {
    const items = memberAt(source, kind, 'items');
    return (isList(items) ? items : []).map((item) => {
      const name = textAt(item, 'path') ?? '';
      return { name, shown: kind === 'downwardAPI' ? name : (textAt(source, kind, 'name') ?? '') };
    });
  });
}

const tokenPath: FieldRule = (value, path) => {
  const place = path.replace(/\.sources\[\d+\]\.serviceAccountToken\.path$/, '.path');
  if (isBlank(value)) return [required(place)];
  return ifAny(wrongLocalPath)(value, place, { value: {}, path: place, object: {} });
};

const azureUri: FieldRule = (value, path, { value: disk }) => {
  const uri = typeof value === 'string' ? value : '';
  const managed = disk['kind'] === 'Managed';
  const wrong = managed ? !uri.startsWith('/subscriptions') : !uri.startsWith('https://');
  return [
    ...(uri === '' ? [required(path)] : []),
    ...(wrong ? [unsupported(path, uri, [managed ? MANAGED : BLOB])] : []),
  ];
};

const fibre: Rule = ({ value, path }) => {
  const [names, ids] = [isBlank(value['targetWWNs']), isBlank(value['wwids'])];
  if (names === ids) return [required(`${path}.targetWWNs`, 'must specify either targetWWNs or wwids, but not both')];
  if (ids && value['lun'] === undefined) return [required(`${path}.lun`, 'lun is required if targetWWNs is specified')];
  return ids ? lun(value['lun'], `${path}.lun`, { value, path, object: value }) : [];
};

const registry: FieldRule = (value, path) => {
  const detail = 'must be a host:port pair or multiple pairs separated by commas';
  if (isBlank(value)) return [required(path, detail)];
  const pairs = String(value).split(',');
  return pairs.every((pair) => /^[^:]+:[^:]+$/.test(pair)) ? [] : [invalid(path, value, detail)];
};

/** Labels and annotations that a claim made from this gets. */
const templateMetadata: Rule = ({ value, path }) => {
  const metadata = value['metadata'];
  return [
    ...labelCauses(`${path}.metadata.labels`, memberAt(metadata, 'labels')),
    ...annotationCauses(`${path}.metadata.annotations`, memberAt(metadata, 'annotations')),
  ];
};

/** Name of a driver: letters of either case. */
export const driverName: FieldRule = (value, path) => {
  const name = typeof value === 'string' ? value : '';
  if (name === '') return [required(path)];
  return [
    ...(name.length > LONGEST_DRIVER ? [tooLong(path, LONGEST_DRIVER)] : []),
    ...invalidName(path, name, dnsSubdomain(name.toLowerCase())),
  ];
};

/** A wrong name is told of the driver. */
const nodePublishSecretRef: FieldRule = (value, path) => {
  if (!isObject(value)) return [];
  const name = textAt(value, 'name') ?? '';
  if (name === '') return [required(`${path}.name`)];
  return invalidName(path.replace(/\.nodePublishSecretRef$/, '.name'), name, dnsSubdomain(name));
};

const sizeLimit: FieldRule = (value, path) => {
  const quantity = parseQuantity(value);
  const negative = quantity !== undefined && milliValue(quantity) < 0n;
  return negative ? [forbidden(path, 'SizeLimit field must be a valid resource quantity')] : [];
};

const files = { fields: { defaultMode: fileMode } };
const localPath = firstOf(must(), ifAny(wrongLocalPath));

export const VOLUME_RULES: Rules = {
  'core/v1.Volume': { fields: { name: needed(dnsLabel) }, last: oneSource },
  'core/v1.HostPathVolumeSource': { fields: { path: firstOf(must(), ifAny(wrongUpwardPath)) } },
  'core/v1.GCEPersistentDiskVolumeSource': {
    fields: {
      pdName: (value, path, input) =>
        must()(value, path.replace(/\.gcePersistentDisk\.pdName$/, '.persistentDisk.pdName'), input),
    },
  },
  'core/v1.SecretVolumeSource': { fields: { secretName: must(), defaultMode: fileMode } },
  'core/v1.ConfigMapVolumeSource': { fields: { name: must(), defaultMode: fileMode } },
  'core/v1.SecretProjection': { fields: { name: must() } },
  'core/v1.ConfigMapProjection': { fields: { name: must() } },
  'core/v1.ServiceAccountTokenProjection': {
    fields: {
      path: tokenPath,
      expirationSeconds: (value, path) =>
        value === undefined
          ? []
          : [
              ...(Number(value) < 600 ? [invalid(path, value, 'may not specify a duration less than 10 minutes')] : []),
              ...(Number(value) > 2 ** 32
                ? [invalid(path, value, 'may not specify a duration larger than 2^32 seconds')]
                : []),
            ],
    },
  },
  'core/v1.ProjectedVolumeSource': { ...files, last: projected },
  'core/v1.DownwardAPIVolumeSource': files,
  'core/v1.DownwardAPIVolumeFile': { fields: { path: anything, mode: fileMode }, first: downwardFile },
  'core/v1.KeyToPath': { fields: { key: must(), path: localPath, mode: fileMode } },
  'core/v1.NFSVolumeSource': { fields: { server: must(), path: absolutePath } },
  'core/v1.ISCSIVolumeSource': { fields: { iqn, lun } },
  'core/v1.ISCSIPersistentVolumeSource': { fields: { iqn, lun } },
  'core/v1.RBDVolumeSource': { fields: { monitors: needsEntries } },
  'core/v1.CephFSVolumeSource': { fields: { monitors: needsEntries } },
  'core/v1.AzureDiskVolumeSource': { fields: { diskURI: azureUri } },
  'core/v1.FCVolumeSource': { first: fibre },
  'core/v1.QuobyteVolumeSource': { fields: { registry } },
  'core/v1.ScaleIOVolumeSource': { fields: { volumeName: must() } },
  'core/v1.CSIVolumeSource': { fields: { driver: driverName, nodePublishSecretRef } },
  'core/v1.EmptyDirVolumeSource': { fields: { sizeLimit } },
  'core/v1.PersistentVolumeClaimTemplate': { first: templateMetadata },
  'core/v1.EphemeralVolumeSource': {
    fields: { volumeClaimTemplate: (value, path) => (isObject(value) ? [] : [required(path)]) },
  },
  'core/v1.ImageVolumeSource': { fields: { reference: must() } },
  'core/v1.PersistentVolumeClaimVolumeSource': { fields: { claimName: both(must(), each(anything)) } },
};
