/** A Git server on loopback with repositories to build: `await using git = await gitEnvironment()`. */
import { type GitServer, type GitServerOptions, startGitServer } from '../adapters/git-server/git-server.ts';
import { type TestRepository, testRepository } from './git-repository.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface GitEnvironment extends AsyncDisposable {
  readonly server: GitServer;
  /** Makes an empty repository of this name and answers its builder. */
  createTestRepository(name?: string): Promise<TestRepository & { readonly folder: string }>;
}

export async function gitEnvironment(options: Omit<GitServerOptions, 'root'> = {}): Promise<GitEnvironment> {
  const folder = await temporaryFolder();
  const server = await startGitServer({ ...options, root: folder.path });
  return {
    server,
    async createTestRepository(name = 'app') {
      const bare = await server.create(name);
      return { ...testRepository(bare, server.urlOf(name)), folder: bare };
    },
    async [Symbol.asyncDispose]() {
      await server.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}
