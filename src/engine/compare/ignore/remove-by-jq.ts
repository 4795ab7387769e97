/** `jqPathExpressions`: what `del(expression)` of jq leaves of an object (features B4, B6). */
import { hasCode } from '../../../base/errors.ts';
import { isObject } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { compileJq, type JqProgram, runJq } from '../../../lang/jq/index.ts';

/** What an expression may do in a millisecond. A budget of steps ends at the same place on every machine. */
const STEPS_PER_MILLISECOND = 5_000;
const CELLS_PER_MILLISECOND = 20_000;
const DEEPEST = 500;
/** Programs kept compiled: every object of a kind meets the same few. */
const KEPT = 500;

const compiled = new Map<string, JqProgram>();

/**
 * The object without what the expression selects. An expression that fails on this object, or gives anything but one object,
 * changes nothing, as in Argo CD. Throws `jq.syntax`, `jq.undefined` and `jq.exhausted` (user).
 */
export function removeByJq(object: KubeObject, expression: string, milliseconds: number): KubeObject {
  const limits = {
    steps: milliseconds * STEPS_PER_MILLISECOND,
    cells: milliseconds * CELLS_PER_MILLISECOND,
    depth: DEEPEST,
    now: 0,
  };
  try {
    const [rest, ...more] = runJq(programOf(expression), object, limits);
    return isObject(rest) && more.length === 0 ? (rest as KubeObject) : object;
  } catch (error) {
    if (hasCode(error, 'jq.failed')) return object;
    throw error;
  }
}

/** Why an expression cannot be used at all; undefined where it can. */
export function faultOfJq(expression: string): string | undefined {
  try {
    programOf(expression);
    return undefined;
  } catch (error) {
    if (hasCode(error, 'jq.syntax', 'jq.undefined')) return error.message;
    throw error;
  }
}

function programOf(expression: string): JqProgram {
  const known = compiled.get(expression);
  if (known !== undefined) return known;
  const program = compileJq(`del(${expression})`);
  if (compiled.size >= KEPT) compiled.clear();
  compiled.set(expression, program);
  return program;
}
