import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../base/json-value.ts';
import { definitionCauses, definitionUpdateCauses } from './definition-causes.ts';

interface Given {
  readonly schema?: JsonObject;
  readonly version?: JsonObject;
  readonly spec?: JsonObject;
  readonly names?: JsonObject;
}

function definition({ schema, version, spec, names }: Given = {}): JsonObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'crates.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'crates', singular: 'crate', kind: 'Crate', listKind: 'CrateList', ...names },
      conversion: { strategy: 'None' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: schema ?? { type: 'object' } },
          ...version,
        },
      ],
      ...spec,
    },
  };
}

function object(properties: JsonObject): JsonObject {
  return { type: 'object', properties };
}

test('a definition as people write them', () => {
  const schema = object({ spec: object({ size: { type: 'integer', minimum: 0, default: 1 } }) });
  expect(definitionCauses(definition({ schema }))).toEqual([]);
});

interface Wrong extends Given {
  readonly why: string;
  readonly told: readonly Json[];
}

const ROOT = 'spec.validation.openAPIV3Schema';

const wrong: readonly Wrong[] = [
  {
    why: 'every value has a type',
    schema: object({ a: {} }),
    told: [`${ROOT}.properties[a].type: Required value: must not be empty for specified object fields`],
  },
  {
    why: 'elements have a schema',
    schema: object({ a: { type: 'array' } }),
    told: [`${ROOT}.properties[a].items: Required value: must be specified`],
  },
  {
    why: 'combinations do not describe',
    schema: object({ a: { type: 'string', allOf: [{ type: 'string', nullable: true }] } }),
    told: [
      `${ROOT}.properties[a].allOf[0].nullable: Forbidden: must be false to be structural`,
      `${ROOT}.properties[a].allOf[0].type: Forbidden: must be empty to be structural`,
    ],
  },
  {
    why: 'what a combination at the root restricts is described',
    schema: { type: 'object', anyOf: [{ properties: { a: { minimum: 1 } } }] },
    told: [`${ROOT}.properties[a]: Required value: because it is defined in ${ROOT}.anyOf[0].properties[a]`],
  },
  {
    why: 'defaults have the type of their value',
    schema: object({ a: { type: 'integer', default: 'x' } }),
    told: [`${ROOT}.properties[a].default: Invalid value: "string":  in body must be of type integer: "string"`],
  },
  {
    why: 'maps in lists name their keys',
    schema: object({
      a: { type: 'array', 'x-kubernetes-list-type': 'map', items: object({ name: { type: 'string' } }) },
    }),
    told: [
      `${ROOT}.properties[a].x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map`,
    ],
  },
  {
    why: 'keys have values',
    schema: object({
      a: {
        type: 'array',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['name'],
        items: object({ name: { type: 'string' } }),
      },
    }),
    told: [
      `${ROOT}.properties[a].items.properties[name].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property`,
    ],
  },
  {
    why: 'references are not followed',
    schema: object({ a: { type: 'string', $ref: '#/x' } }),
    told: [`${ROOT}.properties[a].$ref: Forbidden: $ref is not supported`],
  },
  {
    why: 'the status is split from the root',
    version: { subresources: { status: {} } },
    schema: { type: 'array', items: { type: 'string' } },
    told: [
      `${ROOT}.type: Invalid value: "array": only "object" is allowed as the type at the root of the schema if the status subresource is enabled`,
      `${ROOT}.type: Invalid value: "array": must be object at the root`,
    ],
  },
  {
    why: 'kinds are labels but for their case',
    names: { kind: 'My Crate' },
    told: [
      "spec.names.kind: Invalid value: \"My Crate\": may have mixed case, but should otherwise match: a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')",
    ],
  },
  {
    why: 'columns have a type of five',
    version: { additionalPrinterColumns: [{ name: 'A', type: 'text', jsonPath: '.a' }] },
    told: [
      'spec.additionalPrinterColumns[0].type: Invalid value: "text": must be one of boolean,date,integer,number,string',
    ],
  },
  {
    why: 'fields to select by are scalars',
    version: { selectableFields: [{ jsonPath: '.spec' }] },
    schema: object({ spec: object({ a: { type: 'string' } }) }),
    told: [
      'spec.selectableFields[0].jsonPath: Invalid value: ".spec": must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.',
    ],
  },
  {
    why: 'a webhook is somewhere',
    spec: { conversion: { strategy: 'Webhook', webhook: { conversionReviewVersions: ['v2'] } } },
    told: [
      'spec.conversion.webhookClientConfig: Required value: required when strategy is set to Webhook',
      'spec.conversion.conversionReviewVersions: Invalid value: ["v2"]: must include at least one of v1, v1beta1',
    ],
  },
];

test.each(wrong)('$why', ({ why: _, told, ...given }) => {
  expect(definitionCauses(definition(given)).map(({ field, message }) => `${field}: ${message}`)).toEqual(told);
});

test('what was borne before is borne on', () => {
  const schema = object({
    a: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string', nullable: true } },
  });
  const old = { ...definition({ schema }), status: { storedVersions: ['v1'] } };
  expect(definitionCauses(old)).toHaveLength(1);
  expect(definitionUpdateCauses(old, old)).toEqual([]);
});
