import { expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { memoryInstallation } from '../../testkit/memory-installation.ts';
import { customHealth } from './custom-health.ts';

const GATE: KubeObject = { apiVersion: 'example.com/v1', kind: 'Gate', metadata: { name: 'one' } };
const KEY = 'resource.customizations.health.example.com_Gate';

function checkOf(status: string): Readonly<Record<string, string>> {
  return { [KEY]: `return { status = "${status}" }` };
}

test('checks follow the settings, and are made once for each snapshot of them', () => {
  const installation = memoryInstallation({ cm: checkOf('Healthy') });
  const checks = customHealth(installation, { now: () => 0 });
  const first = checks();
  expect(first(GATE)).toEqual({ health: { status: 'Healthy' } });
  expect(checks()).toBe(first);
  installation.set({ cm: checkOf('Degraded') });
  expect(checks()(GATE)).toEqual({ health: { status: 'Degraded' } });
  installation.set({ cm: {} });
  expect(checks()(GATE)).toBeUndefined();
});

test('settings that cannot be read leave the built-in checks', () => {
  const cm = { ...checkOf('Healthy'), 'resource.customizations': '{' };
  const checks = customHealth(memoryInstallation({ cm }), { now: () => 0 });
  expect(checks()(GATE)).toBeUndefined();
});

test('scripts are told the time of the clock', () => {
  const script = 'return { status = "Healthy", message = tostring(require("os").time()) }';
  const checks = customHealth(memoryInstallation({ cm: { [KEY]: script } }), { now: () => 86_400_500 });
  expect(checks()(GATE)).toEqual({ health: { status: 'Healthy', message: '86400' } });
});
