/**
 * The journal must fit into the Application beside its status. Over the budget, lines that a controller which takes over can do
 * without leave it: objects that were applied are found applied again. Hooks and failures stay. The operation's message says how
 * many lines are left out; this process keeps them all. Source: design, "Very large apps".
 */
import type { OperationState } from '../../api/application/fields.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import type { Json } from '../../base/json-value.ts';

type Line = NonNullable<NonNullable<OperationState['syncResult']>['resources']>[number];

/** As much of a failure as says which one it is. */
const LONGEST_TEXT = 300;
/** The operation's own sentence repeats those of all that failed. */
const LONGEST_MESSAGE = 20_000;

/** The journal as it is, or with lines left out. Depends on its arguments only: the same journal is cut the same way. */
export function journalWithin(state: OperationState, budget: number): OperationState {
  const lines = state.syncResult?.resources ?? [];
  const text = state.message ?? '';
  if (sizeOf(lines) + text.length <= budget) return state;
  const message = shortened(text, LONGEST_MESSAGE);
  const kept = keptLines(lines, budget);
  const note = ` (${lines.length - kept.length} of ${lines.length} results left out: the Application would be too large)`;
  const { syncResult } = state;
  return {
    ...state,
    message: message.endsWith(note) ? message : `${message}${note}`,
    ...(syncResult === undefined ? {} : { syncResult: { ...syncResult, resources: kept } }),
  };
}

/** In the order they had: what is important with shortened texts, then as many others as fit. */
function keptLines(lines: readonly Line[], budget: number): readonly Line[] {
  const ranked = [lines.filter(isHook), lines.filter((it) => !isHook(it) && isBad(it)), lines.filter(isPlain)].flat();
  const kept = new Map<Line, Line>();
  let left = budget;
  for (const line of ranked) {
    const short = isPlain(line) ? line : { ...line, message: shortened(line.message ?? '', LONGEST_TEXT) };
    left -= sizeOf(short) + 1;
    if (left < 0) break;
    kept.set(line, short);
  }
  return lines.flatMap((line) => kept.get(line) ?? []);
}

function isHook({ hookType }: Line): boolean {
  return (hookType ?? '') !== '';
}

function isBad({ status, hookPhase }: Line): boolean {
  return status === 'SyncFailed' || status === 'PruneSkipped' || hookPhase === 'Failed' || hookPhase === 'Error';
}

function isPlain(line: Line): boolean {
  return !isHook(line) && !isBad(line);
}

function shortened(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(stringifyJson(value as Json));
}
