/** Provisional: replaced by the field tables. */
import type { JsonObject } from '../../base/json-value.ts';

export type ApplicationSource = JsonObject;
