/** Pipelines: commands in a row, then declarations. */
import type { CommandNode, OperandNode, PipeNode, VariableNode } from '../parse/node.ts';
import { compileArguments, compileCall, compileOperand } from './compile-argument.ts';
import { compileChain, compileField, compileVariable, refuseArguments } from './compile-fields.ts';
import type { Command, Compiler } from './compiler.ts';
import { fail } from './fail.ts';
import type { Evaluate, Evaluated, Frame } from './frame.ts';
import { UNSET } from './scope.ts';

/** The value of a pipeline; its variables are declared for what is compiled after it. Never gives null. */
export function compilePipe(compiler: Compiler, pipe: PipeNode): Evaluate {
  const evaluate = chained(
    pipe.commands.map((command, index) => compileCommand(compiler, command, { pipe, hasFinal: index > 0 })),
  );
  if (pipe.variables.length === 0) return evaluate;
  const stores = pipe.variables.map((variable) => compileStore(compiler, variable, pipe.assigns));
  return (frame) => {
    const value = evaluate(frame);
    for (const store of stores) store(frame, value);
    return value;
  };
}

/** Between commands an interface is opened: a nil in it becomes nothing at all. */
function chained(commands: readonly Command[]): Evaluate {
  const [first, second] = commands;
  if (first === undefined) return () => undefined;
  if (second === undefined) return (frame) => first(frame, undefined) ?? undefined;
  if (commands.length === 2) return (frame) => second(frame, first(frame, undefined) ?? undefined) ?? undefined;
  return (frame) => {
    let value: Evaluated;
    for (const command of commands) value = command(frame, value) ?? undefined;
    return value;
  };
}

interface Position {
  readonly pipe: PipeNode;
  readonly hasFinal: boolean;
}

function compileCommand(compiler: Compiler, command: CommandNode, position: Position): Command {
  const [head, ...rest] = command.args;
  const { hasFinal } = position;
  if (head === undefined) return () => undefined;
  switch (head.kind) {
    case 'identifier':
      return compileCall(compiler, { head, node: command, args: rest, hasFinal });
    case 'field':
      return compileField(head, { args: compileArguments(compiler, rest), hasFinal });
    case 'variable':
      return compileVariable(compiler, head, { args: compileArguments(compiler, rest), hasFinal });
    case 'chain': {
      const start = compileOperand(compiler, head.operand);
      return compileChain(head, start, { args: compileArguments(compiler, rest), hasFinal });
    }
    default:
      return compileValue(compiler, head, { ...position, isAlone: rest.length === 0 && !hasFinal });
  }
}

/** A command that is no call. */
function compileValue(
  compiler: Compiler,
  head: Exclude<OperandNode, { kind: 'identifier' | 'field' | 'variable' | 'chain' }>,
  position: Position & { readonly isAlone: boolean },
): Command {
  const evaluate = compileOperand(compiler, head);
  if (position.isAlone) return evaluate;
  const { pipe, hasFinal } = position;
  return (frame) => {
    if (head.kind !== 'pipe') frame.node = head;
    else if (!hasFinal) frame.node = pipe;
    return refuseArguments(frame, head);
  };
}

type Store = (frame: Frame, value: Evaluated) => void;

function compileStore({ scope }: Compiler, { name }: VariableNode, assigns: boolean): Store {
  if (!assigns) return storeAt(scope.declare(name));
  const slot = scope.findCertain(name);
  if (slot !== undefined) return storeAt(slot);
  const slots = scope.find(name);
  return (frame, value) => {
    const found = slots.find((candidate) => frame.slots[candidate] !== UNSET);
    if (found === undefined) fail(frame, `undefined variable: ${name}`);
    else storeAt(found)(frame, value);
  };
}

function storeAt(slot: number): Store {
  return (frame, value) => {
    frame.slots[slot] = value;
    if (frame.boxed) frame.boxed[slot] = false;
  };
}
