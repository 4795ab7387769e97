/**
 * What a server makes of the status that a controller writes: some times and counts stay where nobody tells them. Source: the
 * status strategies of `pkg/registry`.
 */
import { jsonEqual } from '../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import { withoutDisabledFields } from './disabled-fields.ts';

type Prepare = (status: JsonObject, before: JsonObject, now: string) => JsonObject;

const PREPARED: Readonly<Record<string, Prepare>> = {
  'v1 Pod': (status, before) => withGenerations(withClass(status, before), before),
  'v1 PersistentVolume': timed,
  'resource.k8s.io/v1 ResourceClaim': withoutStaleDevices,
};

/** The status of the object as it is stored over `old`. */
export function preparedStatus(object: JsonObject, old: JsonObject, now: string): Json | undefined {
  const { status } = withoutDisabledFields(object);
  const key = `${textAt(object, 'apiVersion')} ${textAt(object, 'kind')}`;
  const prepare = Object.hasOwn(PREPARED, key) ? PREPARED[key] : undefined;
  if (prepare === undefined) return status;
  return prepare(isObject(status) ? status : {}, isObject(old['status']) ? old['status'] : {}, now);
}

/** A pod's class of service stays when it is left out. */
function withClass(status: JsonObject, { qosClass }: JsonObject): JsonObject {
  return qosClass === undefined || textAt(status, 'qosClass') ? status : { ...status, qosClass };
}

/** What a kubelet does not tell of generations stays. */
function withGenerations(status: JsonObject, before: JsonObject): JsonObject {
  const known = conditionsOf(before);
  const conditions = conditionsOf(status).map((one) => {
    const index = known.findIndex((other) => textAt(other, 'type') === textAt(one, 'type'));
    const [same] = index < 0 ? [] : known.splice(index, 1);
    return withGeneration(one, same);
  });
  return { ...withGeneration(status, before), ...(isList(status['conditions']) && { conditions }) };
}

function conditionsOf(status: JsonObject): JsonObject[] {
  return isList(status['conditions']) ? status['conditions'].filter(isObject) : [];
}

function withGeneration(value: JsonObject, before: JsonObject | undefined): JsonObject {
  const observedGeneration = before?.['observedGeneration'];
  const told = value['observedGeneration'];
  if (told !== undefined && told !== 0) return value;
  return observedGeneration === undefined ? value : { ...value, observedGeneration };
}

/** A volume remembers when its phase changed. */
function timed(status: JsonObject, before: JsonObject, now: string): JsonObject {
  const [time, last] = [status['lastPhaseTransitionTime'], before['lastPhaseTransitionTime']];
  if (textAt(status, 'phase') === textAt(before, 'phase')) {
    return time !== undefined || last === undefined ? status : { ...status, lastPhaseTransitionTime: last };
  }
  return time === undefined || jsonEqual(time, last) ? { ...status, lastPhaseTransitionTime: now } : status;
}

/** What drivers tell of devices goes with the devices. */
function withoutStaleDevices(status: JsonObject, before: JsonObject): JsonObject {
  const { devices, ...rest } = status;
  if (!isList(devices)) return status;
  const now = allocated(status);
  const gone = allocated(before).filter((one) => !now.includes(one));
  const kept = devices.filter((one) => !gone.includes(idOf(one)));
  return kept.length === 0 ? rest : { ...rest, devices: kept };
}

function allocated(status: JsonObject): readonly string[] {
  const results = memberAt(status, 'allocation', 'devices', 'results');
  return isList(results) ? results.map(idOf) : [];
}

function idOf(device: Json): string {
  return JSON.stringify(['driver', 'pool', 'device'].map((name) => textAt(device, name) ?? ''));
}
