/** Provisional: replaced by the field tables. */
import type { JsonObject } from '../../base/json-value.ts';

export type ApplicationTree = JsonObject;
export type ResourceDiff = JsonObject;
