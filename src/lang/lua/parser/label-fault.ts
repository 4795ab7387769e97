/** Whether each `goto` of a function has a label it can see. */
import type { AppError } from '../../../base/errors.ts';
import type { Block, Statement } from './syntax.ts';
import { meaningFault } from './syntax-fault.ts';

/** `end`: the last line of the function. Answers `lua.compile` (user) for a label that is missing or there twice. */
export function labelFault(body: Block, end: number, visible: ReadonlySet<string> = new Set()): AppError | undefined {
  const labels = new Set(visible);
  for (const statement of body) {
    if (statement.kind !== 'label') continue;
    if (labels.has(statement.name)) return meaningFault(statement.line, `label '${statement.name}' already defined`);
    labels.add(statement.name);
  }
  for (const statement of body) {
    if (statement.kind === 'goto' && !labels.has(statement.label)) {
      const { label, line } = statement;
      return meaningFault(end, `no visible label '${label}' for <goto> at line ${line}`);
    }
    for (const block of blocksOf(statement)) {
      const fault = labelFault(block, end, labels);
      if (fault !== undefined) return fault;
    }
  }
  return undefined;
}

function blocksOf(statement: Statement): readonly Block[] {
  switch (statement.kind) {
    case 'block':
    case 'while':
    case 'repeat':
    case 'numeric-for':
    case 'generic-for':
      return [statement.body];
    case 'if': {
      const bodies = statement.branches.map(({ body }) => body);
      return statement.otherwise === undefined ? bodies : [...bodies, statement.otherwise];
    }
    default:
      return [];
  }
}
