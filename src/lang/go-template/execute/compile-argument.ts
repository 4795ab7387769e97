/** Operands where a value is wanted: arguments and heads of chains. */
import { ANY, canBeNil, GoNil, type GoType, REFLECT_VALUE, STRING, zeroOf } from '../../go-value/index.ts';
import type { CommandNode, IdentifierNode, OperandNode } from '../parse/node.ts';
import { nodeText } from '../parse/node-text.ts';
import type { Argument } from './call.ts';
import { compileChain, compileField, compileIsBoxed, compileVariable, NOTHING } from './compile-fields.ts';
import { compileFunction, isLazyCall } from './compile-function.ts';
import type { Command, Compiler } from './compiler.ts';
import { type Constant, idealConstant, type Literal, typedConstant } from './constants.ts';
import { fail } from './fail.ts';
import type { Evaluate } from './frame.ts';
import { validated } from './validate.ts';

/** An operand as an argument: literals become what the parameter asks for, everything else is checked against it. */
export function compileArgument(compiler: Compiler, node: OperandNode): Argument {
  switch (node.kind) {
    case 'nil':
      return (type) => nilArgument(node, type);
    case 'bool':
    case 'number':
    case 'string':
      return (type) => compileLiteral(node, typedConstant(node, type));
    default: {
      const evaluate = compileOperand(compiler, node);
      return (type) => checked(evaluate, type);
    }
  }
}

function checked(evaluate: Evaluate, type: GoType): Evaluate {
  if (type === REFLECT_VALUE) return evaluate;
  if (type === ANY) return (frame) => evaluate(frame) ?? null;
  if (type !== STRING) return (frame) => validated(frame, evaluate(frame), type);
  return (frame) => {
    const value = evaluate(frame);
    return typeof value === 'string' ? value : validated(frame, value, type);
  };
}

function nilArgument(node: OperandNode, type: GoType): Evaluate {
  return (frame) => {
    frame.node = node;
    if (!canBeNil(type)) fail(frame, `cannot assign nil to ${type.name}`);
    return type.kind === 'struct' ? undefined : zeroOf(type);
  };
}

/** A literal: its value, or at run time the error. */
export function compileLiteral(node: Constant, literal: Literal): Evaluate {
  if ('problem' in literal) {
    return (frame) => {
      frame.node = node;
      return fail(frame, literal.problem);
    };
  }
  const { value } = literal;
  return (frame) => {
    frame.node = node;
    return value;
  };
}

/** An operand that stands alone: without arguments, without a pipeline's value. */
export function compileOperand(compiler: Compiler, node: OperandNode): Evaluate {
  switch (node.kind) {
    case 'dot':
      return (frame) => {
        frame.node = node;
        return frame.dot;
      };
    case 'field':
      return alone(compileField(node, NOTHING));
    case 'variable':
      return alone(compileVariable(compiler, node, NOTHING));
    case 'chain':
      return alone(compileChain(node, compileOperand(compiler, node.operand), NOTHING));
    case 'identifier':
      return alone(compileCall(compiler, { head: node, node, args: [], hasFinal: false }));
    case 'pipe':
      return compiler.pipe(compiler, node);
    case 'nil':
      return (frame) => {
        frame.node = node;
        return fail(frame, 'nil is not a command');
      };
    default:
      return compileLiteral(node, idealConstant(node));
  }
}

function alone(command: Command): Evaluate {
  return (frame) => command(frame, undefined);
}

export function compileArguments(compiler: Compiler, nodes: readonly OperandNode[]): readonly Argument[] {
  return nodes.map((node) => compileArgument(compiler, node));
}

/** Go's `slice` does not open interfaces: an index straight out of a map is of no use to it. */
function sliceArguments(compiler: Compiler, [item, ...indexes]: readonly OperandNode[]): readonly Argument[] {
  // The item first: what it declares is visible in the indexes.
  const first = item ? [compileArgument(compiler, item)] : [];
  const opened = indexes.map((node): Argument => {
    const isBoxed = compileIsBoxed(compiler, node);
    const argument = compileArgument(compiler, node);
    return (type) => {
      const evaluate = argument(type);
      if (type !== REFLECT_VALUE) return evaluate;
      return (frame) => {
        const value = evaluate(frame);
        return value !== undefined && isBoxed(frame) ? IN_INTERFACE : value;
      };
    };
  });
  return [...first, ...opened];
}

const IN_INTERFACE = new GoNil(ANY);

interface CallNodes {
  readonly head: IdentifierNode;
  /** Named in `error calling`. */
  readonly node: CommandNode | IdentifierNode;
  readonly args: readonly OperandNode[];
  readonly hasFinal: boolean;
}

export function compileCall(compiler: Compiler, { head, node, args, hasFinal }: CallNodes): Command {
  const compile = () => (head.name === 'slice' ? sliceArguments(compiler, args) : compileArguments(compiler, args));
  const { result, slots } = isLazyCall(compiler, head.name)
    ? compiler.scope.conditionally(compile)
    : { result: compile(), slots: [] };
  const [first] = args;
  return compileFunction(compiler, {
    identifier: head,
    site: { name: head.name, node, args: result },
    args: result,
    hasFinal,
    firstArgument: head.name === 'call' ? first && nodeText(first) : undefined,
    conditionalSlots: slots,
  });
}
