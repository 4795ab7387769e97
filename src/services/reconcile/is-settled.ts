/** Whether a comparison holds for manifests, and asks for nothing. */
import type { AppState } from './app-state.ts';
import { stageOf } from './operation.ts';
import type { Rendered } from './render.ts';

export function isSettled(state: AppState, rendered: Rendered): boolean {
  return (
    rendered.kind === 'rendered' &&
    rendered.digest === state.reportedDigest &&
    state.comparison?.status === 'Synced' &&
    stageOf(state.view).kind === 'none'
  );
}
