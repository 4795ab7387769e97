/** What a run failed with, and go-jsonnet's text of it. */

import { ImportFault } from './importer.ts';
import { BudgetFault, RuntimeFault } from './runtime/fault.ts';
import type { Machine } from './runtime/machine.ts';
import type { Site } from './runtime/site.ts';
import { StaticFault } from './syntax/static-fault.ts';

export type Failure =
  | { readonly kind: 'static'; readonly message: string; readonly lines: string }
  | { readonly kind: 'runtime'; readonly message: string; readonly trace: readonly Site[] }
  /** The main file itself is not there. */
  | { readonly kind: 'import'; readonly message: string }
  | { readonly kind: 'budget'; readonly message: string };

/** The failure that a fault is; undefined for faults of others. */
export function failureOf(error: unknown, machine: Machine): Failure | undefined {
  if (error instanceof StaticFault) {
    const lines = error.source.linesOf(error.range);
    return { kind: 'static', message: error.message, lines };
  }
  if (error instanceof RuntimeFault) return { kind: 'runtime', message: error.message, trace: error.trace };
  if (error instanceof ImportFault) return { kind: 'import', message: error.message };
  if (error instanceof BudgetFault) return { kind: 'budget', message: error.message };
  // The native stack ended before the limit of frames was reached: the same fault to whoever wrote the program.
  if (error instanceof RangeError)
    return { kind: 'runtime', message: 'max stack frames exceeded.', trace: machine.openSites() };
  return undefined;
}

/** Frames of a trace that are shown unless asked otherwise: half of them from each end. */
export const DEFAULT_TRACE = 20;

/** The text that the command writes, with a line break behind. `most` frames are shown; 0: all. */
export function failureText(failure: Failure, most = DEFAULT_TRACE): string {
  switch (failure.kind) {
    case 'static':
      return `${failure.message}\n\n${failure.lines}\n\n`;
    case 'runtime':
      return `RUNTIME ERROR: ${failure.message}\n${traceText(failure.trace, most)}`;
    case 'import':
      return `INTERNAL ERROR: ${failure.message}\nPlease report a bug here: https://github.com/google/go-jsonnet/issues\n`;
    case 'budget':
      return `RUNTIME ERROR: ${failure.message}\n`;
  }
}

function traceText(trace: readonly Site[], most: number): string {
  const above = Math.floor(most / 2);
  const below = most - above;
  const isCropped = most > 0 && trace.length > most;
  if (!isCropped) return trace.map(frameText).join('');
  const tail = below === 0 ? [] : trace.slice(-below);
  return [...trace.slice(0, above).map(frameText), '\t...\n', ...tail.map(frameText)].join('');
}

function frameText(site: Site): string {
  return `\t${site.text()}\t${site.context}\n`;
}
