/** Devices: classes of them, claims for them, and what drivers offer. Source: `pkg/apis/resource/validation`. */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import { deviceSelectorFault } from '../cel/devices/device-selector.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { duplicate, forbidden, invalid, invalidName, required, tooLong } from './causes.ts';
import {
  anything,
  dnsLabel,
  dnsSubdomain,
  firstOf,
  must,
  number,
  numberAlways,
  presentMembers,
  text,
  word,
} from './field-rules.ts';
import { annotationCauses, labelCauses } from './metadata.ts';
import { type FieldRule, isBlank, type Rule, type RuleInput, type Rules } from './rule.ts';
import { shownTerms } from './scheduling-rules.ts';
import { unsetMetadata } from './volume-rules.ts';

const LONGEST_DRIVER = 63;
const LONGEST_IDENTIFIER = 32;
const LONGEST_VALUE = 64;
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const NOT_IDENTIFIER =
  "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName', regex used for validation is '[A-Za-z_][A-Za-z0-9_]*')";
const SEMANTIC =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/;
const UNNAMED = 'must be either unset or set to a non-empty string';

export const driver: FieldRule = (value, path) => {
  const name = typeof value === 'string' ? value : '';
  if (name === '') return [required(path)];
  return [
    ...(name.length > LONGEST_DRIVER ? [tooLong(path, LONGEST_DRIVER)] : []),
    ...invalidName(path, name, dnsSubdomain(name.toLowerCase())),
  ];
};

function identifierCauses(name: string, path: string): readonly FieldCause[] {
  return [
    ...(name.length > LONGEST_IDENTIFIER ? [tooLong(path, LONGEST_IDENTIFIER)] : []),
    ...(IDENTIFIER.test(name) ? [] : [invalid(path, name, NOT_IDENTIFIER)]),
  ];
}

/** Name of an attribute or a capacity: an identifier, which may have the domain of a driver in front. */
function qualifiedCauses(name: string, path: string): readonly FieldCause[] {
  if (name === '') return [required(path, 'name required')];
  const [domain = '', own, ...rest] = name.split('/');
  if (own === undefined || rest.length > 0) return identifierCauses(name, path);
  return [
    ...(domain === '' ? [invalid(path, '', 'the domain must not be empty')] : driver(domain, path, NOWHERE)),
    ...(own === '' ? [invalid(path, '', 'the name must not be empty')] : identifierCauses(own, path)),
  ];
}

const NOWHERE: RuleInput = { value: {}, path: '', object: {} };

const fullName: FieldRule = (value, path) => {
  const name = typeof value === 'string' ? value : '';
  const detail = 'a fully qualified name must be a domain and a name separated by a slash';
  if (value === undefined) return [required(path)];
  const bare = name.includes('/') ? [] : [invalid(path, name, detail)];
  return name === '' ? [...identifierCauses(name, path), ...bare] : [...qualifiedCauses(name, path), ...bare];
};

/** Parameters of a driver are an object of any content, which nobody shows. */
export const parameters: FieldRule = (value, path) => {
  if (value === undefined || value === null) return [required(path)];
  return isObject(value) ? [] : [invalid(path, '<value omitted>', 'must be a valid JSON object')];
};

const opaque: FieldRule = (value, path) => (isObject(value) ? [] : [required(path)]);
const cel: FieldRule = opaque;

const expression: FieldRule = (value, path) => {
  const given = typeof value === 'string' ? value : '';
  const fault = deviceSelectorFault(given);
  return fault === undefined ? [] : [invalid(path, given, fault)];
};

/** Requests of the claim around, and what can be asked for instead of them. */
function requestNames(input: RuleInput): ReadonlySet<string> {
  const list = input.outer?.value['requests'];
  return new Set(
    (isList(list) ? list : []).flatMap((request) => {
      const name = textAt(request, 'name') ?? '';
      const choices = memberAt(request, 'firstAvailable');
      const subs = (isList(choices) ? choices : []).map((one) => `${name}/${textAt(one, 'name') ?? ''}`);
      return name === '' ? [] : [name, ...subs];
    }),
  );
}

const UNKNOWN_REQUEST =
  "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";

