/** Defaults that depend on what else an object says, by type. Each answers the members to add or replace, before constants. */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import { BATCH_DEFAULTS } from './batch.ts';
import { CORE_DEFAULTS } from './core.ts';

/** What to set; a member that is undefined goes. */
export type Additions = Readonly<Record<string, Json | undefined>>;
export type Rule = (value: JsonObject) => Additions;

/** Rolling update parameters of a strategy that is, or will be, of that type. */
function rolling(defaults: JsonObject): Rule {
  return (value) => {
    if ((value['type'] ?? 'RollingUpdate') !== 'RollingUpdate') return {};
    const given = isObject(value['rollingUpdate']) ? value['rollingUpdate'] : {};
    return { rollingUpdate: { ...defaults, ...given } };
  };
}

/** Steps that a daemon set does not take are there as zeroes, if it has any. */
function daemonStrategy(value: JsonObject): Additions {
  const { type, rollingUpdate } = value;
  if ((type ?? 'RollingUpdate') === 'RollingUpdate') return rolling({ maxUnavailable: 1, maxSurge: 0 })(value);
  return isObject(rollingUpdate) ? { rollingUpdate: { maxUnavailable: 0, maxSurge: 0, ...rollingUpdate } } : {};
}

const SCALE_DOWN_POLICIES = [{ type: 'Percent', value: 100, periodSeconds: 15 }];
const SCALE_UP_POLICIES = [{ type: 'Pods', value: 4, periodSeconds: 15 }, ...SCALE_DOWN_POLICIES];

function behavior(value: JsonObject): Additions {
  const up = isObject(value['scaleUp']) ? value['scaleUp'] : {};
  const down = isObject(value['scaleDown']) ? value['scaleDown'] : {};
  return {
    scaleUp: { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: SCALE_UP_POLICIES, ...up },
    scaleDown: { selectPolicy: 'Max', policies: SCALE_DOWN_POLICIES, ...down },
  };
}

function policyTypes(value: JsonObject): Additions {
  if (isList(value['policyTypes'])) return {};
  const egress = value['egress'];
  return { policyTypes: isList(egress) && egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress'] };
}

function subjectGroup(value: JsonObject): Additions {
  const named = value['kind'] === 'User' || value['kind'] === 'Group';
  return named && value['apiGroup'] === undefined ? { apiGroup: 'rbac.authorization.k8s.io' } : {};
}

function definitionNames(value: JsonObject): Additions {
  const kind = textAt(value, 'kind') ?? '';
  if (kind === '') return {};
  return {
    singular: textAt(value, 'singular') ?? kind.toLowerCase(),
    listKind: textAt(value, 'listKind') ?? `${kind}List`,
  };
}

function storedVersions(value: JsonObject): Additions {
  const stored = memberAt(value, 'status', 'storedVersions');
  const versions = memberAt(value, 'spec', 'versions');
  if ((isList(stored) && stored.length > 0) || !isList(versions)) return {};
  const names = versions.filter((version) => isObject(version) && version['storage'] === true);
  const status = isObject(value['status']) ? value['status'] : {};
  return { status: { ...status, storedVersions: names.map((version) => textAt(version, 'name') ?? '') } };
}

/** Templates of claims say what they are, as stored objects do. */
function claimTemplates(value: JsonObject): Additions {
  const templates = value['volumeClaimTemplates'];
  if (!isList(templates)) return {};
  const head = { kind: 'PersistentVolumeClaim', apiVersion: 'v1' };
  return { volumeClaimTemplates: templates.map((item) => (isObject(item) ? { ...item, ...head } : item)) };
}

const GENERATION = 'deprecated.daemonset.template.generation';

/** Who leaves the number out says that it is none; what it is then is the server's to count. */
function daemonSet(value: JsonObject): Additions {
  const metadata = isObject(value['metadata']) ? value['metadata'] : {};
  const annotations = isObject(metadata['annotations']) ? metadata['annotations'] : {};
  if (annotations[GENERATION] !== undefined) return {};
  return { metadata: { ...metadata, annotations: { ...annotations, [GENERATION]: '0' } } };
}

/** Who names the type says all of it; a rolling update that is there begins with the first pod. */
function statefulStrategy(value: JsonObject): Additions {
  const { type, rollingUpdate } = value;
  const named = type !== undefined && type !== '';
  if (named && (type !== 'RollingUpdate' || !isObject(rollingUpdate))) return {};
  const given = isObject(rollingUpdate) ? rollingUpdate : {};
  if (named && given['partition'] !== undefined) return {};
  return { type: 'RollingUpdate', rollingUpdate: { partition: 0, ...given } };
}

function exactCount(value: JsonObject): Additions {
  const mode = value['allocationMode'] ?? 'ExactCount';
  return mode === 'ExactCount' && value['count'] === undefined ? { count: 1 } : {};
}

export const DEPENDENT_DEFAULTS: Readonly<Record<string, Rule>> = {
  ...CORE_DEFAULTS,
  ...BATCH_DEFAULTS,
  'apiextensions/v1.CustomResourceDefinition': storedVersions,
  'apiextensions/v1.CustomResourceDefinitionSpec': ({ names }) =>
    isObject(names) ? { names: { ...names, ...definitionNames(names) } } : {},
  'apps/v1.DaemonSet': daemonSet,
  'apps/v1.DaemonSetUpdateStrategy': daemonStrategy,
  'apps/v1.DeploymentStrategy': rolling({ maxUnavailable: '25%', maxSurge: '25%' }),
  'apps/v1.StatefulSetSpec': claimTemplates,
  'apps/v1.StatefulSetUpdateStrategy': statefulStrategy,
  'autoscaling/v2.HorizontalPodAutoscalerBehavior': behavior,
  'networking/v1.NetworkPolicySpec': policyTypes,
  'rbac/v1.Subject': subjectGroup,
  'resource/v1.DeviceSubRequest': exactCount,
  'resource/v1.ExactDeviceRequest': exactCount,
};
