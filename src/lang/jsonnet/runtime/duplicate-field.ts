import type { Machine } from './machine.ts';
import { quoteText } from './manifest.ts';
import type { Site } from './site.ts';

/** The fault of an object with two fields of one name. */
export function duplicateField(machine: Machine, name: string, site: Site): Error {
  return machine.fault(`Duplicate field name: ${quoteText(name)}`, site);
}
