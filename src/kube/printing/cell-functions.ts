/** A cell of a Table by the name of its column. */
import type { Json, JsonObject } from '../../base/json-value.ts';

/** `now` in milliseconds. */
export type CellFunction = (object: JsonObject, now: number) => Json;

export type CellFunctions = Readonly<Record<string, CellFunction>>;
