import { describe, expect, test } from 'vitest';
import { isObject, type Json, type JsonObject, memberAt } from '../../base/json-value.ts';
import { kubeFacts } from '../../testkit/kube-facts.ts';
import { decodeTyped } from '../builtin/decode.ts';
import { type StructType, structOfKind } from '../builtin/type-table.ts';
import { setDefaults } from '../defaults/set-defaults.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { applyJsonPatch } from '../patch/json/apply-json-patch.ts';
import { validateBuiltin, validateBuiltinUpdate } from './validate-builtin.ts';

interface Case {
  readonly edits?: readonly JsonObject[];
  readonly fieldValidation?: string;
  readonly subresource?: string;
  readonly code: number;
  readonly status?: JsonObject;
}

interface Facts {
  readonly create: readonly (Case & { readonly base: string })[];
  readonly update: readonly { readonly base: string; readonly stored: JsonObject; readonly cases: readonly Case[] }[];
}

const facts = kubeFacts('validation') as Facts | undefined;
const bases = new Map(
  ((kubeFacts('defaults') ?? []) as readonly { case: string; request: JsonObject }[]).map((one) => [
    one.case,
    one.request,
  ]),
);

interface Attempt {
  readonly label: string;
  readonly struct: StructType;
  readonly object: JsonObject;
  readonly old: JsonObject | undefined;
  readonly recorded: Case;
}

function attemptOf(base: JsonObject, recorded: Case, old: JsonObject | undefined): Attempt[] {
  const struct = structOfKind(String(base['apiVersion']), String(base['kind']));
  const edits = recorded.edits ?? [];
  const plain = edits.every(({ op, path }) => op !== 'twice' && path !== '/apiVersion' && path !== '/kind');
  if (!struct || !plain || recorded.fieldValidation !== undefined || recorded.subresource !== undefined) return [];
  const object = applyJsonPatch(
    base,
    edits.map((edit) => ({ value: null, ...edit })),
  );
  return isObject(object) ? [{ label: JSON.stringify(edits), struct, object, old, recorded }] : [];
}

/** Words that stand for what differs between runs are no valid values. */
function concrete(object: JsonObject): JsonObject {
  const words = { '"TIME"': '"2001-01-01T00:00:00Z"', '"NODE_PORT"': '30000', RANDOM: 'abcde', CLUSTER_IP: '10.0.0.1' };
  const text = Object.entries(words).reduce(
    (all, [word, value]) => all.replaceAll(word, value),
    JSON.stringify(object),
  );
  return JSON.parse(text) as JsonObject;
}

const creates = (facts?.create ?? []).flatMap((one) => attemptOf(bases.get(one.base) ?? {}, one, undefined));
const updates = (facts?.update ?? []).flatMap(({ stored, cases }) =>
  cases.flatMap((one) => attemptOf(concrete(stored), one, concrete(stored))),
);

function judged(attempts: readonly Attempt[]): readonly (Attempt & { readonly causes: readonly FieldCause[] })[] {
  return attempts.flatMap((attempt) => {
    const { code } = attempt.recorded;
    if (code !== 422 && code >= 300) return [];
    const read = (object: JsonObject): JsonObject =>
      setDefaults(decodeTyped(object, attempt.struct).object, attempt.struct);
    try {
      const object = read(attempt.object);
      const causes = attempt.old ? validateBuiltinUpdate(object, read(attempt.old)) : validateBuiltin(object);
      return [{ ...attempt, causes }];
    } catch {
      return [];
    }
  });
}

function texts(causes: readonly Json[]): ReadonlySet<string> {
  return new Set(causes.map((cause) => `${memberAt(cause, 'field')}: ${memberAt(cause, 'message')}`));
}

function isExact({ causes, recorded }: { readonly causes: readonly FieldCause[]; readonly recorded: Case }): boolean {
  const wanted = memberAt(recorded.status, 'details', 'causes');
  const [ours, theirs] = [texts(causes.map((cause) => ({ ...cause }))), texts(Array.isArray(wanted) ? wanted : [])];
  return ours.size === theirs.size && [...ours].every((text) => theirs.has(text));
}

describe.skipIf(facts === undefined)('validation beside a real API server', () => {
  test.each([
    { what: 'creates', attempts: creates, exactAtLeast: 0.72 },
    { what: 'updates', attempts: updates, exactAtLeast: 0.55 },
  ])('$what: nothing valid is refused, and most refusals are the same', ({ attempts, exactAtLeast }) => {
    const all = judged(attempts);
    const refused = all.filter(({ recorded, causes }) => recorded.code < 300 && causes.length > 0);
    expect(refused.map(({ label, causes }) => `${label} ${causes[0]?.field}`)).toEqual([]);
    expect(all.filter(isExact).length / all.length).toBeGreaterThan(exactAtLeast);
  });

  test('values of wrong types are refused in the same words', () => {
    const wrong = creates.filter(({ recorded }) => /cannot unmarshal/.test(String(recorded.status?.['message'])));
    const same = wrong.filter(({ object, struct, recorded }) => {
      try {
        decodeTyped(object, struct);
        return false;
      } catch (error) {
        return error instanceof Error && String(recorded.status?.['message']).endsWith(`: ${error.message}`);
      }
    });
    expect(same.length / wrong.length).toBeGreaterThan(0.75);
  });
});
