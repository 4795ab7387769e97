import { textAt } from '../../../../base/json-value.ts';
import type { BuiltinActions } from '../../builtin-action.ts';
import { withValue } from '../../edit.ts';

export const PULL_REQUEST: BuiltinActions = {
  group: 'promoter.argoproj.io',
  kind: 'PullRequest',
  actions: [
    {
      name: 'merge',
      offer: (object) => ({
        disabled: textAt(object, 'spec', 'state') !== 'open',
        iconClass: 'fa fa-fw fa-code-merge',
        displayName: 'Merge PR',
      }),
      run: ({ object }) => withValue(object, ['spec', 'state'], 'merged'),
    },
  ],
};
