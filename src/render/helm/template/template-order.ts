/** The order in which Helm parses and executes templates: the deepest first, so that charts further up have the last word. */
import { compareBytes } from '../../../base/json/byte-order.ts';

/** Sorted names. */
export function inTemplateOrder(names: Iterable<string>): readonly string[] {
  const all = Array.from(names, (name) => ({ name, depth: depthOf(name) }));
  return all.sort((a, b) => b.depth - a.depth || compareBytes(b.name, a.name)).map(({ name }) => name);
}

function depthOf(name: string): number {
  let depth = 1;
  for (let at = name.indexOf('/'); at >= 0; at = name.indexOf('/', at + 1)) depth += 1;
  return depth;
}