const asked: FieldRule = (value, path, input) => {
  const known = requestNames(input);
  const seen = new Set<Json>();
  const list = (isList(value) ? value : []).map(String);
  const twice = list.flatMap((name, index) => {
    if (seen.has(name)) return [duplicate(`${path}[${index}]`, name)];
    seen.add(name);
    return [];
  });
  return [...list.flatMap((name, index) => requestRefCauses(name, `${path}[${index}]`, known)), ...twice];
};

/** A request of the claim by its name, or a request and what can be asked for instead. */
export function requestRefCauses(name: string, field: string, known: ReadonlySet<string>): readonly FieldCause[] {
  const parts = name.split('/');
  if (parts.length > 2) return [invalid(field, name, UNKNOWN_REQUEST)];
  return [
    ...parts.flatMap((part) => invalidName(field, part, dnsLabel(part))),
    ...(known.has(name) ? [] : [invalid(field, name, UNKNOWN_REQUEST)]),
  ];
}

const amount: Rule = ({ value, path }) => {
  const [mode, count] = [textAt(value, 'allocationMode') ?? '', Number(value['count'] ?? 0)];
  const field = `${path}.count`;
  if (mode === 'All') {
    return count === 0 ? [] : [invalid(field, value['count'], "must not be specified when allocationMode is 'All'")];
  }
  if (mode !== 'ExactCount') return word('All', 'ExactCount')(mode, `${path}.allocationMode`, NOWHERE);
  return count > 0 ? [] : [invalid(field, count, 'must be greater than zero')];
};

const wanted = {
  order: ['name', 'deviceClassName', 'selectors', 'allocationMode', 'count'],
  fields: {
    deviceClassName: firstOf(must(), text(dnsSubdomain)),
    allocationMode: anything,
  },
  after: { allocationMode: amount },
};

/** Names differ; said of the element. */
const named: FieldRule = (value, path) => {
  const seen = new Set<string>();
  return (isList(value) ? value : []).flatMap((item, index): readonly FieldCause[] => {
    const name = textAt(item, 'name') ?? '';
    if (seen.has(name)) return [duplicate(`${path}[${index}]`, name)];
    seen.add(name);
    return [];
  });
};

function isBoth({ value }: RuleInput): boolean {
  return value['exactly'] !== undefined && !isBlank(value['firstAvailable']);
}

function unlessBoth(rule: FieldRule): FieldRule {
  return (value, path, input) => (isBoth(input) ? [] : rule(value, path, input));
}

const request: Rule = ({ value, path }) => {
  const [exact, choices] = [value['exactly'] !== undefined, !isBlank(value['firstAvailable'])];
  const detail = 'exactly one of `exactly` or `firstAvailable` is required';
  if (exact !== choices) return [];
  return exact ? [invalid(path, null, `${detail}, but multiple fields are set`)] : [required(path, detail)];
};

const LONGEST_POOL = 253;

/** Names of pools are paths of subdomains. */
export const poolName: FieldRule = (value, path) => {
  const name = typeof value === 'string' ? value : '';
  if (name === '') return [required(path)];
  return [
    ...(name.length > LONGEST_POOL ? [tooLong(path, LONGEST_POOL)] : []),
    ...name.split('/').flatMap((part) => invalidName(path, part, dnsSubdomain(part))),
  ];
};

const CHOICES = ['nodeName', 'nodeSelector', 'allNodes', 'perDeviceNodeSelection'];

/** Devices of a slice are at one place, told in one way. */
const place: Rule = ({ value, path }) => {
  const given = CHOICES.filter((name) => value[name] !== undefined);
  const set = given.filter((name) => value[name] !== '' && value[name] !== false);
  const odd = given.flatMap((name): readonly FieldCause[] => {
    if (value[name] === '') return [invalid(`${path}.${name}`, '', UNNAMED)];
    return value[name] === false ? [invalid(`${path}.${name}`, false, 'must be either unset or set to true')] : [];
  });
  const detail = `exactly one of ${CHOICES.map((name) => `\`${name}\``).join(', ')} is required`;
  if (set.length === 1) return odd;
  if (set.length === 0) return [...odd, required(path, detail)];
  const shown = set.map((name) => `\`${name}\``).join(', ');
  return [...odd, invalid(path, `{${shown}}`, `${detail}, but multiple fields are set`)];
};

