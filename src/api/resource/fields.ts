/** Actions and known fields of resource customizations. */
import type { Infer } from '../schema/field.ts';
import { flag, list, struct, text } from '../schema/notation.ts';

export const resourceActionParam = struct('ResourceActionParam', {
  name: text(1, 'Input name'),
});
export type ResourceActionParam = Infer<typeof resourceActionParam>;

export const resourceAction = struct('ResourceAction', {
  name: text(1, 'Id'),
  params: list(2, resourceActionParam, 'Inputs'),
  disabled: flag(3, 'Greyed out'),
  iconClass: text(4, 'Icon'),
  displayName: text(5, 'Label'),
});
export type ResourceAction = Infer<typeof resourceAction>;

export const knownTypeField = struct('KnownTypeField', {
  field: text(1, 'Path'),
  type: text(2, 'core type, e.g. PodSpec, Quantity'),
});
export type KnownTypeField = Infer<typeof knownTypeField>;
