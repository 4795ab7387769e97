/** The Application, and every type of its parts. */
export * from './operation-fields.ts';
export * from './source-fields.ts';
export * from './spec-fields.ts';
export * from './status-fields.ts';

import { listMeta, objectMeta } from '../kube/meta-fields.ts';
import type { Infer } from '../schema/field.ts';
import { always, list, optional, required, stated, struct, text, value } from '../schema/notation.ts';
import { operation } from './operation-fields.ts';
import { applicationSpec } from './spec-fields.ts';
import { applicationStatus } from './status-fields.ts';

export const application = struct('Application', {
  kind: text(0, 'Application', stated),
  apiVersion: text(0, 'argoproj.io/v1alpha1', stated),
  metadata: required(1, objectMeta, 'Name, labels, annotations and the rest of Kubernetes object metadata'),
  spec: required(2, applicationSpec, 'Wanted state'),
  status: value(3, applicationStatus, 'What the controller observed'),
  operation: optional(
    4,
    operation,
    'A requested operation that the controller has not finished; its removal plus operationState.finishedAt means done',
  ),
});
export type Application = Infer<typeof application>;

export const applicationList = struct('ApplicationList', {
  metadata: required(1, listMeta, 'List metadata'),
  items: list(2, application, 'Applications', always),
});
export type ApplicationList = Infer<typeof applicationList>;

export const applicationWatchEvent = struct('ApplicationWatchEvent', {
  type: text(1, 'ADDED, MODIFIED or DELETED', always),
  application: required(2, application, 'The Application'),
});
export type ApplicationWatchEvent = Infer<typeof applicationWatchEvent>;
