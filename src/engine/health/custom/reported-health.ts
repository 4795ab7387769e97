/** What a script returned as a health. */
import { AppError } from '../../../base/errors.ts';
import { isObject, type Json, type JsonObject } from '../../../base/json-value.ts';
import type { LuaResult } from '../../../lang/lua/index.ts';
import { HEALTH_ORDER, type Health, health } from '../health.ts';

/**
 * Nothing returned is Healthy; a status that is none is Unknown. Throws `health.result` (user) for what is no table of a
 * status and a message.
 */
export function reportedHealth({ value, type }: LuaResult): Health {
  if (type === 'nil') return health('Healthy');
  if (type !== 'table') throw invalid(`expect table output from Lua script, not ${type}`);
  if (!isObject(value)) throw invalid('json: cannot unmarshal array into Go value of type health.HealthStatus');
  const written = textIn(value, 'status');
  const status = HEALTH_ORDER.find((known) => known === written);
  if (status === undefined) return health('Unknown', 'Lua returned an invalid health status');
  return health(status, textIn(value, 'message'));
}

/** Names count in any case, as Go reads them. */
function textIn(value: JsonObject, name: string): string {
  const key = Object.hasOwn(value, name) ? name : Object.keys(value).find((other) => other.toLowerCase() === name);
  const found: Json = key === undefined ? '' : (value[key] ?? '');
  if (typeof found === 'string') return found;
  const type = Array.isArray(found) ? 'array' : typeof found === 'boolean' ? 'bool' : typeof found;
  const target = name === 'status' ? 'health.HealthStatusCode' : 'string';
  throw invalid(`json: cannot unmarshal ${type} into Go struct field HealthStatus.${name} of type ${target}`);
}

function invalid(message: string): AppError {
  return new AppError({ code: 'health.result', kind: 'user', message });
}
