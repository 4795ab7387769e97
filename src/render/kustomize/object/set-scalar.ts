/** Texts in the place of scalars: what was written in quotes stays a text, everything else is read anew. */
import { resolveScalar } from '../../../lang/yaml/go-scalars.ts';
import type { Place } from '../configuration/visit-fields.ts';
import { kustomizeFault } from '../fault.ts';
import { type Node, scalarText } from './node.ts';
import { wrongShape } from './wrong-shape.ts';

/** Puts a text where a scalar stands, or nothing. Throws where a map or list stands. */
export function setScalar({ value, set }: Place, text: string): void {
  if (typeof value === 'object' && value !== null) throw wrongShape('ScalarNode', value);
  set(wasQuoted(value) ? text : plainValue(text));
}

/** A text that would be something else without quotes had them. */
function wasQuoted(value: Node): boolean {
  return typeof value === 'string' && value !== '' && plainValue(value) !== value;
}

/** What a text is where it stands without quotes. */
export function plainValue(text: string): Node {
  const value = resolveScalar(text, 'yaml3');
  return value === undefined ? text : value;
}

/** A text in the place of a scalar that keeps its type. Throws for a text that is not of this type. */
export function sameType(old: Node, text: string): Node {
  if (typeof old === 'string') return text;
  const value = plainValue(text);
  const [had, has] = [typeName(old), typeName(value)];
  if (had === has || (had === 'float' && has === 'int')) return value;
  throw kustomizeFault(`map[string]interface {}(nil): yaml: cannot decode !!${has} \`${text}\` as a !!${had}`);
}

function typeName(value: Node): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return scalarText(value) === '' ? 'null' : 'str';
}
