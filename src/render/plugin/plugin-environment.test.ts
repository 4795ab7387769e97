import { expect, test } from 'vitest';
import type { ApplicationSourcePlugin } from '../../api/application/fields.ts';
import { pluginEnvironment } from './plugin-environment.ts';

const BUILD: Readonly<Record<string, string>> = { ARGOCD_APP_NAME: 'web', ARGOCD_APP_REVISION: 'abc' };
const variable = (name: string) => BUILD[name];

/** What a source adds to the build variables, a line each. */
function added(plugin: ApplicationSourcePlugin): readonly string[] {
  const build = pluginEnvironment(undefined, variable).length;
  return pluginEnvironment(plugin, variable)
    .slice(build)
    .map(({ name, value }) => `${name}=${value}`);
}

test('a source that says nothing adds nothing, not even parameters', () => {
  const names = pluginEnvironment(undefined, variable).map(({ name }) => name);
  expect(names).toHaveLength(11);
  expect(names).not.toContain('ARGOCD_APP_PARAMETERS');
});

test.each<[string, ApplicationSourcePlugin, readonly string[]]>([
  ['no parameters are null, as Go writes them', {}, ['ARGOCD_APP_PARAMETERS=null']],
  ['an empty list is one', { parameters: [] }, ['ARGOCD_APP_PARAMETERS=[]']],
  [
    'variables are prefixed, and see build variables only; two dollar signs are one',
    {
      env: [
        { name: 'REV', value: 'r-$ARGOCD_APP_REVISION-$ARGOCD_APP_NAME' },
        { name: 'PATH', value: '$REV$HOME$$x' },
      ],
    },
    ['ARGOCD_ENV_REV=r-abc-web', 'ARGOCD_ENV_PATH=$x', 'ARGOCD_APP_PARAMETERS=null'],
  ],
  [
    'a parameter of each kind, members by name',
    {
      parameters: [
        { name: 'some-string', string: 'a<b' },
        { name: 'list', array: ['x', ''] },
        { name: 'map', map: { 'image.tag': 'v1', b: '2' } },
        { name: 'empty', map: {}, array: [] },
      ],
    },
    [
      'ARGOCD_APP_PARAMETERS=[{"name":"some-string","string":"a\\u003cb"},{"array":["x",""],"name":"list"},{"map":{"b":"2","image.tag":"v1"},"name":"map"},{"array":[],"map":{},"name":"empty"}]',
      'PARAM_SOME_STRING=a<b',
      'PARAM_LIST_0=x',
      'PARAM_LIST_1=',
      'PARAM_MAP_B=2',
      'PARAM_MAP_IMAGE_TAG=v1',
    ],
  ],
])('%s', (_reason, plugin, lines) => {
  expect(added(plugin)).toEqual(lines);
});
