import { expect, test } from 'vitest';
import type { JsonObject } from '../../base/json-value.ts';
import { podSystem } from './pod-system.ts';

/** A pod's mistakes as the fields that are told. */
function fieldsOf(spec: JsonObject): readonly string[] {
  return podSystem(spec['os'], 'spec.os', { value: spec, path: 'spec', object: {} }).map(
    ({ field, message }) => `${field}: ${message}`,
  );
}

const OF_LINUX = 'Forbidden: windows options cannot be set for a linux pod';
const OF_WINDOWS = 'Forbidden: cannot be set for a windows pod';

test.each<{ readonly why: string; readonly spec: JsonObject; readonly told: readonly string[] }>([
  { why: 'no system is any system', spec: { hostPID: true }, told: [] },
  { why: 'a system has a name', spec: { os: {} }, told: ['spec.os.name: Required value'] },
  {
    why: 'only two are known',
    spec: { os: { name: 'plan9' } },
    told: ['spec.os: Unsupported value: "plan9": supported values: "linux", "windows"'],
  },
  {
    why: 'Linux has no options of Windows, in the pod or in any container',
    spec: {
      os: { name: 'linux' },
      securityContext: { windowsOptions: {} },
      initContainers: [{ securityContext: { windowsOptions: {} } }],
      containers: [{}, { securityContext: { windowsOptions: {} } }],
    },
    told: [
      `spec.securityContext.windowsOptions: ${OF_LINUX}`,
      `spec.initContainers[0].securityContext.windowsOptions: ${OF_LINUX}`,
      `spec.containers[1].securityContext.windowsOptions: ${OF_LINUX}`,
    ],
  },
  {
    why: 'Windows has no users by number and no namespaces of the host; false is as good as absent',
    spec: {
      os: { name: 'windows' },
      hostPID: true,
      hostIPC: false,
      shareProcessNamespace: false,
      securityContext: { runAsUser: 1, sysctls: [], seccompProfile: { type: 'RuntimeDefault' } },
      containers: [{ securityContext: { privileged: false, capabilities: {} } }],
    },
    told: [
      `spec.hostPID: ${OF_WINDOWS}`,
      `spec.securityContext.seccompProfile: ${OF_WINDOWS}`,
      `spec.shareProcessNamespace: ${OF_WINDOWS}`,
      `spec.securityContext.runAsUser: ${OF_WINDOWS}`,
      `spec.containers[0].securityContext.capabilities: ${OF_WINDOWS}`,
      `spec.containers[0].securityContext.privileged: ${OF_WINDOWS}`,
    ],
  },
])('$why', ({ spec, told }) => {
  expect(fieldsOf(spec)).toEqual(told);
});
