import { expect, test } from 'vitest';
import { shownActions } from './actions-model.ts';

test('what can be done comes first; names are read as words where there is no label', () => {
  const actions = [
    { name: 'resume', disabled: true },
    { name: 'scale', params: [{ name: 'replicas' }] },
    { name: 'restart', displayName: 'Restart Pods' },
    { name: 'skip-current-step' },
  ];
  expect(shownActions(actions)).toEqual([
    { name: 'restart', label: 'Restart Pods', disabled: false, parameters: [] },
    { name: 'scale', label: 'Scale', disabled: false, parameters: ['replicas'] },
    { name: 'skip-current-step', label: 'Skip current step', disabled: false, parameters: [] },
    { name: 'resume', label: 'Resume', disabled: true, parameters: [] },
  ]);
});
