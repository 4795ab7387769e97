/** Trees → closures. */

import type { FunctionTable } from '../../go-value/index.ts';
import { isTrue, quote, typeName } from '../../go-value/index.ts';
import type { ActionNode, BranchNode, ListNode, StatementNode, TemplateNode } from '../parse/node.ts';
import { nodeText } from '../parse/node-text.ts';
import { compilePipe } from './compile-pipe.ts';
import { compileRange } from './compile-range.ts';
import type { Compiler } from './compiler.ts';
import { fail } from './fail.ts';
import { type Code, Frame, type Run, type Statement } from './frame.ts';
import { printedText } from './print-value.ts';
import { Scope } from './scope.ts';

const MAX_DEPTH = 100_000;

/** A tree as closures. Functions are bound by name now; templates are looked up when called. */
export function compileTree(root: ListNode, functions: FunctionTable): Code {
  const scope = new Scope();
  const run = compileList({ functions, scope, pipe: compilePipe }, root);
  return {
    get slots() {
      return scope.most;
    },
    run,
  };
}

/** The statements of a list; what they declare stays visible to the end of it. */
function compileList(compiler: Compiler, list: ListNode): Statement {
  const mark = compiler.scope.mark();
  const statements = list.nodes.map((node) => compileStatement(compiler, node));
  compiler.scope.moveTo(mark);
  const [first, second] = statements;
  if (first === undefined) return nothing;
  if (second === undefined) return first;
  if (statements.length === 2) return (frame) => first(frame) || second(frame);
  return (frame) => {
    for (const statement of statements) {
      const signal = statement(frame);
      if (signal !== 0) return signal;
    }
    return 0;
  };
}

function nothing(): 0 {
  return 0;
}

/** Compiled when it is first executed: most branches of a chart are never taken. */
function compileLater(compiler: Compiler, list: ListNode): Statement {
  if (list.nodes.every(({ kind }) => kind === 'text')) return compileList(compiler, list);
  const { scope } = compiler;
  const mark = scope.mark();
  let statement: Statement | undefined;
  return (frame) => {
    if (statement === undefined) {
      scope.moveTo(mark);
      statement = compileList(compiler, list);
    }
    return statement(frame);
  };
}

function compileStatement(compiler: Compiler, node: StatementNode): Statement {
  switch (node.kind) {
    case 'text':
      return (frame) => {
        frame.output.write(node.text);
        return 0;
      };
    case 'action':
      return compileAction(compiler, node);
    case 'if':
      return compileIf(compiler, node);
    case 'with':
      return compileWith(compiler, node);
    case 'range':
      return compileRange(compiler, node, compileLater);
    case 'template':
      return compileTemplate(compiler, node);
    case 'break':
      return () => 1;
    case 'continue':
      return () => 2;
  }
}

function compileAction(compiler: Compiler, node: ActionNode): Statement {
  const evaluate = compilePipe(compiler, node.pipe);
  if (node.pipe.variables.length > 0) {
    return (frame) => {
      frame.run.budget.step();
      evaluate(frame);
      return 0;
    };
  }
  return (frame) => {
    const { budget } = frame.run;
    budget.step();
    const value = evaluate(frame);
    const text = printedText(value, budget);
    if (text === undefined) {
      frame.node = node;
      fail(frame, `can't print ${nodeText(node)} of type ${typeName(value ?? null)}`);
    }
    frame.output.write(text);
    return 0;
  };
}

interface Branch {
  readonly evaluate: ReturnType<typeof compilePipe>;
  readonly body: Statement;
  readonly otherwise: Statement | undefined;
}

function compileBranch(compiler: Compiler, node: BranchNode): Branch {
  const mark = compiler.scope.mark();
  const evaluate = compilePipe(compiler, node.pipe);
  const body = compileLater(compiler, node.body);
  const otherwise = node.otherwise && compileLater(compiler, node.otherwise);
  compiler.scope.moveTo(mark);
  return { evaluate, body, otherwise };
}

function compileIf(compiler: Compiler, node: BranchNode): Statement {
  const { evaluate, body, otherwise } = compileBranch(compiler, node);
  return (frame) => {
    frame.run.budget.step();
    if (isTrue(evaluate(frame) ?? null)) return body(frame);
    return otherwise ? otherwise(frame) : 0;
  };
}

function compileWith(compiler: Compiler, node: BranchNode): Statement {
  const { evaluate, body, otherwise } = compileBranch(compiler, node);
  return (frame) => {
    frame.run.budget.step();
    const value = evaluate(frame);
    if (!isTrue(value ?? null)) return otherwise ? otherwise(frame) : 0;
    const { dot, dotIsBoxed } = frame;
    frame.dot = value;
    frame.dotIsBoxed = false;
    const signal = body(frame);
    frame.dot = dot;
    frame.dotIsBoxed = dotIsBoxed;
    return signal;
  };
}

function compileTemplate(compiler: Compiler, node: TemplateNode): Statement {
  const evaluate = node.pipe && compilePipe(compiler, node.pipe);
  return (frame) => {
    const { run } = frame;
    run.budget.step();
    frame.node = node;
    const body = frame.templates.find(node.name);
    if (body === undefined) return fail(frame, `template ${quote(node.name)} not defined`);
    if (frame.depth >= MAX_DEPTH) return refuseDepth({ frame, node });
    const inner = new Frame(
      {
        run,
        templates: frame.templates,
        context: frame.context,
        output: frame.output,
        depth: frame.depth + 1,
      },
      body,
      evaluate?.(frame),
    );
    run.lastCall = { frame, node };
    run.budget.enter();
    body.code.run(inner);
    run.budget.leave();
    return 0;
  };
}

/** Go's words for templates that call themselves without end. */
export function refuseDepth({ frame, node }: NonNullable<Run['lastCall']>): never {
  frame.node = node;
  return fail(frame, `exceeded maximum template depth (${MAX_DEPTH})`);
}
