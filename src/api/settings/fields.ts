/** Settings that travel with requests and replies. Several have no JSON names in Go, so their keys are capitalised. */
import type { Infer } from '../schema/field.ts';
import { always, list, struct, text, texts } from '../schema/notation.ts';

export const kustomizeVersion = struct('KustomizeVersion', {
  Name: text(1, 'Name by which Applications ask for it', always),
  Path: text(2, 'Program', always),
  BuildOptions: text(3, 'Flags of its build command', always),
});
export type KustomizeVersion = Infer<typeof kustomizeVersion>;

export const kustomizeOptions = struct('KustomizeOptions', {
  BuildOptions: text(1, 'Flags of the build command', always),
  BinaryPath: text(2, 'Program', always),
  Versions: list(3, kustomizeVersion, 'Named versions', always),
});
export type KustomizeOptions = Infer<typeof kustomizeOptions>;

export const helmOptions = struct('HelmOptions', {
  ValuesFileSchemes: texts(1, 'URL schemes from which value files may be read', always),
});
export type HelmOptions = Infer<typeof helmOptions>;

export const overrideIgnoreDiff = struct('OverrideIgnoreDiff', {
  jsonPointers: texts(1, 'JSON pointers of ignored fields', always),
  jqPathExpressions: texts(2, 'jq paths of ignored fields', always),
  managedFieldsManagers: texts(3, 'Managers whose fields are ignored', always),
});
export type OverrideIgnoreDiff = Infer<typeof overrideIgnoreDiff>;

export const componentParameter = struct('ComponentParameter', {
  component: text(1, 'Component'),
  name: text(2, 'Name', always),
  value: text(3, 'Value', always),
});
export type ComponentParameter = Infer<typeof componentParameter>;
