/** Claims, persistent volumes, storage classes and what attaches them. */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { wrongQualifiedName } from '../object/names.ts';
import { milliValue, parseQuantity } from '../quantity/quantity.ts';
import { duplicate, forbidden, invalid, invalidName, required, unsupported } from './causes.ts';
import {
  anything,
  dnsLabel,
  dnsSubdomain,
  ifAny,
  must,
  number,
  presentMembers,
  text,
  whole,
  word,
} from './field-rules.ts';
import { storageRequest } from './resource-rules.ts';
import { all, type FieldRule, isBlank, type Rule, type RuleInput, type Rules } from './rule.ts';
import { driverName as csiDriver, driverNameCauses } from './volume-rules.ts';

const MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
/** In the order in which they are looked at. */
const VOLUME_SOURCES = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'flocker',
  'nfs',
  'rbd',
  'quobyte',
  'cephfs',
  'iscsi',
  'cinder',
  'fc',
  'flexVolume',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'scaleIO',
  'local',
  'storageos',
  'csi',
];

/** How a volume may be mounted: said of the list. */
function accessModes(missing: string): FieldRule {
  return (value, path) => {
    if (isBlank(value)) return [required(path, missing)];
    const list = isList(value) ? value : [];
    const wrong = list.filter((mode) => !MODES.includes(String(mode))).map((mode) => unsupported(path, mode, MODES));
    const single =
      list.includes('ReadWriteOncePod') &&
      list.some((mode) => mode !== 'ReadWriteOncePod' && MODES.includes(String(mode)));
    return single ? [...wrong, forbidden(path, 'may not use ReadWriteOncePod with other access modes')] : wrong;
  };
}

const volumeMode = word('Block', 'Filesystem');

/** A source of data is a claim, or something of a group of its own. */
const dataSource: FieldRule = (value, path) => {
  if (!isObject(value)) return [];
  const [name, kind, group, namespace] = ['name', 'kind', 'apiGroup', 'namespace'].map(
    (member) => textAt(value, member) ?? '',
  ) as [string, string, string, string];
  const claim = "must be 'PersistentVolumeClaim' when referencing the default apiGroup";
  return [
    ...(name === '' ? [required(`${path}.name`)] : []),
    ...(kind === '' ? [required(`${path}.kind`)] : []),
    ...(group === '' && kind !== 'PersistentVolumeClaim' ? [invalid(path, kind, claim)] : []),
    ...(group === '' ? [] : invalidName(`${path}.apiGroup`, group, dnsSubdomain(group))),
    ...(namespace === '' ? [] : invalidName(`${path}.namespace`, namespace, dnsLabel(namespace))),
  ];
};

/** Two ways to name a source name the same one. */
const sameSource: Rule = ({ value, path }) => {
  const [source, reference] = [value['dataSource'], value['dataSourceRef']];
  if (!isObject(source) || !isObject(reference)) return [];
  if (textAt(reference, 'namespace')) {
    return [invalid(path, {}, 'may not be specified when dataSourceRef.namespace is specified')];
  }
  const same = ['apiGroup', 'kind', 'name'].every((name) => textAt(source, name) === textAt(reference, name));
  return same ? [] : [invalid(path, {}, 'must match dataSourceRef')];
};

/** A capacity of storage and nothing else. */
const capacity: FieldRule = (value, path) => {
  const amounts = isObject(value) ? value : {};
  const causes: FieldCause[] = isBlank(value) ? [required(path)] : [];
  if (amounts['storage'] === undefined || Object.keys(amounts).length > 1) {
    causes.push(unsupported(path, value ?? null, ['storage']));
  }
  for (const [name, amount] of Object.entries(amounts)) {
    const quantity = parseQuantity(amount);
    if (quantity === undefined || milliValue(quantity) > 0n) continue;
    const field = `${path}[${name}]`;
    if (milliValue(quantity) < 0n) {
      const shown = Math.floor(Number(milliValue(quantity)) / 1000);
      causes.push(invalid(field, shown, 'must be a valid resource quantity'));
    }
    causes.push(invalid(field, String(amount), 'must be greater than zero'));
  }
  return causes;
};

/** The sources after the first. A driver of this old kind is never one too many. */
function laterSources(spec: JsonObject): readonly string[] {
  return presentMembers(spec, VOLUME_SOURCES)
    .slice(1)
    .filter((name) => name !== 'flexVolume');
}

/** A second source is refused, and not looked into. */
const secondSource = Object.fromEntries(
  VOLUME_SOURCES.map((name): readonly [string, Rule] => [
    name,
    ({ value, path }) => {
      const [shown, at] = [name === 'cephfs' ? 'cephFS' : name, presentMembers(value, VOLUME_SOURCES).indexOf(name)];
      if (at > 0 && name !== 'flexVolume')
        return [forbidden(`${path}.${shown}`, 'may not specify more than 1 volume type')];
      const placed = isObject(value['nodeAffinity']);
      const lost = name === 'local' && at === 0 && !placed;
      return lost ? [required(`${path}.nodeAffinity`, 'Local volume requires node affinity')] : [];
    },
  ]),
);

