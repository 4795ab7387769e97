import { expect, test } from 'vitest';
import { environmentParameters } from './environment-parameters.ts';

test('variables of the repository server stand for keys of its ConfigMap; empty and foreign ones for none', () => {
  expect(
    environmentParameters({
      ARGOCD_GIT_MODULES_ENABLED: 'false',
      ARGOCD_REPO_SERVER_ALLOW_OUT_OF_BOUNDS_SYMLINKS: 'true',
      ARGOCD_REPO_SERVER_STREAMED_MANIFEST_MAX_TAR_SIZE: '',
      ARGOCD_REPO_SERVER_UNKNOWN: '1',
      HOME: '/',
    }),
  ).toEqual({ 'reposerver.enable.git.submodule': 'false', 'reposerver.allow.oob.symlinks': 'true' });
});
