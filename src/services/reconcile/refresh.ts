/** Why are we here: what has to be looked at anew, and who asked for it. After: render. */
import { type AppState, type PassLevel, questionOf, specOf, want } from './app-state.ts';
import { annotationOfApp, REFRESH_ANNOTATION, REFRESH_TIMESTAMP_ANNOTATION } from './application-view.ts';

export interface Refresh {
  readonly level: PassLevel;
  /** Asked for by the annotation: an answer is owed, and no grace hides a failing repository. */
  readonly asked: boolean;
  /** The stamp beside the annotation: a later request has another one. */
  readonly stamp: string;
  readonly request: string;
}

/**
 * Takes what was wanted since the last pass. An Application nobody has answered yet, or whose specification changed, is
 * compared with what its repository stands at; a request by annotation asks the repository again.
 */
export function takeRefresh(state: AppState): Refresh {
  const { view } = state;
  const question = questionOf(view.object);
  if (question !== state.answered) want(state, 'live');
  const spec = specOf(view.object);
  if (spec !== state.answeredSpec) want(state, 'cached');
  const request = annotationOfApp(view, REFRESH_ANNOTATION);
  const asked = request !== '';
  if (asked) want(state, request === 'hard' ? 'hard' : 'latest');
  const level = state.wanted;
  state.wanted = 'none';
  state.answered = question;
  state.answeredSpec = spec;
  return { level, asked, stamp: annotationOfApp(view, REFRESH_TIMESTAMP_ANNOTATION), request };
}