const noSource: Rule = ({ value, path }) =>
  presentMembers(value, VOLUME_SOURCES).length > 0 ? [] : [required(path, 'must specify a volume type')];

const INLINE = 'may not be specified in the context of inline volumes';

function isInline({ path }: RuleInput): boolean {
  return path.endsWith('.inlineVolumeSpec');
}

/** A volume that is attached without an object of its own is of a driver, and nobody claims it. */
const inlineParts: Rule = (input) => {
  if (!isInline(input)) return [];
  const { value, path } = input;
  const given = ['claimRef', 'capacity'].filter(
    (name) => !isBlank(value[name]) || (name === 'claimRef' && isObject(value[name])),
  );
  const driven = isObject(value['csi'])
    ? []
    : [required(`${path}.csi`, 'has to be specified in the context of inline volumes')];
  return [...given.map((name) => forbidden(`${path}.${name}`, INLINE)), ...driven];
};

function unlessInline(rule: FieldRule): FieldRule {
  return (value, path, input) => (isInline(input) ? [] : rule(value, path, input));
}

/** Such a volume stays when it is let go. */
function kept(value: Json | undefined, path: string): readonly FieldCause[] {
  const detail = 'may only be Retain in the context of inline volumes';
  return isBlank(value) || value === 'Retain' ? [] : [forbidden(path, detail)];
}

/** What a volume that is attached without an object of its own does not have; `rule` is for all others. */
function ofObject(rule: FieldRule): FieldRule {
  return (value, path, input) => {
    if (!input.path.endsWith('.inlineVolumeSpec')) return rule(value, path, input);
    return isBlank(value) ? [] : [forbidden(path, INLINE)];
  };
}

/** A member that has one value only in volumes without an object of their own. */
function ofKind(rule: FieldRule, only: string): FieldRule {
  return (value, path, input) => {
    if (!input.path.endsWith('.inlineVolumeSpec')) return rule(value, path, input);
    const name = path.slice(path.lastIndexOf('.') + 1);
    const detail = `may not specify ${name} other than ${only} in the context of inline volumes`;
    return value === undefined || value === only ? [] : [forbidden(path, detail)];
  };
}

const attributesOfVolume: Rule = ({ value, path }) => {
  const name = textAt(value, 'volumeAttributesClassName');
  const field = `${path}.volumeAttributesClassName`;
  if (name === undefined) return [];
  return [
    ...(name === ''
      ? [required(field, 'an empty string is disallowed')]
      : invalidName(field, name, dnsSubdomain(name))),
    ...(isObject(value['csi'])
      ? []
      : [required(`${path}.csi`, 'has to be specified when using volumeAttributesClassName')]),
  ];
};

const nodeAffinity: Rule = ({ value, path }) =>
  isObject(value['required']) ? [] : [required(`${path}.required`, 'must specify required node constraints')];

/**
 * Where volumes of a class may be: no key and no place twice. A place is told for each that is the same; the list of those begins
 * with an empty one for every term (k8s.io/kubernetes: `validateAllowedTopologies`).
 */
const topologies: FieldRule = (value, path) => {
  const terms = (isList(value) ? value : []).map((term) => listAt(term, 'matchLabelExpressions'));
  const shown = terms.map(placeOf);
  const known = [...terms.map(() => placeOf([])), ...shown];
  return terms.flatMap((expressions, index): readonly FieldCause[] => {
    const field = `${path}[${index}].matchLabelExpressions`;
    const same = known.slice(0, terms.length + index).filter((place) => place === shown[index]);
    return [...expressionCauses(expressions, field), ...same.map(() => duplicate(field, ''))];
  });
};

function listAt(value: Json, name: string): readonly Json[] {
  const list = memberAt(value, name);
  return isList(list) ? list : [];
}

