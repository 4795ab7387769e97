/** Texts in the place of scalars: what was written in quotes stays a text, everything else is read anew. */
import type { Place } from '../configuration/visit-fields.ts';
import { kustomizeFault } from '../fault.ts';
import { isMap, isSequence, type Node, scalarText } from './node.ts';
import { plainValue, readPlain, Written } from './written.ts';
import { wrongShape } from './wrong-shape.ts';

/** Puts a text where a scalar stands, or nothing. Throws where a map or list stands. */
export function setScalar({ value, set, isQuoted = false }: Place, text: string): void {
  if (isMap(value) || isSequence(value)) throw wrongShape('ScalarNode', value);
  set(isQuoted || wasQuoted(value) ? text : new Written(text, 'open'));
}

/** A text that would be something else without quotes had them. */
function wasQuoted(value: Node): boolean {
  return typeof value === 'string' && value !== '' && plainValue(value) !== value;
}

/** A text in the place of a scalar that keeps its type. Throws for a text that is not of this type. */
export function sameType(old: Node, text: string): Node {
  if (typeof old === 'string') return text;
  if (old instanceof Written && old.isOpen) return new Written(text, 'open');
  const value = readPlain(text);
  const [had, has] = [typeName(old), typeName(value)];
  if (had === has || (had === 'float' && has === 'int')) return value;
  throw kustomizeFault(`map[string]interface {}(nil): yaml: cannot decode !!${has} \`${text}\` as a !!${had}`);
}

function typeName(node: Node): string {
  const value = node instanceof Written ? node.value : node;
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return /^[^xX]*[.eE]/.test(scalarText(node)) ? 'float' : 'int';
  if (node instanceof Written) return 'timestamp';
  return value === '' ? 'null' : 'str';
}
