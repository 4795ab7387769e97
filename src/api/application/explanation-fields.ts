/** Why an Application is as it is: Tiphys' own addition to the API (design §3.11). */
import type { Infer } from '../schema/field.ts';
import { always, flag, list, struct, text } from '../schema/notation.ts';

export const explainedDifference = struct('ExplainedDifference', {
  path: text(1, 'JSON pointer into the object', always),
  live: text(2, 'JSON text; empty: absent'),
  desired: text(3, 'JSON text; empty: absent'),
  manager: text(4, 'Field manager that wrote the live value last'),
  counts: flag(5, 'Makes the resource out of sync', always),
  why: text(6, 'A sentence', always),
  ignoredBy: text(7, 'The rule that hides it, as YAML'),
  suggestion: text(8, 'An entry for spec.ignoreDifferences that would hide it, as YAML'),
});
export type ExplainedDifferenceMessage = Infer<typeof explainedDifference>;

export const explainedResource = struct('ExplainedResource', {
  group: text(1, 'Group'),
  kind: text(2, 'Kind', always),
  namespace: text(3, 'Namespace'),
  name: text(4, 'Name', always),
  why: text(5, 'What a sync would do with the whole of it, where one side is missing'),
  differences: list(6, explainedDifference, 'Fields, those that count first'),
});
export type ExplainedResource = Infer<typeof explainedResource>;

export const explainedWait = struct('ExplainedWait', {
  why: text(1, 'A sentence', always),
  since: text(2, 'RFC 3339'),
  until: text(3, 'RFC 3339: when it is looked at again without an event'),
});
export type ExplainedWait = Infer<typeof explainedWait>;

export const applicationExplanation = struct('ApplicationExplanation', {
  resources: list(1, explainedResource, 'Resources with anything to say of, those of the comparison that stands'),
  operation: list(2, explainedWait, 'What the running operation waits for: one or none'),
  automation: list(3, explainedWait, 'Why automation has begun nothing: one or none'),
});
export type ApplicationExplanation = Infer<typeof applicationExplanation>;
