/** The live object with a configuration merged into it, by type: members and keyed elements merge, all else is replaced. */
import { isList, isObject, type Json, type JsonObject } from '../../../base/json-value.ts';
import type { MergeSchema } from '../../merge-schema/merge-schema.ts';
import { memberSchema, treatmentOf } from './effective-schema.ts';
import { elementStep } from './path-element.ts';

/** `live` with `config` laid over it. Parts that do not change are shared with `live`. */
export function mergeValues(live: Json | undefined, config: Json, schema: MergeSchema): Json {
  if (live === undefined || live === null) return config;
  const treatment = treatmentOf(schema, live, config);
  if (treatment === 'members' && isObject(live) && isObject(config)) return mergeMembers(live, config, schema);
  if (treatment === 'elements' && isList(live) && isList(config)) return mergeElements(live, config, schema);
  return treatment !== 'whole' && config === null ? live : config;
}

function mergeMembers(live: JsonObject, config: JsonObject, schema: MergeSchema): JsonObject {
  let merged: Record<string, Json | undefined> | undefined;
  for (const [name, value] of Object.entries(config)) {
    if (value === undefined) continue;
    const before = Object.hasOwn(live, name) ? live[name] : undefined;
    const after = mergeValues(before, value, memberSchema(schema, name));
    if (after === before) continue;
    merged ??= { ...live };
    merged[name] = after;
  }
  return merged ?? live;
}

interface Place {
  readonly step: string | undefined;
  readonly value: Json;
}

/**
 * Elements of the configuration keep its order; others keep their place relative to those they stood beside
 * (structured-merge-diff, ordering of merged associative lists).
 */
function mergeElements(live: readonly Json[], config: readonly Json[], schema: MergeSchema): readonly Json[] {
  const stood = live.map((value): Place => ({ step: elementStep(schema, value), value }));
  const wanted = config.map((value): Place => ({ step: elementStep(schema, value), value }));
  const before = new Map(stood.map(({ step, value }) => [step, value]));
  const shared = wanted.filter(({ step }) => before.has(step)).map(({ step }) => step);
  const inConfig = new Set(wanted.map(({ step }) => step));
  const merged: Json[] = [];
  const done = new Set<string | undefined>();
  let at = 0;
  for (const { step, value } of wanted) {
    const next = shared.find((candidate) => !done.has(candidate));
    at = takeStanding({ stood, at, until: step, next, inConfig, merged });
    merged.push(mergeValues(before.get(step), value, schema.element));
    done.add(step);
    if (stood[at]?.step === step) at++;
  }
  for (const { step, value } of stood.slice(at)) if (!inConfig.has(step)) merged.push(value);
  const same = merged.length === live.length && merged.every((value, index) => value === live[index]);
  return same ? live : merged;
}

interface Standing {
  readonly stood: readonly Place[];
  readonly at: number;
  /** The element of the configuration that comes now. */
  readonly until: string | undefined;
  /** The first element both lists have that is not merged yet. */
  readonly next: string | undefined;
  readonly inConfig: ReadonlySet<string | undefined>;
  readonly merged: Json[];
}

/** Takes the elements only the live list has, up to the next one that must wait; returns where it stopped. */
function takeStanding({ stood, at, until, next, inConfig, merged }: Standing): number {
  let here = at;
  for (; here < stood.length; here++) {
    const place = stood[here] as Place;
    if (place.step === until) break;
    if (!inConfig.has(place.step)) merged.push(place.value);
    else if (next === undefined || place.step === next) break;
  }
  return here;
}
