/**
 * The status of a claim for devices: what was allocated, who holds it, what drivers tell of it. Source:
 * `pkg/apis/resource/validation`.
 */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { duplicate, forbidden, invalid, invalidName, required, tooLong, tooMany, unsupported } from './causes.ts';
import { conditionsCauses } from './condition-rules.ts';
import { driver, parameters, poolName, requestRefCauses } from './device-rules.ts';
import { dnsLabel } from './field-rules.ts';
import { wrongInterfaceAddress } from './formats.ts';
import type { RuleInput } from './rule.ts';
import { typeCauses } from './walk-type.ts';

const MOST_HOLDERS = 256;
const MOST_RESULTS = 32;
const MOST_CONFIGS = 64;
const MOST_REQUESTS = 32;
const MOST_ADDRESSES = 16;
const LONGEST_INTERFACE = 256;
const LONGEST_HARDWARE = 128;

/** Causes for the status of a claim that had the one of `old`. */
export function deviceClaimStatusCauses(
  status: JsonObject,
  object: JsonObject,
  old: JsonObject,
): readonly FieldCause[] {
  const input: RuleInput = { value: status, path: 'status', object };
  const allocation = status['allocation'];
  const before = memberAt(old, 'status', 'allocation');
  return [
    ...setOf(listOf(status['reservedFor']), 'status.reservedFor', {
      most: MOST_HOLDERS,
      key: (one) => textAt(one, 'uid') ?? '',
      causes: holderCauses,
    }),
    ...setOf(listOf(status['devices']), 'status.devices', {
      key: shownDevice,
      causes: (one, field) => deviceCauses(one, field, { input, results: resultsOf(allocation) }),
    }),
    ...heldCauses(status, object, old),
    ...(allocation === undefined ? [] : allocatedCauses({ allocation, before, object, input })),
  ];
}

function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}

function resultsOf(allocation: Json | undefined): readonly Json[] {
  return listOf(memberAt(allocation, 'devices', 'results'));
}

interface SetRules {
  readonly most?: number;
  readonly key: (item: Json) => Json;
  readonly causes: (item: Json, field: string) => readonly FieldCause[];
}

/** Elements are judged one by one, then those are named that come again. */
function setOf(list: readonly Json[], path: string, { most, key, causes }: SetRules): readonly FieldCause[] {
  if (most !== undefined && list.length > most) return [tooMany(path, list.length, most)];
  const seen: Json[] = [];
  const repeated = list.flatMap((item, index) => {
    const mark = key(item);
    if (seen.some((one) => jsonEqual(one, mark))) return [duplicate(`${path}[${index}]`, mark)];
    seen.push(mark);
    return [];
  });
  return [...list.flatMap((item, index) => causes(item, `${path}[${index}]`)), ...repeated];
}

function holderCauses(one: Json, field: string): readonly FieldCause[] {
  return ['resource', 'name', 'uid'].filter((name) => !textAt(one, name)).map((name) => required(`${field}.${name}`));
}

/** A device as the server names it. */
function shownDevice(one: Json): JsonObject {
  const [Driver, Pool, Device] = ['driver', 'pool', 'device'].map((name) => textAt(one, name) ?? '');
  return { Driver: Driver ?? '', Pool: Pool ?? '', Device: Device ?? '', ShareID: '' };
}

interface Around {
  readonly input: RuleInput;
  readonly results: readonly Json[];
}

function deviceCauses(one: Json, field: string, { input, results }: Around): readonly FieldCause[] {
  const shown = shownDevice(one);
  const known = results.some((result) => jsonEqual(shownDevice(result), shown));
  const data = memberAt(one, 'data');
  return [
    ...nameCauses(one, field, input),
    ...(known ? [] : [invalid(field, shown, 'must be an allocated device in the claim')]),
    ...conditionsCauses(memberAt(one, 'conditions'), `${field}.conditions`),
    ...(data === undefined ? [] : parameters(data, `${field}.data`, input)),
    ...networkCauses(memberAt(one, 'networkData'), `${field}.networkData`),
  ];
}

/** Driver, pool and name of a device. */
function nameCauses(one: Json, field: string, input: RuleInput): readonly FieldCause[] {
  const device = textAt(one, 'device') ?? '';
  return [
    ...driver(memberAt(one, 'driver'), `${field}.driver`, input),
    ...poolName(memberAt(one, 'pool'), `${field}.pool`, input),
    ...invalidName(`${field}.device`, device, dnsLabel(device)),
  ];
}