const oneTerm: Rule = ({ value, path }) => {
  const selector = value['nodeSelector'];
  if (!isObject(selector)) return [];
  const terms = selector['nodeSelectorTerms'];
  const field = `${path}.nodeSelector.nodeSelectorTerms`;
  return isList(terms) && terms.length === 1
    ? []
    : [invalid(field, shownTerms(terms), 'must have exactly one node selector term')];
};

const VALUES: Readonly<Record<string, string>> = {
  int: 'IntValue',
  bool: 'BoolValue',
  string: 'StringValue',
  version: 'VersionValue',
};

const attributes: FieldRule = (value, path) =>
  Object.entries(isObject(value) ? value : {})
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([name, attribute]) => {
      const field = `${path}[${name}]`;
      return [...qualifiedCauses(name, field), ...(isObject(attribute) ? attributeCauses(attribute, field) : [])];
    });

function attributeCauses(attribute: JsonObject, field: string): readonly FieldCause[] {
  const [string, version] = [textAt(attribute, 'string'), textAt(attribute, 'version')];
  const given = presentMembers(attribute, Object.keys(VALUES));
  const shown = Object.fromEntries(Object.entries(VALUES).map(([name, go]) => [go, attribute[name] ?? null]));
  const semantic = 'must be a string compatible with semver.org spec 2.0.0';
  const long = (name: string, one = '') =>
    one.length > LONGEST_VALUE ? [tooLong(`${field}.${name}`, LONGEST_VALUE)] : [];
  const odd = version !== undefined && !SEMANTIC.test(version);
  return [
    ...long('string', string),
    ...(odd ? [invalid(`${field}.version`, version, semantic)] : []),
    ...long('version', version),
    ...(given.length === 0 ? [invalid(field, '', 'exactly one value must be specified')] : []),
    ...(given.length > 1 ? [invalid(field, shown, 'exactly one value must be specified')] : []),
  ];
}

const capacity: FieldRule = (value, path) =>
  Object.keys(isObject(value) ? value : {})
    .toSorted()
    .flatMap((name) => qualifiedCauses(name, `${path}[${name}]`));

const template: Rule = ({ value, path }) => {
  const metadata = value['metadata'];
  const field = `${path}.metadata`;
  return [
    ...annotationCauses(`${field}.annotations`, memberAt(metadata, 'annotations')),
    ...labelCauses(`${field}.labels`, memberAt(metadata, 'labels')),
    ...unsetMetadata(metadata).map((name) => forbidden(`${field}.${name}`, 'cannot be set')),
  ];
};

export const DEVICE_RULES: Rules = {
  'resource/v1.CELDeviceSelector': { fields: { expression } },
  'resource/v1.DeviceSelector': { fields: { cel } },
  'resource/v1.DeviceClassConfiguration': { fields: { opaque } },
  'resource/v1.OpaqueDeviceConfiguration': { fields: { driver, parameters } },
  'resource/v1.DeviceClaimConfiguration': { fields: { requests: asked, opaque } },
  'resource/v1.DeviceConstraint': { fields: { requests: asked, matchAttribute: fullName } },
  'resource/v1.DeviceClaim': { fields: { requests: named } },
  'resource/v1.DeviceRequest': {
    fields: { name: text(dnsLabel), firstAvailable: unlessBoth(named) },
    closed: (input) => (isBoth(input) ? ['exactly', 'firstAvailable'] : []),
    last: request,
  },
  'resource/v1.ExactDeviceRequest': wanted,
  'resource/v1.DeviceSubRequest': { ...wanted, fields: { ...wanted.fields, name: text(dnsLabel) } },
  'resource/v1.ResourceClaimTemplateSpec': { first: template },
  'resource/v1.ResourceSliceSpec': {
    order: ['driver', 'pool', 'nodeName', 'nodeSelector'],
    after: { nodeSelector: (input) => [...oneTerm(input), ...place(input)] },
    fields: {
      driver,
      nodeName: (value, path) => (value ? invalidName(path, String(value), dnsSubdomain(String(value))) : []),
      devices: named,
    },
  },
  'resource/v1.ResourcePool': {
    fields: {
      name: poolName,
      generation: number((value) => value >= 0, 'must be greater than or equal to zero'),
      resourceSliceCount: numberAlways((value) => value > 0, 'must be greater than zero'),
    },
  },
  'resource/v1.Device': { fields: { name: text(dnsLabel), attributes, capacity } },
};
