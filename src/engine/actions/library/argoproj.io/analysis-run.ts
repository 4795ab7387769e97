import { memberAt, textAt } from '../../../../base/json-value.ts';
import type { BuiltinActions } from '../../builtin-action.ts';
import { withValue } from '../../edit.ts';

const ENDED = ['Successful', 'Failed', 'Error', 'Inconclusive'];

export const ANALYSIS_RUN: BuiltinActions = {
  group: 'argoproj.io',
  kind: 'AnalysisRun',
  actions: [
    {
      name: 'terminate',
      offer: (object) => ({
        disabled:
          memberAt(object, 'spec', 'terminate') === true || ENDED.includes(textAt(object, 'status', 'phase') ?? ''),
      }),
      run: ({ object }) => withValue(object, ['spec', 'terminate'], true),
    },
  ],
};
