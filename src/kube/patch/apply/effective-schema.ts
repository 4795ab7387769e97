/** What an untyped value is, deduced from itself: objects are maps owned key by key, lists are owned whole. */
import { isObject, type Json } from '../../../base/json-value.ts';
import type { MergeSchema } from '../../merge-schema/merge-schema.ts';

/** How server-side apply treats this value: as one field, or by its members or elements. */
export type Treatment = 'whole' | 'members' | 'elements';

/** Treatment of one or two values of this type; undefined and null take the form of the other. */
export function treatmentOf(schema: MergeSchema, ...values: readonly (Json | undefined)[]): Treatment {
  switch (schema.kind) {
    case 'object':
    case 'map':
      return schema.atomic ? 'whole' : 'members';
    case 'list':
      return schema.atomic ? 'whole' : 'elements';
    case 'untyped': {
      if (schema.atomic) return 'whole';
      const present = values.filter((value) => value !== undefined && value !== null);
      return present.length > 0 && present.every(isObject) ? 'members' : 'whole';
    }
    default:
      return 'whole';
  }
}

/** The schema of a member, untyped where the type does not declare it. */
export function memberSchema(schema: MergeSchema, name: string): MergeSchema {
  return schema.field(name)?.schema ?? schema.element;
}

/** The type declares this member; keys of maps are not declared. */
export function declares(schema: MergeSchema, name: string): boolean {
  return schema.kind === 'object' && schema.field(name) !== undefined;
}
