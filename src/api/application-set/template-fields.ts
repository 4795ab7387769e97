/** The template from which an ApplicationSet makes Applications. */

import { applicationSpec } from '../application/spec-fields.ts';
import type { Infer } from '../schema/field.ts';
import { required, struct, text, textMap, texts } from '../schema/notation.ts';

export const applicationSetTemplateMeta = struct('ApplicationSetTemplateMeta', {
  name: text(1, 'Name'),
  namespace: text(2, 'Namespace'),
  labels: textMap(3, 'Labels'),
  annotations: textMap(4, 'Annotations'),
  finalizers: texts(5, 'Finalizers'),
});
export type ApplicationSetTemplateMeta = Infer<typeof applicationSetTemplateMeta>;

export const applicationSetTemplate = struct('ApplicationSetTemplate', {
  metadata: required(1, applicationSetTemplateMeta, 'Metadata of each Application'),
  spec: required(2, applicationSpec, 'Spec of each Application'),
});
export type ApplicationSetTemplate = Infer<typeof applicationSetTemplate>;
