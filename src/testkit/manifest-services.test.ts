import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createGitCli } from '../adapters/git-cli/git-cli.ts';
import { systemClock } from '../adapters/system-clock/system-clock.ts';
import { stringifyJson } from '../base/json/stringify.ts';
import type { KubeObject } from '../kube/object/kube-object.ts';
import type { GitPort } from '../ports/git.ts';
import type { ManifestService } from '../ports/manifest-service.ts';
import { createManifestService } from '../services/source/index.ts';
import { type ManifestServiceCase, manifestServiceContract } from './contracts/manifest-service.contract.ts';
import { gitEnvironment } from './git-environment.ts';
import type { TestRepository } from './git-repository.ts';
import { createMemoryGit } from './memory-git.ts';
import { memoryInstallation } from './memory-installation.ts';
import { memoryLog } from './memory-log.ts';
import { memoryManifestService } from './memory-manifest-service.ts';
import { memoryMetrics } from './memory-metrics.ts';
import { createMemoryOutside } from './memory-outside.ts';
import { serialisedManifestService } from './serialised.ts';
import { temporaryFolder } from './temporary-folder.ts';

const asIs = (service: ManifestService): ManifestService => service;

for (const [how, wrap] of [
  ['', asIs],
  [', serialised', serialisedManifestService],
] as const) {
  manifestServiceContract(`in memory${how}`, async () => fromMemory(wrap));
  manifestServiceContract(`from Git in memory${how}`, async () => fromMemoryGit(wrap));
}
manifestServiceContract('from a Git server', async () => fromGitServer(asIs));

function fromMemory(wrap: typeof asIs): ManifestServiceCase {
  const memory = memoryManifestService();
  const repoURL = 'https://git.test/app';
  return {
    service: wrap(memory),
    repoURL,
    missing: 'https://git.test/none',
    commit: async (objects) => memory.commit(repoURL, objects),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function fromMemoryGit(wrap: typeof asIs): ManifestServiceCase {
  const git = createMemoryGit();
  const repository = git.repository('app');
  const service = serviceOf(git.port);
  return {
    ...caseOf(repository, wrap(service)),
    missing: 'https://git.example.com/none.git',
    [Symbol.asyncDispose]: () => service.close(),
  };
}

async function fromGitServer(wrap: typeof asIs): Promise<ManifestServiceCase> {
  const folder = await temporaryFolder();
  const git = await gitEnvironment();
  await mkdir(join(folder.path, 'mirrors'));
  const port = await createGitCli({ cacheFolder: join(folder.path, 'mirrors') });
  const service = serviceOf(port);
  return {
    ...caseOf(await git.createTestRepository(), wrap(service)),
    missing: git.server.urlOf('none'),
    async [Symbol.asyncDispose]() {
      await service.close();
      await port.close();
      await git[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

function serviceOf(git: GitPort): ReturnType<typeof createManifestService> {
  return createManifestService({
    git,
    installation: memoryInstallation(),
    clock: systemClock,
    metrics: memoryMetrics(),
    log: memoryLog(),
    random: () => 0.5,
    ...createMemoryOutside(systemClock).ports,
  });
}

function caseOf(repository: TestRepository, service: ManifestService) {
  const textOf = (object: KubeObject): string => stringifyJson(object);
  return {
    service,
    repoURL: repository.url,
    commit: (objects: readonly KubeObject[]) =>
      repository.commit({ files: { 'all.yaml': objects.map(textOf).join('\n---\n') } }),
  };
}
