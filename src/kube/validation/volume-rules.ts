/** Volumes of pods; the sources that persistent volumes share are in `volume-source-rules.ts`. */
import { isList, isObject, type Json, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { milliValue, parseQuantity } from '../quantity/quantity.ts';
import { duplicate, forbidden, invalid, invalidName, required, tooLong } from './causes.ts';
import {
  anything,
  both,
  dnsLabel,
  dnsSubdomain,
  each,
  firstOf,
  ifAny,
  must,
  number,
  presentMembers,
} from './field-rules.ts';
import { wrongLocalPath } from './formats.ts';
import { annotationCauses, labelCauses } from './metadata.ts';
import { type FieldRule, isBlank, type Rule, type Rules } from './rule.ts';

/** In the order in which they are looked at. */
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
  'flocker',
  'persistentVolumeClaim',
  'rbd',
  'cinder',
  'cephfs',
  'quobyte',
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
  'projected',
  'scaleIO',
  'csi',
  'ephemeral',
  'image',
];
/** Names under which a second source is refused, where they are not its own. */
const REFUSED_AS: Readonly<Record<string, string>> = { cephfs: 'cephFS', downwardAPI: 'downwarAPI' };
const MODE = 'must be a number between 0 and 0777 (octal), both inclusive';
const LONGEST_DRIVER = 63;
const LONGEST_PORTAL = 64;
const PORTAL =
  'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.';
const HIGHEST_MODE = 0o777;

/** Permissions of files. */
export const fileMode = number((value) => value >= 0 && value <= HIGHEST_MODE, MODE);

const noSource: Rule = ({ value, path }) =>
  presentMembers(value, SOURCES).length > 0 ? [] : [required(path, 'must specify a volume type')];

/** A second source is refused, and not looked into. */
const secondSource = Object.fromEntries(
  SOURCES.map((name): readonly [string, Rule] => [
    name,
    ({ value, path }) =>
      presentMembers(value, SOURCES).indexOf(name) > 0
        ? [forbidden(`${path}.${REFUSED_AS[name] ?? name}`, 'may not specify more than 1 volume type')]
        : [],
  ]),
);

/** Names differ among the volumes in which nothing is wrong; a claim made for the pod bears its name in front. */
const volumeName: FieldRule = (value, path, { path: volume, object, value: given, outer }) => {
  const name = typeof value === 'string' ? value : '';
  const pod = object['kind'] === 'Pod' ? (textAt(object, 'metadata', 'name') ?? '') : '';
  const list = outer?.value['volumes'];
  const index = Number(/\[(\d+)\]$/.exec(volume)?.[1] ?? 0);
  const broken = (at: number) =>
    (outer?.found ?? []).some(({ field }) => field.startsWith(volume.replace(/\[\d+\]$/, `[${at}]`)));
  const taken = (isList(list) ? list.slice(0, index) : []).some(
    (other, at) => textAt(other, 'name') === name && !broken(at),
  );
  const claim = `${pod}-${name}`;
  const made = presentMembers(given, SOURCES)[0] === 'ephemeral';
  const own = pod === '' || name === '' || !made ? [] : dnsSubdomain(claim);
  const portal = textAt(given, 'iscsi', 'targetPortal') ?? '';
  const long = textAt(given, 'iscsi', 'initiatorName') !== undefined && `${name}:${portal}`.length > LONGEST_PORTAL;
  return [
    ...(long ? [invalid(path, name, PORTAL)] : []),
    ...own.map((one) => invalid(path, name, `PVC name ${JSON.stringify(claim)}: ${one}`)),
    ...(name === '' ? [required(path)] : invalidName(path, name, dnsLabel(name))),
    ...(taken ? [duplicate(path, name)] : []),
  ];
};

/** What is made for one volume of the pod is not named by another. */
const madeClaim: Rule = ({ value, path, object, outer }) => {
  const pod = object['kind'] === 'Pod' ? (textAt(object, 'metadata', 'name') ?? '') : '';
  const list = outer?.value['volumes'];
  const made = (isList(list) ? list : [])
    .filter((volume) => pod !== '' && memberAt(volume, 'ephemeral') !== undefined)
    .map((volume) => `${pod}-${textAt(volume, 'name') ?? ''}`);
  const claim = textAt(value, 'persistentVolumeClaim', 'claimName') ?? '';
  const detail = 'must not reference a PVC that gets created for an ephemeral volume';
  return made.includes(claim) ? [invalid(`${path}.persistentVolumeClaim.claimName`, claim, detail)] : [];
};

/** What is wrong with a file of a volume is said without the index of its item. */
function ofVolume(path: string): string {
  return path.replace(/\.items\[\d+\]$/, '');
}

