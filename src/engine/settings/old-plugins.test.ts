import { expect, test } from 'vitest';
import { readYaml } from '../../lang/yaml/read.ts';
import { migrateOldPlugins, oldPluginAdvice, oldPlugins } from './old-plugins.ts';

// As blogs still show it.
const SEED = {
  configManagementPlugins: [
    '- name: kustomize-with-helm',
    '  generate:',
    '    command: ["sh", "-c", "kustomize build --enable-helm ."]',
    '',
  ].join('\n'),
};

test('an Application with such a plugin is told what to do', () => {
  expect(oldPluginAdvice(SEED, 'kustomize-with-helm')).toBe(
    '"kustomize-with-helm" is configured under configManagementPlugins in argocd-cm, which is not read any more (removed in Argo CD 2.8): "argocd admin settings migrate-plugins --argocd-cm-path FILE" prints what takes its place',
  );
  expect(oldPluginAdvice(SEED, 'other')).toBeUndefined();
  expect(oldPluginAdvice({}, 'other')).toBeUndefined();
});

test('what takes the place of the key', () => {
  const { configMap, patch } = migrateOldPlugins(oldPlugins(SEED), 'argocd');
  const document = 'kustomize-with-helm.yaml';
  const map = readYaml(configMap) as { data: Record<string, string> };
  expect(readYaml(map.data[document] ?? '')).toEqual({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ConfigManagementPlugin',
    metadata: { name: 'kustomize-with-helm' },
    spec: { generate: { command: ['sh', '-c', 'kustomize build --enable-helm .'] } },
  });
  expect(readYaml(patch)).toMatchObject({
    spec: {
      template: {
        spec: {
          containers: [
            {
              name: 'kustomize-with-helm',
              command: ['/var/run/argocd/argocd-cmp-server'],
              securityContext: { runAsNonRoot: true, runAsUser: 999 },
              volumeMounts: expect.arrayContaining([
                {
                  mountPath: '/home/argocd/cmp-server/config/plugin.yaml',
                  subPath: document,
                  name: 'migrated-plugins',
                },
              ]),
            },
          ],
        },
      },
    },
  });
});

test.each([
  ['no list', 'name: a'],
  ['no YAML', '['],
  ['no command', '- {name: a, generate: {}}'],
  ['no name', '- {generate: {command: [a]}}'],
])('what cannot be read is left out: %s', (_reason, configManagementPlugins) => {
  expect(oldPlugins({ configManagementPlugins })).toEqual([]);
});
