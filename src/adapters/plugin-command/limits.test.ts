import { expect, test } from 'vitest';
import { type CommandLimits, DEFAULT_LIMITS, limitsFrom } from './limits.ts';

type Texts = Readonly<Record<string, string>>;

test.each<[string, Texts, Texts, Partial<CommandLimits>]>([
  ['nothing said', {}, {}, {}],
  [
    'variables of sidecars',
    {},
    { ARGOCD_EXEC_TIMEOUT: '3m', ARGOCD_EXEC_FATAL_TIMEOUT: '5s' },
    { time: 180_000, grace: 5_000 },
  ],
  ['the document before a variable', { timeout: '10s' }, { ARGOCD_EXEC_TIMEOUT: '3m' }, { time: 10_000 }],
  ['what is no time', { timeout: 'long' }, { ARGOCD_EXEC_TIMEOUT: '0s', ARGOCD_EXEC_FATAL_TIMEOUT: '-1s' }, {}],
  [
    'times that no timer can hold',
    { timeout: '600h' },
    { ARGOCD_EXEC_FATAL_TIMEOUT: '1000h' },
    { time: 86_400_000, grace: 86_400_000 },
  ],
  [
    'sizes and counts',
    { 'memory-mib': '64', 'disk-mib': '5', 'output-mib': '1', processes: '8' },
    {},
    { memory: 64 * 2 ** 20, disk: 5 * 2 ** 20, output: 2 ** 20, processes: 8 },
  ],
  ['what is no count', { 'memory-mib': '0', processes: '-1', 'disk-mib': '1e9' }, {}, {}],
  [
    'no network, and names that are passed',
    { network: 'none', 'pass-environment': ' A, B,,' },
    {},
    { hasNetwork: false, passed: ['A', 'B'] },
  ],
])('%s', (_reason, said, variables, limits) => {
  const annotations = Object.fromEntries(Object.entries(said).map(([key, text]) => [`plugin.tiphys.dev/${key}`, text]));
  expect(limitsFrom(annotations, (name) => variables[name])).toEqual({ ...DEFAULT_LIMITS, ...limits });
});