/** Neither expressions nor values have an order; of a key that stands twice the last counts. */
function placeOf(expressions: readonly Json[]): string {
  const sets = expressions.map((one): [string, Json] => [
    textAt(one, 'key') ?? '',
    [...new Set(listAt(one, 'values').map(String))].toSorted(),
  ]);
  return JSON.stringify([...new Map(sets)].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

function expressionCauses(expressions: readonly Json[], path: string): readonly FieldCause[] {
  const keys = new Set<string>();
  return expressions.flatMap((expression, index) => {
    const field = `${path}[${index}]`;
    const key = textAt(expression, 'key') ?? '';
    const values = memberAt(expression, 'values');
    const repeated = keys.has(key) ? [duplicate(`${field}.key`, key)] : [];
    keys.add(key);
    return [
      ...topologyValues(values, `${field}.values`),
      ...invalidName(`${field}.key`, key, wrongQualifiedName(key)),
      ...repeated,
    ];
  });
}

function topologyValues(values: Json | undefined, path: string): readonly FieldCause[] {
  if (isBlank(values)) return [required(path)];
  const seen = new Set<Json>();
  return (isList(values) ? values : []).flatMap((item, index) => {
    if (seen.has(item)) return [duplicate(`${path}[${index}]`, item)];
    seen.add(item);
    return [];
  });
}

const driverName: FieldRule = (value, path) => {
  const name = typeof value === 'string' ? value : '';
  return name === '' ? [required(path)] : invalidName(path, name.toLowerCase(), wrongQualifiedName(name.toLowerCase()));
};

const attachmentSource: FieldRule = (value, path) => {
  const [name, inline] = [memberAt(value, 'persistentVolumeName'), memberAt(value, 'inlineVolumeSpec')];
  const detail = 'must specify exactly one of inlineVolumeSpec and persistentVolumeName';
  if (name === undefined && inline === undefined) return [required(path, detail)];
  if (name !== undefined && inline !== undefined) return [forbidden(path, detail)];
  if (typeof name !== 'string') return [];
  return name === '' ? [required(`${path}.persistentVolumeName`, 'must specify non empty persistentVolumeName')] : [];
};

/** The form of the names in an attachment, which is looked at after all else and of new ones only. */
export function attachmentNameCauses({ spec }: JsonObject): readonly FieldCause[] {
  const attacher = textAt(spec, 'attacher') ?? '';
  const volume = memberAt(spec, 'source', 'persistentVolumeName');
  return [
    ...driverNameCauses(attacher, 'spec.attacher'),
    ...(typeof volume === 'string'
      ? invalidName('spec.source.persistentVolumeName', volume, dnsSubdomain(volume))
      : []),
  ];
}

const drivers: FieldRule = (value, path) => {
  const seen = new Set<string>();
  return (isList(value) ? value : []).flatMap((driver, index) => {
    const name = textAt(driver, 'name') ?? '';
    if (name !== '' && seen.has(name)) return [duplicate(`${path}[${index}].name`, name)];
    seen.add(name);
    return [];
  });
};

/** A Secret that a driver reads, by name and namespace. */
const secretRef: FieldRule = (value, path) => {
  if (!isObject(value)) return [];
  const [name, namespace] = [textAt(value, 'name') ?? '', textAt(value, 'namespace') ?? ''];
  return [
    ...(name === '' ? [required(`${path}.name`)] : invalidName(`${path}.name`, name, dnsSubdomain(name))),
    ...(namespace === ''
      ? [required(`${path}.namespace`)]
      : invalidName(`${path}.namespace`, namespace, dnsLabel(namespace))),
  ];
};

/** Labels of nodes by which a driver tells places apart: said of the driver. */
const topologyKeys: FieldRule = (value, path) => {
  const field = path.replace(/\.topologyKeys$/, '');
  const seen = new Set<string>();
  return (isList(value) ? value : []).map(String).flatMap((key) => {
    const causes = [
      ...(key === '' ? [required(field)] : []),
      ...(seen.has(key) ? [duplicate(field, key)] : []),
      ...invalidName(field, key, wrongQualifiedName(key)),
    ];
    seen.add(key);
    return causes;
  });
};

const LONGEST_NODE_ID = 256;

const nodeID: FieldRule = (value, path) => {
  const id = typeof value === 'string' ? value : '';
  if (id === '') return [required(path)];
  return id.length > LONGEST_NODE_ID ? [invalid(path, id, `must be ${LONGEST_NODE_ID} characters or less`)] : [];
};

const lifecycleModes: FieldRule = (value, path) =>
  (isList(value) ? value : [])
    .filter((mode) => mode !== 'Persistent' && mode !== 'Ephemeral')
    .map((mode) => unsupported(path, mode, ['Persistent', 'Ephemeral']));

/** Tokens for a driver, one an audience, which may be the server's own. */
const tokenRequests: FieldRule = (value, path) => {
  const seen = new Set<string>();
  return (isList(value) ? value : []).flatMap((request, index): readonly FieldCause[] => {
    const audience = textAt(request, 'audience') ?? '';
    const field = `${path}[${index}]`;
    if (seen.has(audience)) return [duplicate(`${field}.audience`, audience)];
    seen.add(audience);
    const seconds = memberAt(request, 'expirationSeconds');
    if (seconds === undefined) return [];
    return [
      ...(Number(seconds) < 600
        ? [invalid(`${field}.expirationSeconds`, seconds, 'may not specify a duration less than 10 minutes')]
        : []),
      ...(Number(seconds) > 2 ** 32
        ? [invalid(`${field}.expirationSeconds`, seconds, 'may not specify a duration larger than 2^32 seconds')]
        : []),
    ];
  });
};

/** How much a driver can still provide. */
const notNegative: FieldRule = (value, path) => {
  const quantity = parseQuantity(value);
  const negative = quantity !== undefined && milliValue(quantity) < 0n;
  return negative ? [invalid(path, String(value), 'must be greater than or equal to 0')] : [];
};

const SECRETS = [
  'controllerPublishSecretRef',
  'controllerExpandSecretRef',
  'nodePublishSecretRef',
  'nodeExpandSecretRef',
];

export const STORAGE_RULES: Rules = {
  'core/v1.PersistentVolumeClaimSpec': {
    fields: {
      accessModes: accessModes('at least 1 access mode is required'),
      resources: storageRequest,
      storageClassName: ifAny(dnsSubdomain),
      volumeMode,
      dataSource,
      dataSourceRef: dataSource,
      volumeAttributesClassName: ifAny(dnsSubdomain),
    },
    order: [
      'accessModes',
      'selector',
      'resources',
      'storageClassName',
      'volumeMode',
      'dataSource',
      'dataSourceRef',
      'volumeAttributesClassName',
    ],
    after: { dataSourceRef: sameSource },
  },
  'core/v1.PersistentVolumeSpec': {
    order: [
      'claimRef',
      'accessModes',
      'capacity',
      'persistentVolumeReclaimPolicy',
      'nodeAffinity',
      ...VOLUME_SOURCES,
      'storageClassName',
      'volumeMode',
    ],
    first: inlineParts,
    closed: (input) => [...laterSources(input.value), ...(isInline(input) ? ['nodeAffinity'] : [])],
    fields: {
      capacity: unlessInline(capacity),
      accessModes: accessModes(''),
      persistentVolumeReclaimPolicy: (value, path, input) =>
        isInline(input) ? kept(value, path) : word('Delete', 'Recycle', 'Retain')(value, path, input),
      claimRef: anything,
      nodeAffinity: ofObject(() => []),
      storageClassName: ofObject(ifAny(dnsSubdomain)),
      volumeMode: ofKind(volumeMode, 'Filesystem'),
    },
    after: { ...secondSource, csi: all(secondSource['csi'] ?? noSource, noSource) },
    last: attributesOfVolume,
  },
  'core/v1.VolumeNodeAffinity': { first: nodeAffinity },
  'core/v1.CSIPersistentVolumeSource': {
    fields: { driver: csiDriver, ...Object.fromEntries(SECRETS.map((name) => [name, secretRef])) },
  },
  'storage/v1.StorageClass': {
    fields: {
      provisioner: driverName,
      reclaimPolicy: (value, path, input) => (value ? word('Delete', 'Retain')(value, path, input) : []),
      volumeBindingMode: word('Immediate', 'WaitForFirstConsumer'),
      allowedTopologies: topologies,
    },
  },
  'storage/v1.VolumeAttributesClass': {
    fields: { driverName, parameters: must('must contain at least one key/value pair') },
  },
  'storage/v1.VolumeAttachmentSpec': {
    fields: { attacher: must(), source: attachmentSource, nodeName: text(dnsSubdomain) },
    closed: ({ value }) =>
      presentMembers(value['source'], ['inlineVolumeSpec', 'persistentVolumeName']).length === 1 ? [] : ['source'],
  },
  'storage/v1.CSINodeSpec': { fields: { drivers } },
  'storage/v1.CSINodeDriver': { fields: { name: csiDriver, nodeID, topologyKeys } },
  'storage/v1.VolumeNodeResources': { fields: { count: whole } },
  'storage/v1.CSIDriverSpec': {
    order: [
      ...['fsGroupPolicy', 'tokenRequests', 'volumeLifecycleModes', 'nodeAllocatableUpdatePeriodSeconds'],
      'serviceAccountTokenInSecrets',
    ],
    fields: {
      fsGroupPolicy: word('File', 'None', 'ReadWriteOnceWithFSType'),
      tokenRequests,
      nodeAllocatableUpdatePeriodSeconds: number((value) => value >= 10, 'must be greater than or equal to 10 seconds'),
      volumeLifecycleModes: lifecycleModes,
      serviceAccountTokenInSecrets: (value, path, { value: driver }) =>
        value !== undefined && isBlank(driver['tokenRequests'])
          ? [invalid(path, value, 'serviceAccountTokenInSecrets is set but no tokenRequests are specified')]
          : [],
    },
  },
  'storage/v1.TokenRequest': () => [],
  'storage/v1.CSIStorageCapacity': { fields: { storageClassName: text(dnsSubdomain), capacity: notNegative } },
  'core/v1.TopologySelectorTerm': {},
  'core/v1.TopologySelectorLabelRequirement': { fields: { key: () => [] } },
};
