import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../base/json-value.ts';
import { kubeFacts } from '../../testkit/kube-facts.ts';
import { isBuiltinKind } from '../builtin/resources.ts';
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
  test.each(cases)('$case', ({ object, wide }) => {
    const [apiVersion, kind] = [String(object['apiVersion']), String(object['kind'])];
    expect(printCells({ apiVersion, kind, object, now: Date.parse(facts?.now ?? '') })).toEqual(wide);
  });
});
