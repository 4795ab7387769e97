/** The words of strategic merge patches that are instructions, not content, and the refusals of malformed ones. */
import { isList, isObject, type Json, type JsonObject } from '../../../base/json-value.ts';
import type { MergeSchema } from '../../merge-schema/merge-schema.ts';
import { goText } from '../../object/go-text.ts';
import { kubeFault } from '../../object/kube-fault.ts';

export const PATCH = '$patch';
export const RETAIN_KEYS = '$retainKeys';
export const DELETE_FROM_PRIMITIVE_LIST = '$deleteFromPrimitiveList';
export const SET_ELEMENT_ORDER = '$setElementOrder';

/** The field that a key such as `$setElementOrder/ports` is about; undefined where the key is none of this directive. */
export function fieldOfDirective(key: string, directive: string): string | undefined {
  if (!key.startsWith(directive)) return undefined;
  const [, field, ...more] = key.split('/');
  if (field === undefined || more.length > 0) {
    throw badPatch(`invalid patch format of ${directive === SET_ELEMENT_ORDER ? 'setElementOrder' : 'primitive'} list`);
  }
  return field;
}

/**
 * A value that is taken whole because nothing was there: without nulls and without objects that are an instruction
 * (`$patch`, whatever it says); undefined where nothing is left. Other directives stay: typed decoding drops them.
 */
export function contentOf(value: Json): Json | undefined {
  if (value === null) return undefined;
  if (isList(value)) {
    return value.flatMap((item) => {
      const content = item === null ? null : contentOf(item);
      return content === undefined ? [] : [content];
    });
  }
  if (!isObject(value)) return value;
  if (Object.hasOwn(value, PATCH)) return undefined;
  const entries = Object.entries(value).map(([key, item]) => [key, contentOf(item ?? null)] as const);
  return Object.fromEntries(entries.filter(([, content]) => content !== undefined));
}

/** A fault of the patch's form. The API server answers these with 500. */
export function badPatch(message: string): Error {
  return kubeFault({ code: 'kube.server-error', message });
}

export function unknownPatchType(type: Json | undefined, inside: JsonObject): Error {
  return badPatch(`unknown patch type: ${goText(type)} in map: ${goText(inside)}`);
}

/** A patch goes into a member that its type does not have. */
export function noField({ raw, struct }: MergeSchema, key: string): Error {
  const name = raw ?? struct;
  const where = name === undefined ? 'struct' : `struct ${name}`;
  return badPatch(`unable to find api field in ${where} for the json field ${JSON.stringify(key)}`);
}

export function noMergeKey(element: Json, mergeKey: string): Error {
  return badPatch(`map: ${goText(element)} does not contain declared merge key: ${mergeKey}`);
}
