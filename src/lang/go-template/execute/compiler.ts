/** What is known while one tree is compiled. */
import type { FunctionTable } from '../../go-value/index.ts';
import type { PipeNode } from '../parse/node.ts';
import type { Evaluate, Evaluated, Frame } from './frame.ts';
import type { Scope } from './scope.ts';

export interface Compiler {
  readonly functions: FunctionTable;
  readonly scope: Scope;
  /** Ties the knot between operands and the pipelines in parentheses. */
  readonly pipe: (compiler: Compiler, pipe: PipeNode) => Evaluate;
}

/** A command of a pipeline: gets the value of the command before it, where there is one. */
export type Command = (frame: Frame, final: Evaluated) => Evaluated;
