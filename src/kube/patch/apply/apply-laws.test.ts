import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isObject, type JsonObject } from '../../../base/json-value.ts';
import { emptyObject } from '../../builtin/decode.ts';
import { BUILTIN_SCHEMAS } from '../../merge-schema/builtin-schema.ts';
import { UNTYPED } from '../../merge-schema/merge-schema.ts';
import { objectTriples } from '../strategic/random-objects.fixture.ts';
import { applyConfiguration } from './apply-configuration.ts';
import { compareValues, isUnchanged } from './compare-values.ts';
import { difference, equalSets, intersection, union } from './field-set.ts';
import { fieldsOfValue } from './fields-of-value.ts';
import { formatFieldsV1, parseFieldsV1 } from './fields-v1.ts';
import { withoutManagers } from './track-update.ts';

const NOW = '2030-01-01T00:00:00Z';

function schemaFor(object: JsonObject): typeof UNTYPED {
  return BUILTIN_SCHEMAS.schemaOf(String(object['apiVersion']), String(object['kind'])) ?? UNTYPED;
}

function apply(live: JsonObject | undefined, name: string, config: JsonObject): JsonObject {
  const [apiVersion, kind] = [String(config['apiVersion']), String(config['kind'])];
  return applyConfiguration({
    live: live ?? emptyObject(apiVersion, kind),
    creates: live === undefined,
    config,
    schema: schemaFor(config),
    writer: { name, apiVersion, subresource: '' },
    now: NOW,
    force: true,
  }).object;
}

test('the same configuration twice changes nothing', () => {
  fc.assert(
    fc.property(objectTriples, ([first, second]) => {
      const once = apply(apply(undefined, 'one', first), 'two', second);
      expect(apply(once, 'two', second)).toBe(once);
    }),
    { numRuns: 60 },
  );
});

test('a sole manager gets what it asks for, whatever it asked before', () => {
  fc.assert(
    fc.property(objectTriples, ([first, second]) => {
      const changed = withoutManagers(apply(apply(undefined, 'one', first), 'one', second));
      const fresh = withoutManagers(apply(undefined, 'one', second));
      // Empty lists and objects are nobody's and may stay; nothing with a value may.
      expect(JSON.stringify(leaves(changed))).toBe(JSON.stringify(leaves(fresh)));
    }),
    { numRuns: 60 },
  );
});

/** Texts of all leaves, in order of their paths. */
function leaves(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => leaves(item, `${path}[]`)).toSorted();
  if (!isObject(value)) return value === null || value === undefined ? [] : [`${path}=${String(value)}`];
  return Object.entries(value)
    .flatMap(([key, item]) => leaves(item, `${path}.${key}`))
    .toSorted();
}

test('a value compared with itself is unchanged; sets survive their format', () => {
  fc.assert(
    fc.property(objectTriples, ([one, other]) => {
      const schema = schemaFor(one);
      expect(isUnchanged(compareValues(one, structuredClone(one), schema))).toBe(true);
      const [left, right] = [fieldsOfValue(one, schema), fieldsOfValue(other, schema)];
      expect(equalSets(parseFieldsV1(formatFieldsV1(left)), left)).toBe(true);
      expect(equalSets(union(difference(left, right), intersection(left, right)), left)).toBe(true);
      expect(equalSets(union(left, right), union(right, left))).toBe(true);
    }),
    { numRuns: 100 },
  );
});
