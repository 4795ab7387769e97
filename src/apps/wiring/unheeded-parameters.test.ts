import { expect, test } from 'vitest';
import { unheededParameters } from './unheeded-parameters.ts';

test('what is set and says nothing is told with its reason; empty texts and what is heeded are not', () => {
  const parameters = {
    'reposerver.tls.minversion': '1.2',
    'reposerver.log.level': '',
    'reposerver.parallelism.limit': '3',
    'reposerver.disable.tls': 'true',
    'reposerver.disable.tls.more': 'true',
  };
  const environment = { ARGOCD_HELM_USER_AGENT: 'me', ARGOCD_REPO_SERVER_LOGLEVEL: '', HOME: '/' };
  const server = 'sources are read in this process: there is no repository server to reach';
  expect(unheededParameters(environment, parameters)).toEqual([
    { name: 'ARGOCD_HELM_USER_AGENT', why: 'charts are asked for under the name of this product' },
    { name: 'reposerver.disable.tls', why: server },
    { name: 'reposerver.tls.minversion', why: server },
  ]);
});
