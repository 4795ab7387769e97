/** Argo CD's own `argocd-cmp-server` (v3, built from its module by `tools/cmp-server/build`) with a document that a test writes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createPluginSidecars } from '../adapters/plugin-sidecar/plugin-sidecars.ts';
import type { InstalledPlugin } from '../ports/plugins.ts';
import { temporaryFolder } from './temporary-folder.ts';

const home = process.env['TIPHYS_ORACLES'] ?? join(process.env['HOME'] ?? '', '.cache/tiphys-oracles');
const program = join(home, 'bin/argocd-cmp-server');
/** Tests that need it skip without. */
export const hasRealSidecar = existsSync(program);

/** The program, asked over its socket; ends with what it is disposed of. */
export async function realSidecar(spec: object) {
  const folder = await temporaryFolder();
  const [sockets, config] = [join(folder.path, 's'), join(folder.path, 'config')];
  for (const one of [sockets, config, join(folder.path, 'work')]) mkdirSync(one);
  const document = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ConfigManagementPlugin',
    metadata: { name: 'real' },
    spec,
  };
  writeFileSync(join(config, 'plugin.yaml'), JSON.stringify(document));
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder.path,
    ARGOCD_PLUGINSOCKFILEPATH: sockets,
    ARGOCD_CMP_WORKDIR: join(folder.path, 'work'),
  };
  const child = spawn(program, ['--config-dir-path', config], { env, stdio: 'ignore' });
  const sidecars = createPluginSidecars({ folder: sockets, askpassSocket: join(folder.path, 'askpass') });
  return {
    plugin: await appeared(child, () => sidecars.installed()),
    async [Symbol.asyncDispose]() {
      await sidecars.close();
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL');
        await ended;
      }
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function appeared(
  child: ChildProcess,
  installed: () => Promise<readonly InstalledPlugin[]>,
): Promise<InstalledPlugin> {
  for (let round = 0; round < 300 && child.exitCode === null; round++) {
    const [plugin] = await installed();
    const answers = await plugin?.configuration().then(
      () => true,
      () => false,
    );
    if (plugin !== undefined && answers) return plugin;
    await pause(50);
  }
  throw new Error('the sidecar did not come up');
}
