import { describe, expect, test } from 'vitest';
import { isObject, type Json, type JsonObject, memberAt } from '../../base/json-value.ts';
import { kubeFacts } from '../../testkit/kube-facts.ts';
import { applyJsonPatch } from '../patch/json/apply-json-patch.ts';
import { customCauses } from './custom-resource.ts';
import { defaultObject } from './default.ts';
import { pruneObject } from './prune.ts';
import { WIDGET_SCHEMA } from './widget-schema.fixture.ts';

const WIDGET = { apiVersion: 'facts.example/v1', kind: 'Widget', schema: WIDGET_SCHEMA };

interface Case {
  readonly base: string;
  readonly fieldValidation?: string;
  readonly edits: readonly JsonObject[];
  readonly code: number;
  readonly status?: JsonObject;
}

const bases = new Map(
  ((kubeFacts('defaults') ?? []) as readonly { case: string; request: JsonObject }[]).map((one) => [
    one.case,
    one.request,
  ]),
);
const all = ((kubeFacts('validation') as { create: readonly Case[] } | undefined)?.create ?? []).filter(
  ({ base, edits, fieldValidation }) =>
    base.startsWith('Widget') &&
    fieldValidation === undefined &&
    edits.every(({ op, path }) => op !== 'twice' && /^\/spec(?!.*\/metadata\/)/.test(String(path))),
);

/** What rules and the scale subresource say is not the schema's. */
function causesOf(status: JsonObject | undefined): readonly Json[] {
  const causes = memberAt(status, 'details', 'causes');
  return (Array.isArray(causes) ? (causes as Json[]) : []).filter((cause) => {
    const [field, message] = [String(memberAt(cause, 'field')), String(memberAt(cause, 'message'))];
    return !field.startsWith('.') && !/evaluating rule|too many for/.test(message);
  });
}

describe.skipIf(all.length === 0)('custom resources as a real API server judges them', () => {
  test.each(all)('$base $edits', ({ base, edits, code, status }) => {
    const edited = applyJsonPatch(
      bases.get(base) ?? {},
      edits.map((edit) => ({ value: null, ...edit })),
    );
    if (!isObject(edited)) throw new Error('no object');
    const { object, unknown } = pruneObject(edited, WIDGET_SCHEMA);
    if (code === 400) {
      const message = String(status?.['message']);
      for (const path of unknown) expect(message).toContain(`unknown field "${path}"`);
      expect(unknown.length > 0 || !message.includes('unknown field')).toBe(true);
      return;
    }
    const found = customCauses(defaultObject(object, WIDGET_SCHEMA), WIDGET);
    const byText = (causes: readonly Json[]): readonly string[] =>
      causes.map((cause) => JSON.stringify(cause)).toSorted();
    const sorted = (cause: Json): Json => ({
      field: memberAt(cause, 'field'),
      message: memberAt(cause, 'message'),
      reason: memberAt(cause, 'reason'),
    });
    expect(byText(found.map((cause) => sorted({ ...cause })))).toEqual(byText(causesOf(status).map(sorted)));
  });
});
