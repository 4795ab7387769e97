/** `.a.b`, `$x.a.b` and `(pipeline).a.b` as commands. */
import { GoMap } from '../../go-value/index.ts';
import type { ChainNode, FieldNode, OperandNode, VariableNode } from '../parse/node.ts';
import { nodeText } from '../parse/node-text.ts';
import type { Argument } from './call.ts';
import type { Command, Compiler } from './compiler.ts';
import { fail } from './fail.ts';
import { type ChainStart, endIsBoxed, type FieldChain, followFields } from './fields.ts';
import type { Evaluate, Evaluated, Frame } from './frame.ts';
import { UNSET } from './scope.ts';

/** What stands after the head of a command, and whether a value comes down the pipeline. */
export interface Given {
  readonly args: readonly Argument[];
  readonly hasFinal: boolean;
}

export const NOTHING: Given = { args: [], hasFinal: false };

type ChainSource = FieldNode | VariableNode | ChainNode;

function chainOf(node: ChainSource, { args }: Given, start: ChainStart): FieldChain {
  const { fields } = node;
  return { fields, name: fields.at(-1) ?? '', node, args, start };
}

function follow(chain: FieldChain, given: Given, start: Evaluate): Command {
  if (given.hasFinal) return (frame, final) => followFields(frame, start(frame), chain, { value: final });
  return (frame) => followFields(frame, start(frame), chain);
}

export function compileField(node: FieldNode, given: Given): Command {
  const chain = chainOf(node, given, 'dot');
  const [name = ''] = node.fields;
  if (given.hasFinal) {
    return (frame, final) => {
      frame.node = node;
      return followFields(frame, frame.dot, chain, { value: final });
    };
  }
  if (node.fields.length > 1 || given.args.length > 0) {
    return (frame) => {
      frame.node = node;
      return followFields(frame, frame.dot, chain);
    };
  }
  return (frame) => {
    frame.node = node;
    const { dot } = frame;
    const plain = dot instanceof GoMap && dot.type.methods === undefined ? dot.get(name) : undefined;
    return plain === undefined ? followFields(frame, dot, chain) : plain;
  };
}

export function compileVariable(compiler: Compiler, node: VariableNode, given: Given): Command {
  if (node.fields.length > 0) return compileVariableFields(compiler, node, given);
  const read = compileRead(compiler, node);
  if (!given.hasFinal && given.args.length === 0) return read;
  return (frame) => {
    read(frame);
    return refuseArguments(frame, node);
  };
}

function compileVariableFields(compiler: Compiler, node: VariableNode, given: Given): Command {
  const slot = compiler.scope.findCertain(node.name);
  if (slot === undefined || given.hasFinal) {
    const chain = chainOf(node, given, compiler.scope.find(node.name)[0] ?? 0);
    return follow(chain, given, compileRead(compiler, node));
  }
  const chain = chainOf(node, given, slot);
  return (frame) => {
    frame.node = node;
    return followFields(frame, frame.slots[slot], chain);
  };
}

function compileRead({ scope }: Compiler, node: VariableNode): Evaluate {
  const slot = scope.findCertain(node.name);
  if (slot !== undefined) {
    return (frame) => {
      frame.node = node;
      return frame.slots[slot];
    };
  }
  const slots = scope.find(node.name);
  return (frame) => {
    frame.node = node;
    const found = slots.find((candidate) => frame.slots[candidate] !== UNSET);
    return found === undefined ? fail(frame, `undefined variable: ${node.name}`) : frame.slots[found];
  };
}

/** `start` is the value of the chain's operand. */
export function compileChain(node: ChainNode, start: Evaluate, given: Given): Command {
  return follow(chainOf(node, given, 'value'), given, (frame) => {
    frame.node = node;
    return start(frame);
  });
}

/**
 * For the one function that cares: whether the operand's value is seen by reflection as an interface. Only what is taken
 * out of a list or map directly is; a pipeline opens interfaces.
 */
export function compileIsBoxed({ scope }: Compiler, node: OperandNode): (frame: Frame) => boolean {
  if (node.kind === 'dot') return (frame) => frame.dotIsBoxed;
  if (node.kind !== 'field' && node.kind !== 'variable') return () => false;
  const slot = node.kind === 'variable' ? (scope.find(node.name)[0] ?? 0) : undefined;
  if (slot !== undefined && node.fields.length === 0) return (frame) => frame.boxed?.[slot] === true;
  const chain = chainOf(node, NOTHING, 'value');
  return (frame) => endIsBoxed(frame, slot === undefined ? frame.dot : frame.slots[slot], chain);
}

/** For what is no function but has arguments. */
export function refuseArguments(frame: Frame, head: OperandNode): Evaluated {
  return fail(frame, `can't give argument to non-function ${nodeText(head)}`);
}
