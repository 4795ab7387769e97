import { expect, test } from 'vitest';
import { buildEnvironment } from './build-environment.ts';
import { substitute } from './substitute.ts';

const environment = buildEnvironment({
  appName: 'team_guestbook',
  namespace: 'prod',
  project: 'default',
  revision: '0123456789abcdef0123456789abcdef01234567',
  path: 'apps/guestbook',
  repoURL: 'https://git.example.com/app.git',
  targetRevision: 'main',
  kubeVersion: '1.35.4',
  apiVersions: ['v1', 'apps/v1'],
});

test('all variables of Argo CD', () => {
  expect(Object.fromEntries(environment)).toEqual({
    ARGOCD_APP_NAME: 'team_guestbook',
    ARGOCD_APP_NAMESPACE: 'prod',
    ARGOCD_APP_PROJECT_NAME: 'default',
    ARGOCD_APP_REVISION: '0123456789abcdef0123456789abcdef01234567',
    ARGOCD_APP_REVISION_SHORT: '0123456',
    ARGOCD_APP_REVISION_SHORT_8: '01234567',
    ARGOCD_APP_SOURCE_PATH: 'apps/guestbook',
    ARGOCD_APP_SOURCE_REPO_URL: 'https://git.example.com/app.git',
    ARGOCD_APP_SOURCE_TARGET_REVISION: 'main',
    KUBE_VERSION: '1.35.4',
    KUBE_API_VERSIONS: 'v1,apps/v1',
  });
});

test.each([
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the text under test
  ['bare and braced', '$ARGOCD_APP_NAME-${ARGOCD_APP_REVISION_SHORT}', 'team_guestbook-0123456'],
  ['two dollar signs are one', '$$ARGOCD_APP_NAME', '$ARGOCD_APP_NAME'],
  ['an unknown name is nothing', '[$NONE]', '[]'],
  ['a dollar sign alone stays', 'costs 5$ now', 'costs 5$ now'],
  ['names of one sign are known to nobody', '$1x$?y', 'xy'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the text under test
  ['empty braces go', 'a${}b', 'ab'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: this is the text under test
  ['there are no defaults', '${NONE:-d}', ''],
  ['a brace that nothing closes goes with its dollar sign (recorded)', '${ARGOCD_APP_NAME', 'ARGOCD_APP_NAME'],
])('%s', (_reason, text, expected) => {
  expect(substitute(text, (name) => environment.get(name))).toBe(expected);
});