function networkCauses(data: Json | undefined, field: string): readonly FieldCause[] {
  const long = (name: string, most: number) =>
    (textAt(data, name) ?? '').length > most ? [tooLong(`${field}.${name}`, most)] : [];
  return [
    ...long('interfaceName', LONGEST_INTERFACE),
    ...long('hardwareAddress', LONGEST_HARDWARE),
    ...setOf(listOf(memberAt(data, 'ips')), `${field}.ips`, {
      most: MOST_ADDRESSES,
      key: (one) => one,
      causes: (one, path) => invalidName(path, String(one), wrongInterfaceAddress(String(one))),
    }),
  ];
}

/** Who holds a claim holds what was allocated; nobody new holds one that goes. */
function heldCauses(status: JsonObject, object: JsonObject, old: JsonObject): readonly FieldCause[] {
  const holders = listOf(status['reservedFor']);
  if (holders.length === 0) return [];
  if (status['allocation'] === undefined) {
    return [forbidden('status.reservedFor', 'may not be specified when `allocated` is not set')];
  }
  if (memberAt(object, 'metadata', 'deletionTimestamp') === undefined) return [];
  const before = listOf(memberAt(old, 'status', 'reservedFor'));
  return holders.every((one) => before.some((other) => jsonEqual(one, other)))
    ? []
    : [
        forbidden(
          'status.reservedFor',
          'new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set',
        ),
      ];
}

interface Allocated {
  readonly allocation: Json;
  readonly before: Json | undefined;
  readonly object: JsonObject;
  readonly input: RuleInput;
}

function allocatedCauses({ allocation, before, object, input }: Allocated): readonly FieldCause[] {
  const path = 'status.allocation';
  if (before !== undefined) {
    return jsonEqual(allocation, before) ? [] : [invalid(path, allocation, 'field is immutable')];
  }
  const names = requestsOf(object);
  const configs = listOf(memberAt(allocation, 'devices', 'config'));
  return [
    ...several(resultsOf(allocation), { path: `${path}.devices.results`, most: MOST_RESULTS }, (one, field) => [
      ...requestRefCauses(textAt(one, 'request') ?? '', `${field}.request`, names),
      ...nameCauses(one, field, input),
    ]),
    ...several(configs, { path: `${path}.devices.config`, most: MOST_CONFIGS }, (one, field) =>
      configCauses(one, field, { names, object }),
    ),
    ...typeCauses(memberAt(allocation, 'nodeSelector'), 'core/v1.NodeSelector', {
      path: `${path}.nodeSelector`,
      object,
    }),
  ];
}

function several(
  list: readonly Json[],
  { path, most }: { readonly path: string; readonly most: number },
  causes: (item: Json, field: string) => readonly FieldCause[],
): readonly FieldCause[] {
  if (list.length > most) return [tooMany(path, list.length, most)];
  return list.flatMap((item, index) => causes(item, `${path}[${index}]`));
}

function configCauses(
  one: Json,
  field: string,
  { names, object }: { readonly names: ReadonlySet<string>; readonly object: JsonObject },
): readonly FieldCause[] {
  const source = textAt(one, 'source') ?? '';
  const allowed = ['FromClaim', 'FromClass'];
  const opaque = memberAt(one, 'opaque');
  return [
    ...(source === '' ? [required(`${field}.source`)] : []),
    ...(source === '' || allowed.includes(source) ? [] : [unsupported(`${field}.source`, source, allowed)]),
    ...setOf(listOf(memberAt(one, 'requests')), `${field}.requests`, {
      most: MOST_REQUESTS,
      key: (name) => name,
      causes: (name, path) => requestRefCauses(String(name), path, names),
    }),
    ...(isObject(opaque)
      ? typeCauses(opaque, 'resource/v1.OpaqueDeviceConfiguration', { path: `${field}.opaque`, object })
      : [required(`${field}.opaque`)]),
  ];
}

/** The requests of a claim, and what can be asked for instead of them. */
function requestsOf(object: JsonObject): ReadonlySet<string> {
  return new Set(
    listOf(memberAt(object, 'spec', 'devices', 'requests')).flatMap((request) => {
      const name = textAt(request, 'name') ?? '';
      const choices = listOf(memberAt(request, 'firstAvailable'));
      return [name, ...choices.map((one) => `${name}/${textAt(one, 'name') ?? ''}`)];
    }),
  );
}
