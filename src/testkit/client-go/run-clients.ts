/** The programs over client-go: built without a network from modules that are on this machine, run against any API server. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const SOURCES = new URL('../../kubelite/testdata/client-go/', import.meta.url).pathname;
const run = promisify(execFile);

/** True where there is a Go that has every module. Looks only, builds nothing. */
export function hasGoModules(): boolean {
  try {
    execFileSync('go', ['list', '-deps', '.'], { cwd: SOURCES, env: offline(), stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export interface ClientPrograms {
  /**
   * What each scene said, line by line. `watchList` false: informers list before they watch, as older ones do. Rejects where the
   * program fails.
   */
  say(kubeconfig: string, options?: { readonly watchList?: boolean }): Promise<Readonly<Record<string, string[]>>>;
  /** Removes the program. */
  close(): void;
}

/** Builds the programs; minutes where nothing of client-go is in Go's cache, else a second. */
export async function buildClients(): Promise<ClientPrograms> {
  const folder = mkdtempSync(join(tmpdir(), 'client-go-'));
  const program = join(folder, 'clients');
  await run('go', ['build', '-o', program, '.'], { cwd: SOURCES, env: offline(), maxBuffer: 1 << 26 });
  return {
    async say(kubeconfig, { watchList = true } = {}) {
      const path = join(folder, 'kubeconfig');
      writeFileSync(path, kubeconfig, { mode: 0o600 });
      const env = { ...process.env, KUBE_FEATURE_WatchListClient: String(watchList) };
      const { stdout } = await run(program, [path], { env, maxBuffer: 1 << 26 });
      return byScene(stdout);
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function offline(): NodeJS.ProcessEnv {
  return { ...process.env, GOPROXY: 'off', GOTOOLCHAIN: 'local', GOFLAGS: '-buildvcs=false' };
}

function byScene(text: string): Record<string, string[]> {
  const scenes: Record<string, string[]> = {};
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const at = line.indexOf(': ');
    (scenes[line.slice(0, at)] ??= []).push(line.slice(at + 2));
  }
  return scenes;
}
