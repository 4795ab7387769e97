/** A `$` outside of any object. Of several, go-jsonnet tells the one that it meets first when it takes the short ways of writing apart. */
import type { FieldNode, ForSpec, Node } from './ast.ts';
import type { Range } from './source.ts';

/** The `$` to tell of, or undefined where there is none. */
export function strayDollar(node: Node): Range | undefined {
  if (node.kind === 'dollar') return node;
  for (const part of partsOf(node)) {
    const found = strayDollar(part);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Parts where `$` means what it means outside, in the order of their taking apart. */
function partsOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'literal':
    case 'number':
    case 'variable':
    case 'dollar':
    case 'self':
    case 'import':
    case 'importstr':
    case 'importbin':
      return [];
    case 'array':
      return node.elements;
    case 'apply':
      return [node.target, ...node.positional, ...node.named.map(({ value }) => value)];
    case 'array-comprehension':
      return [node.body, ...specParts(node.spec)];
    case 'object-comprehension':
      return [...node.fields.flatMap(nameOf), ...specParts(node.spec)];
    case 'object':
      return node.fields.flatMap(nameOf);
    case 'assert':
      return present([node.condition, node.rest, node.message]);
    case 'binary':
      return node.operator === 'in' ? [node.right, node.left] : [node.left, node.right];
    case 'extend':
      return [node.left, node.right];
    case 'conditional':
      return present([node.condition, node.whenTrue, node.whenFalse]);
    case 'function':
      return present([...node.parameters.map(({ defaultValue }) => defaultValue), node.body]);
    case 'local':
      return [...node.binds.map(({ body }) => body), node.body];
    case 'slice':
      return present([node.target, node.from, node.to, node.step]);
    case 'index':
      return [node.target, node.index];
    case 'super-index':
    case 'in-super':
      return [node.index];
    case 'member':
      return [node.target];
    case 'error':
      return [node.message];
    case 'parens':
      return [node.inner];
    case 'unary':
      return [node.operand];
  }
}

function present(parts: readonly (Node | undefined)[]): readonly Node[] {
  return parts.filter((part) => part !== undefined);
}

/** Names of fields stand outside of their object. */
function nameOf(field: FieldNode): readonly Node[] {
  return field.kind === 'field' && field.name.kind === 'expression' ? [field.name.node] : [];
}

/** The last `for` first, each with its conditions before its list. */
function specParts({ conditions, list, outer }: ForSpec): readonly Node[] {
  return [...conditions, list, ...(outer === undefined ? [] : specParts(outer))];
}