const fileName: FieldRule = (value, _, input) => {
  const name = typeof value === 'string' ? value : '';
  const field = `${ofVolume(input.path)}.path`;
  return name === '' ? [required(field)] : wrongLocalPath(name).map((sentence) => invalid(field, name, sentence));
};

const twoFields: Rule = ({ value, path }) =>
  presentMembers(value, ['fieldRef', 'resourceFieldRef']).length === 2
    ? [invalid(ofVolume(path), 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously')]
    : [];

/** A file has one field of the pod in it, or one amount of a container. */
const oneField: Rule = ({ value, path }) => {
  const given = presentMembers(value, ['fieldRef', 'resourceFieldRef']);
  const place = ofVolume(path);
  if (given.length === 0) return [required(place, 'one of fieldRef and resourceFieldRef is required')];
  const nameless = given[0] === 'resourceFieldRef' && !textAt(value['resourceFieldRef'], 'containerName');
  return nameless ? [required(`${place}.resourceFieldRef.containerName`)] : [];
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

/** What the metadata of a template for claims may not have, as Go calls it. */
const UNSET: Readonly<Record<string, string>> = {
  name: 'name',
  generateName: 'generateName',
  namespace: 'namespace',
  selfLink: 'selfLink',
  uid: 'uID',
  resourceVersion: 'resourceVersion',
  generation: 'generation',
  creationTimestamp: 'creationTimestamp',
  deletionTimestamp: 'deletionTimestamp',
  deletionGracePeriodSeconds: 'deletionGracePeriodSeconds',
  ownerReferences: 'ownerReferences',
  finalizers: 'finalizers',
  managedFields: 'managedFields',
};

/** Members of a template's metadata that are there and may not be, as Go calls them. */
export function unsetMetadata(metadata: Json | undefined): readonly string[] {
  return Object.entries(UNSET).flatMap(([name, shown]) => {
    const item = memberAt(metadata, name);
    // A period is given even where it is none.
    const zero = item === 0 && name !== 'deletionGracePeriodSeconds';
    return item === undefined || item === null || item === '' || zero ? [] : [shown];
  });
}

/** Labels and annotations that a claim made from this gets. */
const templateMetadata: Rule = ({ value, path }) => {
  const metadata = value['metadata'];
  return [
    ...annotationCauses(`${path}.metadata.annotations`, memberAt(metadata, 'annotations')),
    ...labelCauses(`${path}.metadata.labels`, memberAt(metadata, 'labels')),
    ...unsetMetadata(metadata).map((name) => forbidden(`${path}.metadata.${name}`, 'cannot be set')),
  ];
};

/** Name of a driver: letters of either case. */
export const driverName: FieldRule = (value, path) => driverNameCauses(typeof value === 'string' ? value : '', path);

/** What is wrong with the name of a CSI driver. */
export function driverNameCauses(name: string, path: string): readonly FieldCause[] {
  if (name === '') return [required(path)];
  return [
    ...(name.length > LONGEST_DRIVER ? [tooLong(path, LONGEST_DRIVER)] : []),
    ...invalidName(path, name, dnsSubdomain(name.toLowerCase())),
  ];
}

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
  'core/v1.Volume': {
    order: SOURCES,
    after: { ...secondSource, image: (input) => [...(secondSource['image']?.(input) ?? []), ...noSource(input)] },
    closed: ({ value }) => presentMembers(value, SOURCES).slice(1),
    fields: { name: volumeName },
    last: madeClaim,
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
  'core/v1.DownwardAPIVolumeFile': {
    order: ['path', 'fieldRef', 'resourceFieldRef', 'mode'],
    fields: {
      path: fileName,
      mode: (value, _, input) => fileMode(value, `${ofVolume(input.path)}.mode`, input),
    },
    after: { fieldRef: twoFields, resourceFieldRef: oneField },
    closed: ({ value }) => (isObject(value['fieldRef']) ? ['resourceFieldRef'] : []),
  },
  'core/v1.KeyToPath': { fields: { key: must(), path: localPath, mode: fileMode } },
  'core/v1.CSIVolumeSource': { fields: { driver: driverName, nodePublishSecretRef } },
  'core/v1.EmptyDirVolumeSource': { fields: { sizeLimit } },
  'core/v1.PersistentVolumeClaimTemplate': { first: templateMetadata },
  'core/v1.EphemeralVolumeSource': {
    fields: { volumeClaimTemplate: (value, path) => (isObject(value) ? [] : [required(path)]) },
  },
  'core/v1.ImageVolumeSource': { fields: { reference: must() } },
  'core/v1.PersistentVolumeClaimVolumeSource': { fields: { claimName: both(must(), each(anything)) } },
};
