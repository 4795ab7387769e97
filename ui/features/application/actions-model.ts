/** Actions on a resource as the page shows them. */
import type { ResourceAction } from '../../../src/api/resource/fields.ts';

export interface ShownAction {
  readonly name: string;
  readonly label: string;
  readonly disabled: boolean;
  readonly parameters: readonly string[];
}

/** What can be done first, then what is of no use now; each by its label. */
export function shownActions(actions: readonly ResourceAction[]): readonly ShownAction[] {
  const shown = actions.map(({ name = '', displayName = '', disabled = false, params = [] }) => ({
    name,
    label: displayName === '' ? inWords(name) : displayName,
    disabled,
    parameters: params.map((parameter) => parameter.name ?? '').filter((parameter) => parameter !== ''),
  }));
  return shown.sort(
    (left, right) => Number(left.disabled) - Number(right.disabled) || (left.label < right.label ? -1 : 1),
  );
}

/** `skip-current-step` → `Skip current step`. */
function inWords(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
