/** What pods of one operating system may not ask for (k8s.io/kubernetes: `validateLinux`, `validateWindows`). */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { forbidden, required, unsupported } from './causes.ts';
import { type FieldRule, join } from './rule.ts';

const OF_LINUX = 'windows options cannot be set for a linux pod';
const OF_WINDOWS = 'cannot be set for a windows pod';

/** Members of a pod that Windows does not have, in the order in which they are told; those with `/` are its security context's. */
const NOT_OF_WINDOWS = [
  ...['/appArmorProfile', '/seLinuxOptions', 'hostUsers', 'hostPID', 'hostIPC', '/seccompProfile', '/fsGroup'],
  ...['/fsGroupChangePolicy', '/sysctls', 'shareProcessNamespace', '/runAsUser', '/runAsGroup'],
  ...['/supplementalGroups', '/supplementalGroupsPolicy', '/seLinuxChangePolicy'],
];
/** The same of a container's security context. */
const NOT_OF_CONTAINERS = [
  ...['appArmorProfile', 'seLinuxOptions', 'seccompProfile', 'capabilities', 'readOnlyRootFilesystem', 'privileged'],
  ...['allowPrivilegeEscalation', 'procMount', 'runAsUser', 'runAsGroup'],
];
/** To Go these are no pointers: false is as good as absent. */
const FLAGS = new Set(['hostPID', 'hostIPC']);

/** The operating system of a pod, and what does not go with it. */
export const podSystem: FieldRule = (value, path, input) => {
  if (!isObject(value)) return [];
  const { name } = value;
  if (typeof name !== 'string' || name === '') return [required(`${path}.name`)];
  if (name === 'linux') return linuxCauses(input.value, input.path);
  if (name === 'windows') return windowsCauses(input.value, input.path);
  return [unsupported(path, name, ['linux', 'windows'])];
};

interface PlacedContext {
  readonly context: JsonObject;
  readonly path: string;
}

/** Security contexts of all containers; those that run first come first. */
function containerContexts(spec: JsonObject, path: string): readonly PlacedContext[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((list) => {
    const containers = spec[list];
    return (isList(containers) ? containers : []).flatMap((container, index) => {
      const context = isObject(container) ? container['securityContext'] : undefined;
      return isObject(context) ? [{ context, path: `${join(path, list)}[${index}].securityContext` }] : [];
    });
  });
}

function linuxCauses(spec: JsonObject, path: string): readonly FieldCause[] {
  const own = spec['securityContext'];
  const all = [
    ...(isObject(own) ? [{ context: own, path: join(path, 'securityContext') }] : []),
    ...containerContexts(spec, path),
  ];
  return all
    .filter(({ context }) => isObject(context['windowsOptions']))
    .map((one) => forbidden(`${one.path}.windowsOptions`, OF_LINUX));
}

function windowsCauses(spec: JsonObject, path: string): readonly FieldCause[] {
  const own = spec['securityContext'];
  const ofPod = isObject(own) ? NOT_OF_WINDOWS.flatMap((name) => podCause({ spec, context: own, name, path })) : [];
  const ofContainers = containerContexts(spec, path).flatMap((one) =>
    NOT_OF_CONTAINERS.filter((name) => isSet(one.context[name], name)).map((name) =>
      forbidden(`${one.path}.${name}`, OF_WINDOWS),
    ),
  );
  return [...ofPod, ...ofContainers];
}

interface PodMember {
  readonly spec: JsonObject;
  readonly context: JsonObject;
  readonly name: string;
  readonly path: string;
}

function podCause({ spec, context, name, path }: PodMember): readonly FieldCause[] {
  const inContext = name.startsWith('/');
  const value = inContext ? context[name.slice(1)] : spec[name];
  if (!isSet(value, name)) return [];
  return [forbidden(join(path, inContext ? `securityContext.${name.slice(1)}` : name), OF_WINDOWS)];
}

function isSet(value: Json | undefined, name: string): boolean {
  if (value === undefined || value === null) return false;
  if (FLAGS.has(name)) return value === true;
  return name !== '/sysctls' || (isList(value) && value.length > 0);
}
