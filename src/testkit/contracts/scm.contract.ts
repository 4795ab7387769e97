/** What every host of source code does. */
import { describe, expect, test } from 'vitest';
import type { ScmPort, ScmPullRequest } from '../../ports/scm.ts';
import { describedRepository, type MemoryScm, type TestScmRepository } from '../memory-scm.ts';

export interface ScmCase extends AsyncDisposable {
  readonly port: ScmPort;
  /** What the host has; tests add to it. */
  readonly host: MemoryScm;
}

const SHA = ['a', 'b', 'c'].map((digit) => digit.repeat(40)) as [string, string, string];
const code = (wanted: string) => expect.objectContaining({ name: 'AppError', code: wanted });

function pullRequest(number: number, labels: readonly string[] = []): ScmPullRequest {
  const heads = { branch: `feature/${number}`, targetBranch: 'main', headSha: SHA[1] };
  return { number, title: `Change ${number} "so"`, author: 'ada', ...heads, labels };
}

/** Registers the tests. `open` gives an empty host. */
export function scmContract(name: string, open: () => Promise<ScmCase>): void {
  const web: TestScmRepository = {
    owner: 'team',
    name: 'web',
    labels: ['shop', 'gitops'],
    branches: { main: SHA[0], 'feature/1': SHA[1], 'release-2': SHA[2] },
    paths: ['deploy/kustomization.yaml', 'a b/ü.txt'],
    pullRequests: [pullRequest(3), pullRequest(2, ['preview', 'x y']), pullRequest(1)],
  };
  const others = ['api', 'jobs', 'docs', 'tools'].map((one) => ({
    owner: 'team',
    name: one,
    branches: { main: SHA[0] },
  }));

  describe(`SCM: ${name}`, () => {
    test('all repositories of an owner, whatever pages they come in, and of a user', async () => {
      await using given = await open();
      const mine = { owner: 'person', name: 'own', branches: { trunk: SHA[0] } };
      given.host.repositories.push(web, ...others, mine);
      expect(await given.port.repositories('team')).toEqual([web, ...others].map(describedRepository));
      expect(await given.port.repositories('person')).toEqual([describedRepository(mine)]);
      await expect(given.port.repositories('nobody')).rejects.toEqual(code('scm.not-found'));
    });

    test('branches, also those with slashes', async () => {
      await using given = await open();
      given.host.repositories.push(web);
      const all = Object.entries(web.branches).map(([branch, sha]) => ({ name: branch, sha }));
      expect(await given.port.branches(web)).toEqual(all);
      expect(await given.port.branch(web, 'feature/1')).toEqual({ name: 'feature/1', sha: SHA[1] });
      expect(await given.port.branch(web, 'none')).toBeUndefined();
      await expect(given.port.branches({ owner: 'team', name: 'none' })).rejects.toEqual(code('scm.not-found'));
    });

    test('whether a path is there: file, folder, on a branch, at a commit', async () => {
      await using given = await open();
      given.host.repositories.push(web);
      const asked = [
        ['main', 'deploy/kustomization.yaml'],
        ['main', 'deploy'],
        [SHA[2], 'a b/ü.txt'],
        ['main', 'other'],
        ['none', 'deploy'],
      ] as const;
      const found = await Promise.all(asked.map(([revision, path]) => given.port.hasPath(web, revision, path)));
      expect(found).toEqual([true, true, true, false, false]);
    });

    test('open pull requests, with everything that generators ask for', async () => {
      await using given = await open();
      given.host.repositories.push(web);
      expect(await given.port.pullRequests(web)).toEqual(web.pullRequests);
    });

    test('a word about a commit', async () => {
      await using given = await open();
      given.host.repositories.push(web);
      const status = {
        state: 'success',
        label: 'argocd/web',
        description: 'Healthy',
        targetUrl: 'https://cd/x',
      } as const;
      await given.port.setCommitStatus(web, SHA[0], status);
      await given.port.setCommitStatus(web, SHA[0], { ...status, targetUrl: '' });
      const written = { ...status, repository: 'team/web', sha: SHA[0] };
      expect(given.host.statuses).toEqual([written, { ...written, targetUrl: '' }]);
      const nowhere = given.port.setCommitStatus({ owner: 'team', name: 'none' }, SHA[0], status);
      await expect(nowhere).rejects.toEqual(code('scm.not-found'));
    });
  });
}
