import { describe, expect, test } from 'vitest';
import { type Json, type JsonObject, memberAt } from '../../base/json-value.ts';
import { kubeFacts } from '../../testkit/kube-facts.ts';
import { isBuiltinKind } from '../builtin/resources.ts';
import { customCells, customColumns } from './custom-cells.ts';
import { printCells } from './print-cells.ts';

interface Facts {
  readonly now: string;
  readonly cases: readonly { readonly case: string; readonly object: JsonObject; readonly wide: readonly Json[] }[];
}

const facts = kubeFacts('cells') as Facts | undefined;
const cases = (facts?.cases ?? []).filter(({ object }) =>
  isBuiltinKind(String(object['apiVersion']), String(object['kind'])),
);

describe.skipIf(facts === undefined)('rows of a real API server', () => {
  const definition = facts?.cases.find(({ object }) => object['kind'] === 'CustomResourceDefinition')?.object;
  const columns = customColumns(memberAt(definition, 'spec', 'versions', 0, 'additionalPrinterColumns'));
  const custom = (facts?.cases ?? []).filter(({ object }) => object['kind'] === 'Widget');
  test.each(custom)('$case', ({ object, wide }) => {
    expect(customCells(columns, object, Date.parse(facts?.now ?? ''))).toEqual(wide);
  });

  test.each(cases)('$case', ({ object, wide }) => {
    const [apiVersion, kind] = [String(object['apiVersion']), String(object['kind'])];
    expect(printCells({ apiVersion, kind, object, now: Date.parse(facts?.now ?? '') })).toEqual(wide);
  });
});
