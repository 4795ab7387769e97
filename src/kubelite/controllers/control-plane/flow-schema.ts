/** FlowSchemas tell whether the priority level that they name is there. Requests are not queued by them. */
import { rfc3339 } from '../../../base/clock.ts';
import { textAt } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { type Controller, controllerOf, keyOfObject, onSelf, type Step, type StepContext } from '../controller.ts';
import { observed } from '../owned-objects.ts';
import { statusChange } from '../status-change.ts';
import { keptTransition } from './kept-transition.ts';

const FLOW_SCHEMAS = { group: 'flowcontrol.apiserver.k8s.io', plural: 'flowschemas' };
const PRIORITY_LEVELS = { group: 'flowcontrol.apiserver.k8s.io', plural: 'prioritylevelconfigurations' };

interface ObservedFlowSchema {
  readonly schema: KubeObject;
  readonly level: KubeObject | undefined;
}

export const flowSchemaController: Controller = controllerOf<ObservedFlowSchema>({
  name: 'flow-schema',
  triggers: [
    onSelf(FLOW_SCHEMAS),
    {
      resource: PRIORITY_LEVELS,
      keys: ({ object }, reader) =>
        reader
          .list(FLOW_SCHEMAS)
          .filter((schema) => levelOf(schema) === object.metadata.name)
          .map((schema) => keyOfObject(FLOW_SCHEMAS, schema)),
    },
  ],
  observe(reader, key) {
    const schema = observed(reader, key);
    return schema && { schema, level: reader.get(PRIORITY_LEVELS, '', levelOf(schema)) };
  },
  step: flowSchemaStep,
});

/** `Dangling` is true while the level is missing. Words: those of recorded answers. */
export function flowSchemaStep({ schema, level }: ObservedFlowSchema, { now }: StepContext): Step {
  const named = `This FlowSchema references the PriorityLevelConfiguration object named ${JSON.stringify(levelOf(schema))}`;
  const value = level
    ? { status: 'False', reason: 'Found', message: `${named} and it exists` }
    : { status: 'True', reason: 'NotFound', message: `${named} but there is no such object` };
  const lastTransitionTime = keptTransition(schema, { type: 'Dangling', status: value.status }) ?? rfc3339(now);
  return { actions: statusChange(schema, { conditions: [{ type: 'Dangling', lastTransitionTime, ...value }] }) };
}

function levelOf(schema: KubeObject): string {
  return textAt(schema, 'spec', 'priorityLevelConfiguration', 'name') ?? '';
}
