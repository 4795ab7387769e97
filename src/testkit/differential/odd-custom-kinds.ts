/** Odd requests for custom kinds: embedded objects, and schemas that cannot be. */
import { add, twice } from './edit-notation.ts';
import type { OddRequest } from './odd-request.ts';

const SCHEMA = '/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties';

export const ODD_CUSTOM_KINDS: readonly OddRequest[] = [
  ...['create' as const, 'update' as const].flatMap((way): readonly OddRequest[] => [
    {
      reason: `members of a custom object told twice (${way})`,
      object: 'Box box',
      way,
      edits: [twice('/spec/color'), twice('/spec'), add('/spec/unknownMember', 1), twice('/spec/unknownMember')],
    },
    {
      reason: `an embedded object without anything (${way})`,
      object: 'Box box',
      way,
      edits: [add('/spec/inner', {})],
    },
    ...[
      { apiVersion: 'a/b/c' },
      { kind: 'Bad Value!' },
      { metadata: { name: 'Bad Value!' } },
      { metadata: { labels: { 'Bad Key!': 'x' } } },
      { apiVersion: 1 },
      { metadata: [] },
      { apiVersion: '' },
      { kind: null },
    ].map((wrong) => ({
      reason: `an embedded object with ${JSON.stringify(wrong)} (${way})`,
      object: 'Box box',
      way,
      edits: [add('/spec/inner', { apiVersion: 'v1', kind: 'A', ...wrong })],
    })),
    ...[1, 'x', [], true, null].map((value) => ({
      reason: `a schema with ${JSON.stringify(value)} as items (${way})`,
      object: 'CustomResourceDefinition boxes.probe.example',
      way,
      edits: [add(`${SCHEMA}/set/items`, value)],
    })),
    {
      reason: `nullable items of a list of type map (${way})`,
      object: 'CustomResourceDefinition boxes.probe.example',
      way,
      edits: [add(`${SCHEMA}/map/items/nullable`, true)],
    },
    {
      reason: `nullable items of a list of type set (${way})`,
      object: 'CustomResourceDefinition boxes.probe.example',
      way,
      edits: [add(`${SCHEMA}/set/items/nullable`, true)],
    },
    {
      reason: `a nullable key of a list of type map (${way})`,
      object: 'CustomResourceDefinition boxes.probe.example',
      way,
      edits: [add(`${SCHEMA}/map/items/properties/a/nullable`, true), add(`${SCHEMA}/map/nullable`, true)],
    },
  ]),
];
