/** Roles, bindings, signing requests and reviews. */
import { isList, isObject, type Json, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { duplicate, invalid, invalidName, required, unsupported } from './causes.ts';
import { anything, dnsSubdomain, number } from './field-rules.ts';
import { type FieldRule, isBlank, type Rule, type RuleInput, type Rules } from './rule.ts';

const RBAC = 'rbac.authorization.k8s.io';
const SUBJECTS = ['ServiceAccount', 'User', 'Group'];
const USAGES = [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping',
];
const SHORTEST_CERTIFICATE = 600;

/** A binding names a role of the same reach or wider. */
const roleRef: Rule = ({ value, path, object }) => {
  const kinds = object['kind'] === 'RoleBinding' ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  const [group, kind] = [textAt(value, 'apiGroup') ?? '', textAt(value, 'kind') ?? ''];
  const name = textAt(value, 'name') ?? '';
  return [
    ...(group === RBAC ? [] : [unsupported(`${path}.apiGroup`, group, [RBAC])]),
    ...(kinds.includes(kind) ? [] : [unsupported(`${path}.kind`, kind, kinds)]),
    ...(name === '' ? [required(`${path}.name`)] : segment(name, `${path}.name`)),
  ];
};

function segment(name: string, field: string): readonly FieldCause[] {
  if (name === '.' || name === '..') return [invalid(field, name, `may not be '${name}'`)];
  return ['/', '%']
    .filter((part) => name.includes(part))
    .map((part) => invalid(field, name, `may not contain '${part}'`));
}

const subject: Rule = ({ value, path, object }) => {
  const [name, kind] = [textAt(value, 'name') ?? '', textAt(value, 'kind') ?? ''];
  const causes: FieldCause[] = name === '' ? [required(`${path}.name`)] : [];
  const group = textAt(value, 'apiGroup') ?? '';
  if (!SUBJECTS.includes(kind)) return [...causes, unsupported(`${path}.kind`, kind, SUBJECTS)];
  const wanted = kind === 'ServiceAccount' ? '' : RBAC;
  const named = kind === 'ServiceAccount' && name !== '' ? invalidName(`${path}.name`, name, dnsSubdomain(name)) : [];
  const grouped = group === wanted ? [] : [unsupported(`${path}.apiGroup`, group, [wanted])];
  const homeless = kind === 'ServiceAccount' && !textAt(value, 'namespace') && object['kind'] === 'ClusterRoleBinding';
  return [...causes, ...named, ...grouped, ...(homeless ? [required(`${path}.namespace`)] : [])];
};

/** Either resources or paths, each with verbs. */
const policyRule: Rule = ({ value, path, object }) => {
  const causes: FieldCause[] = [];
  if (isBlank(value['verbs'])) causes.push(required(`${path}.verbs`, 'verbs must contain at least one value'));
  const urls = value['nonResourceURLs'];
  if (!isBlank(urls)) return [...causes, ...pathCauses({ value, path, object })];
  if (isBlank(value['apiGroups']))
    causes.push(required(`${path}.apiGroups`, 'resource rules must supply at least one api group'));
  if (isBlank(value['resources']))
    causes.push(required(`${path}.resources`, 'resource rules must supply at least one resource'));
  return causes;
};

function pathCauses({ value, path, object }: RuleInput): readonly FieldCause[] {
  const urls = value['nonResourceURLs'];
  const field = `${path}.nonResourceURLs`;
  const causes: FieldCause[] = [];
  if (object['kind'] === 'Role')
    causes.push(invalid(field, urls, 'namespaced rules cannot apply to non-resource URLs'));
  const mixed = ['apiGroups', 'resources', 'resourceNames'].some((name) => !isBlank(value[name]));
  return mixed
    ? [...causes, invalid(field, urls, 'rules cannot apply to both regular resources and non-resource URLs')]
    : causes;
}

const aggregation: FieldRule = (value, path) =>
  isObject(value) && isBlank(value['clusterRoleSelectors'])
    ? [
        required(
          `${path}.clusterRoleSelectors`,
          'at least one clusterRoleSelector required if aggregationRule is non-nil',
        ),
      ]
    : [];

const usages: FieldRule = (value, path) => {
  if (isBlank(value)) return [required(path)];
  const seen = new Set<Json>();
  return (isList(value) ? value : []).flatMap((usage, index): readonly FieldCause[] => {
    const field = `${path}[${index}]`;
    if (!USAGES.includes(String(usage))) return [unsupported(field, usage, USAGES)];
    if (seen.has(usage)) return [duplicate(field, usage)];
    seen.add(usage);
    return [];
  });
};

const BEGIN = 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNU';

/** PEM, read as far as its first line. */
const request: FieldRule = (value, path) =>
  typeof value === 'string' && value.startsWith(BEGIN)
    ? []
    : [invalid(path, value ?? null, 'PEM block type must be CERTIFICATE REQUEST')];

const signerName: FieldRule = (value, path) => {
  const name = typeof value === 'string' ? value : '';
  if (name === '') return [required(path)];
  if (name === 'kubernetes.io/legacy-unknown') {
    return [invalid(path, name, 'the legacy signerName is not allowed via this API version')];
  }
  const [domain = '', signer, ...rest] = name.split('/');
  const fits =
    signer !== undefined &&
    signer !== '' &&
    rest.length === 0 &&
    domain.includes('.') &&
    dnsSubdomain(domain).length === 0;
  return fits
    ? []
    : [invalid(path, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'")];
};

const onePurpose: Rule = ({ value, path }) => {
  const given = [value['resourceAttributes'], value['nonResourceAttributes']].filter((one) => one !== undefined);
  if (given.length === 1) return [];
  return given.length === 0
    ? [
        invalid(
          `${path}.resourceAttributes`,
          null,
          'exactly one of nonResourceAttributes or resourceAttributes must be specified',
        ),
      ]
    : [
        invalid(
          `${path}.nonResourceAttributes`,
          {
            Path: textAt(value, 'nonResourceAttributes', 'path') ?? '',
            Verb: textAt(value, 'nonResourceAttributes', 'verb') ?? '',
          },
          'cannot be specified in combination with resourceAttributes',
        ),
      ];
};

const somebody: Rule = ({ value, path }) =>
  isBlank(value['user']) && isBlank(value['groups'])
    ? [invalid(`${path}.user`, '', 'at least one of user or group must be specified')]
    : [];

/** A selector comes as text or as requirements. */
const oneSelector: Rule = ({ value, path }) => {
  const [raw, wanted] = [textAt(value, 'rawSelector') ?? '', !isBlank(value['requirements'])];
  if (raw !== '' && wanted) {
    return [invalid(`${path}.rawSelector`, raw, 'may not specified at the same time as requirements')];
  }
  if (raw !== '' || wanted) return [];
  return [required(`${path}.requirements`, `when ${path} is specified, requirements or rawSelector is required`)];
};

export const ACCESS_RULES: Rules = {
  'rbac/v1.RoleRef': roleRef,
  'rbac/v1.Subject': subject,
  'rbac/v1.PolicyRule': policyRule,
  'rbac/v1.RoleBinding': { order: ['roleRef'] },
  'rbac/v1.ClusterRoleBinding': { order: ['roleRef'] },
  'rbac/v1.ClusterRole': { fields: { aggregationRule: aggregation } },
  'certificates/v1.CertificateSigningRequestSpec': {
    order: ['request', 'usages', 'signerName', 'expirationSeconds'],
    fields: {
      request,
      signerName,
      usages,
      expirationSeconds: number(
        (value) => value >= SHORTEST_CERTIFICATE,
        `may not specify a duration less than ${SHORTEST_CERTIFICATE} seconds (10 minutes)`,
      ),
    },
  },
  'authorization/v1.SubjectAccessReviewSpec': { first: (input) => [...onePurpose(input), ...somebody(input)] },
  'authorization/v1.SelfSubjectAccessReviewSpec': { first: onePurpose },
  'authorization/v1.ResourceAttributes': { fields: { verb: anything } },
  'authorization/v1.LabelSelectorAttributes': { first: oneSelector },
  'authorization/v1.FieldSelectorAttributes': { first: oneSelector },
};
