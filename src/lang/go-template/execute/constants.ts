/** Literals in the place of an argument: the parameter's type decides what they are. */
import {
  BOOL,
  COMPLEX128,
  FLOAT64,
  GoComplex,
  GoInt,
  GoScalar,
  type GoType,
  type GoValue,
  goInt,
  INT,
  REFLECT_VALUE,
  STRING,
} from '../../go-value/index.ts';
import type { BoolNode, NumberNode, StringNode } from '../parse/node.ts';
import { nodeText } from '../parse/node-text.ts';

export type Constant = BoolNode | NumberNode | StringNode;

/** The value, or Go's words where it cannot be. */
export type Literal = { readonly value: GoValue } | { readonly problem: string };

/** A literal where no type is asked for. */
export function idealConstant(node: Constant): Literal {
  if (node.kind !== 'number') return { value: node.value };
  const { text, complex, float, int, uint } = node;
  if (complex) return { value: new GoComplex(COMPLEX128, complex.real, complex.imaginary) };
  if (float !== undefined && !isWholeHex(text) && !text.startsWith("'") && /[.eEpP]/.test(text))
    return { value: float };
  if (int !== undefined) return { value: goInt(int) };
  return uint === undefined ? { value: null } : { problem: `${text} overflows int` };
}

function isWholeHex(text: string): boolean {
  return /^0[xX]./.test(text) && !/[pP]/.test(text);
}

/** A literal for a parameter. */
export function typedConstant(node: Constant, type: GoType): Literal {
  switch (type.kind) {
    case 'bool':
      return node.kind === 'bool' ? scalar(type, BOOL, node.value) : expected('bool', node);
    case 'string':
      return node.kind === 'string' ? scalar(type, STRING, node.value) : expected('string', node);
    case 'float32':
    case 'float64':
      if (node.kind !== 'number' || node.float === undefined) return expected('float', node);
      return scalar(type, FLOAT64, type.kind === 'float32' ? Math.fround(node.float) : node.float);
    case 'complex64':
    case 'complex128':
      if (node.kind !== 'number' || node.complex === undefined) return expected('complex', node);
      return { value: new GoComplex(type, node.complex.real, node.complex.imaginary) };
    case 'interface':
      return type.name === 'interface {}' ? idealConstant(node) : cannot(node, type);
    case 'struct':
      return type === REFLECT_VALUE ? idealConstant(node) : cannot(node, type);
    default:
      return integerConstant(node, type);
  }
}

function expected(what: string, node: Constant): Literal {
  return { problem: `expected ${what}; found ${nodeText(node)}` };
}

function cannot(node: Constant, type: GoType): Literal {
  return { problem: `can't handle ${nodeText(node)} for arg of type ${type.name}` };
}

function integerConstant(node: Constant, type: GoType): Literal {
  const bits = /^(u?)int(8|16|32|64|ptr)?$/.exec(type.kind);
  if (!bits) return cannot(node, type);
  const width = bits[2] === undefined || bits[2] === 'ptr' ? 64 : Number(bits[2]);
  if (bits[1] === 'u') {
    if (node.kind !== 'number' || node.uint === undefined) return expected('unsigned integer', node);
    return { value: new GoInt(type, BigInt.asUintN(width, node.uint)) };
  }
  if (node.kind !== 'number' || node.int === undefined) return expected('integer', node);
  if (type === INT) return { value: goInt(node.int) };
  return { value: new GoInt(type, BigInt.asIntN(width, node.int)) };
}

function scalar(type: GoType, plain: GoType, value: string | boolean | number): Literal {
  return { value: type.name === plain.name ? value : new GoScalar(type, value) };
}
