import { expect, test } from 'vitest';
import { application, applicationList, applicationWatchEvent } from '../../api/application/fields.ts';
import type { AnyStruct } from '../../api/schema/field.ts';
import type { Json } from '../../base/json-value.ts';
import { wireValue } from './wire-value.ts';

const app = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: 'a' }, spec: {} };
const bare = { metadata: { name: 'a' }, spec: {} };

const cases: readonly { name: string; struct: AnyStruct; value: Json; wire: Json }[] = [
  { name: 'an Application', struct: application, value: app, wire: bare },
  {
    name: 'a list',
    struct: applicationList,
    value: { metadata: {}, items: [app] },
    wire: { metadata: {}, items: [bare] },
  },
  {
    name: 'an event',
    struct: applicationWatchEvent,
    value: { type: 'ADDED', application: app },
    wire: { type: 'ADDED', application: bare },
  },
];

test.each(cases)('$name has no apiVersion and kind', ({ struct, value, wire }) => {
  expect(wireValue(struct, value)).toEqual(wire);
});
