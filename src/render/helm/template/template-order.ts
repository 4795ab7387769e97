/** The order in which Helm parses and executes templates: the deepest first, so that charts further up have the last word. */
import { compareBytes } from '../../../base/json/byte-order.ts';

/** Sorted names. */
export function inTemplateOrder(names: Iterable<string>): readonly string[] {
  return [...names].sort((a, b) => depthOf(b) - depthOf(a) || compareBytes(b, a));
}

function depthOf(name: string): number {
  return name.split('/').length;
}
