/** The server's explanation in the page's words. Pure. */
import type {
  ApplicationExplanation,
  ExplainedDifferenceMessage,
  ExplainedWait,
} from '../../../src/api/application/explanation-fields.ts';
import type { ResourceKey } from '../../api/applications.ts';
import { shown } from './diff-model.ts';

/** Undefined before there is an explanation; empty where there is nothing to say of the resource. */
export function differencesOf(
  explanation: ApplicationExplanation | undefined,
  resource: ResourceKey,
): readonly ExplainedDifferenceMessage[] | undefined {
  if (explanation === undefined) return undefined;
  const found = (explanation.resources ?? []).find(
    ({ group = '', kind, namespace = '', name }) =>
      group === resource.group && kind === resource.kind && namespace === resource.namespace && name === resource.name,
  );
  return found?.differences ?? [];
}

export interface DifferenceSentence {
  readonly now: string;
  readonly wanted: string;
  readonly why: string;
}

export function sentenceOf({ live = '', desired = '', why }: ExplainedDifferenceMessage): DifferenceSentence {
  return { now: shownText(live), wanted: shownText(desired), why: `${why.charAt(0).toUpperCase()}${why.slice(1)}.` };
}

/** `/spec/containers/0/image` as `spec.containers[0].image`. */
export function dottedPath(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, step) => (/^\d+$/.test(step) ? `${path}[${step}]` : path === '' ? step : `${path}.${step}`), '');
}

function shownText(json: string): string {
  return shown(json === '' ? undefined : JSON.parse(json));
}

/** `a sync window blocks automation, until 2026-01-01T00:00:00Z`. */
export function waitSentence(waits: readonly ExplainedWait[] | null | undefined): string {
  const [wait] = waits ?? [];
  if (wait === undefined) return '';
  const { why, until = '' } = wait;
  return until === '' ? why : `${why}; looked at again at ${until}`;
}
