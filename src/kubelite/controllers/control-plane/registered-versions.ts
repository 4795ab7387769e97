/** APIServices of custom resources: each version that a definition serves has one, as long as one serves it. */
import { isList, memberAt, textAt } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { type Action, type Controller, controllerOf, type Step, type WorkKey } from '../controller.ts';
import { API_SERVICES, DEFINITIONS } from '../resources.ts';

const MANAGED = 'kube-aggregator.kubernetes.io/automanaged';

interface ObservedVersion {
  readonly group: string;
  readonly version: string;
  readonly isServed: boolean;
  readonly apiService: KubeObject | undefined;
}

export const registeredVersionController: Controller = controllerOf<ObservedVersion>({
  name: 'registered-version',
  triggers: [{ resource: DEFINITIONS, keys: ({ object }) => versionKeys(object) }],
  observe(reader, key) {
    const [, version = '', group = ''] = /^(.*?)\.(.*)$/.exec(key.name) ?? [];
    const isServed = reader.list(DEFINITIONS).some((definition) => serves(definition, { group, version }));
    return { group, version, isServed, apiService: reader.get(API_SERVICES, '', key.name) };
  },
  step: registeredVersionStep,
});

/** What somebody made by hand stays as it is. */
export function registeredVersionStep({ group, version, isServed, apiService }: ObservedVersion): Step {
  const name = `${version}.${group}`;
  if (isServed) return { actions: apiService ? [] : [{ kind: 'create', object: registration(group, version) }] };
  if (apiService?.metadata.labels?.[MANAGED] !== 'true') return { actions: [] };
  const gone: Action = { kind: 'delete', resource: API_SERVICES, namespace: '', name };
  return { actions: [gone] };
}

function registration(group: string, version: string): KubeObject {
  return {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: `${version}.${group}`, labels: { [MANAGED]: 'true' } },
    spec: { group, version, groupPriorityMinimum: 1000, versionPriority: 100 },
  };
}

/** All versions, served or not: one may have been served before. */
function versionKeys(definition: KubeObject): readonly WorkKey[] {
  const group = textAt(definition.spec, 'group') ?? '';
  return versionsOf(definition).map(({ name }) => {
    return { resource: API_SERVICES, namespace: '', name: `${name}.${group}` };
  });
}

function serves(definition: KubeObject, wanted: { readonly group: string; readonly version: string }): boolean {
  if (textAt(definition.spec, 'group') !== wanted.group) return false;
  const isServed = versionsOf(definition).some(({ name, served }) => served && name === wanted.version);
  return isServed && isEstablished(definition);
}

function isEstablished(definition: KubeObject): boolean {
  const conditions = memberAt(definition.status, 'conditions');
  return (isList(conditions) ? conditions : []).some(
    (one) => textAt(one, 'type') === 'Established' && textAt(one, 'status') === 'True',
  );
}

function versionsOf(definition: KubeObject): readonly { readonly name: string; readonly served: boolean }[] {
  const versions = memberAt(definition.spec, 'versions');
  return (isList(versions) ? versions : []).map((one) => {
    return { name: textAt(one, 'name') ?? '', served: memberAt(one, 'served') === true };
  });
}
