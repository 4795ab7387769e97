/** Built-in kinds that are served in two versions with different fields: autoscalers and events. */
import type { JsonObject } from '../../base/json-value.ts';
import { decodeTyped } from '../builtin/decode.ts';
import { structOfKind } from '../builtin/type-table.ts';
import { setDefaults } from '../defaults/set-defaults.ts';
import { autoscalerAsV1, autoscalerAsV2 } from './autoscaler.ts';
import { eventAsCore, eventAsEvents } from './event.ts';

const CONVERSIONS: Readonly<Record<string, (object: JsonObject) => JsonObject>> = {
  'autoscaling/v1 HorizontalPodAutoscaler': autoscalerAsV1,
  'autoscaling/v2 HorizontalPodAutoscaler': autoscalerAsV2,
  'events.k8s.io/v1 Event': eventAsEvents,
  'v1 Event': eventAsCore,
};

/** True for kinds whose versions have other fields. */
export function hasConversion(apiVersion: string, kind: string): boolean {
  return Object.hasOwn(CONVERSIONS, `${apiVersion} ${kind}`);
}

/**
 * The object of a built-in kind as another of its versions shows it. Kinds with one
 * version, or whose versions are alike, only say another version.
 */
export function convertVersion<Kind extends JsonObject>(object: Kind, apiVersion: string): Kind {
  if (object['apiVersion'] === apiVersion) return object;
  const kind = String(object['kind']);
  const key = `${apiVersion} ${kind}`;
  const conversion = Object.hasOwn(CONVERSIONS, key) ? CONVERSIONS[key] : undefined;
  const struct = structOfKind(apiVersion, kind);
  const named = { ...object, apiVersion };
  if (conversion === undefined || struct === undefined) return named;
  const converted = decodeTyped({ ...conversion(named), apiVersion, kind }, struct).object;
  // The form of the kind keeps apiVersion, kind and metadata.
  // The older version has no defaults for what it can't say.
  const complete = apiVersion === 'autoscaling/v2' ? setDefaults(converted, struct) : converted;
  return { ...complete, apiVersion, kind } as unknown as Kind;
}
