import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import type { ActionInput } from '../../action.ts';
import type { BuiltinActions } from '../../builtin-action.ts';
import { datedName, ownerReference } from '../../created-object.ts';
import { minuteDigits } from '../../stamp.ts';

export const WORKFLOW_TEMPLATE: BuiltinActions = {
  group: 'argoproj.io',
  kind: 'WorkflowTemplate',
  actions: [
    {
      name: 'create-workflow',
      offer: () => ({ iconClass: 'fa fa-fw fa-plus', displayName: 'Create Workflow' }),
      run: (input) => [{ operation: 'create', resource: workflowOf(input) }],
    },
  ],
};

/** What `argo submit --from=workflowtemplate/NAME` makes: a Workflow that refers to the template. */
function workflowOf({ object, now }: ActionInput): KubeObject {
  const { name = '', namespace } = object.metadata;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: {
      name: datedName(object, minuteDigits(now)),
      ...(namespace === undefined ? {} : { namespace }),
      labels: { 'workflows.argoproj.io/workflow-template': name },
      ownerReferences: [ownerReference(object)],
    },
    spec: { workflowTemplateRef: { name } },
  };
}
