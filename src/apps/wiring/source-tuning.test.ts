import { expect, test } from 'vitest';
import { sourceTuning } from './source-tuning.ts';

const SIZES = { repositoryLimit: 4 * 2 ** 30, diskBudget: 16 * 2 ** 30 };
const USUAL = {
  git: { requestTimeout: 15_000, fetchTimeout: 90_000, grace: 10_000, ...SIZES },
  listing: { attempts: 1, pause: 250, factor: 2, longestPause: 10_000, atOnce: 0 },
  failurePause: { attempts: 3, time: 3_600_000, answers: 0 },
  rendersAtOnce: 0,
  maxIndexSize: 134_217_728,
  egress: 'any',
  ignoresSignatures: false,
};

test('as Argo CD ships it', () => {
  expect(sourceTuning({}, {})).toEqual(USUAL);
});

test('as the variables say', () => {
  const environment = {
    ARGOCD_GIT_REQUEST_TIMEOUT: '20s',
    ARGOCD_EXEC_TIMEOUT: '3m',
    ARGOCD_EXEC_FATAL_TIMEOUT: '5s',
    ARGOCD_GIT_ATTEMPTS_COUNT: '4',
    ARGOCD_GIT_RETRY_DURATION: '1s',
    ARGOCD_GIT_RETRY_FACTOR: '3',
    ARGOCD_GIT_RETRY_MAX_DURATION: '0',
    ARGOCD_GIT_LS_REMOTE_PARALLELISM_LIMIT: '7',
    ARGOCD_PAUSE_GEN_AFTER_FAILED_ATTEMPTS: '0',
    ARGOCD_PAUSE_GEN_MINUTES: '5',
    ARGOCD_PAUSE_GEN_REQUESTS: '10',
    ARGOCD_GPG_ENABLED: 'No',
    ARGOCD_REPO_SERVER_PARALLELISM_LIMIT: '2',
    ARGOCD_REPO_SERVER_HELM_MANIFEST_MAX_INDEX_SIZE: '20M',
    TIPHYS_GIT_REPOSITORY_LIMIT: '500Mi',
    TIPHYS_GIT_DISK_LIMIT: '2G',
    TIPHYS_EGRESS: 'public',
  };
  expect(sourceTuning(environment, { 'reposerver.git.request.timeout': '1s' })).toEqual({
    git: {
      ...{ requestTimeout: 20_000, fetchTimeout: 180_000, grace: 5_000 },
      ...{ repositoryLimit: 500 * 2 ** 20, diskBudget: 2e9 },
    },
    listing: { attempts: 4, pause: 1000, factor: 3, longestPause: 0, atOnce: 7 },
    failurePause: { attempts: 0, time: 300_000, answers: 10 },
    rendersAtOnce: 2,
    maxIndexSize: 20_000_000,
    egress: 'public',
    ignoresSignatures: true,
  });
});

test('as the ConfigMap says', () => {
  const parameters = {
    'reposerver.git.request.timeout': '1m',
    'reposerver.git.lsremote.parallelism.limit': '3',
    'reposerver.parallelism.limit': '5',
    'reposerver.egress': 'public',
  };
  const { git, listing, rendersAtOnce, egress } = sourceTuning({ ARGOCD_GIT_REQUEST_TIMEOUT: '' }, parameters);
  expect([git.requestTimeout, listing.atOnce, rendersAtOnce, egress]).toEqual([60_000, 3, 5, 'public']);
});

test('what says nothing sensible is not heeded', () => {
  const environment = {
    ARGOCD_GIT_REQUEST_TIMEOUT: '0',
    ARGOCD_EXEC_TIMEOUT: 'long',
    ARGOCD_GIT_ATTEMPTS_COUNT: '0',
    ARGOCD_GIT_RETRY_FACTOR: '-1',
    ARGOCD_PAUSE_GEN_MINUTES: '1.5',
    ARGOCD_PAUSE_GEN_REQUESTS: '-3',
    ARGOCD_REPO_SERVER_HELM_MANIFEST_MAX_INDEX_SIZE: 'large',
    TIPHYS_GIT_DISK_LIMIT: 'much',
  };
  expect(sourceTuning(environment, {})).toEqual(USUAL);
});

test('a variable on servers goes before the ConfigMap, and what is no rule is told', () => {
  expect(sourceTuning({ TIPHYS_EGRESS: 'any' }, { 'reposerver.egress': 'public' }).egress).toBe('any');
  expect(() => sourceTuning({}, { 'reposerver.egress': 'privat' })).toThrow('the rule is any or public, not "privat"');
});
