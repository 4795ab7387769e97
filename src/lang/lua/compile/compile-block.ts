/** Blocks: statements in order, and the labels that `goto` reaches in them. */
import type { Block } from '../parser/syntax.ts';
import { type Execute, GOTO, NORMAL, type Signal } from '../runtime/frame.ts';
import { compileStatement } from './compile-statement.ts';

export function compileBlock(block: Block): Execute {
  const statements = block.map(compileStatement);
  const labels = new Map(block.flatMap((each, index) => (each.kind === 'label' ? [[each.name, index] as const] : [])));
  if (labels.size > 0) return runWithLabels(statements, labels);
  const [first, second, third, ...more] = statements;
  if (first === undefined) return () => NORMAL;
  if (second === undefined) return first;
  if (third === undefined) return (frame) => first(frame) || second(frame);
  if (more.length === 0) return (frame) => first(frame) || second(frame) || third(frame);
  return (frame) => {
    for (let place = 0; place < statements.length; place++) {
      const signal = statements[place]?.(frame) ?? NORMAL;
      if (signal !== NORMAL) return signal;
    }
    return NORMAL;
  };
}

/** A jump that a statement inside asks for ends here where the label is one of this block. */
function runWithLabels(statements: readonly Execute[], labels: ReadonlyMap<string, number>): Execute {
  return (frame) => {
    let place = 0;
    while (place < statements.length) {
      const signal: Signal = statements[place]?.(frame) ?? NORMAL;
      const target = signal === GOTO ? labels.get(frame.label) : undefined;
      if (signal !== NORMAL && target === undefined) return signal;
      if (target !== undefined) frame.machine.spend(statements.length);
      place = target ?? place + 1;
    }
    return NORMAL;
  };
}
