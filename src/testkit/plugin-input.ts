/** What tests give to plugins, and what faults say. */
import type { PluginInput } from '../ports/plugins.ts';
import { workingFiles } from './working-files.ts';

/** A folder with a file, a link to it, and an executable beside it. */
export function pluginInput(given: Partial<PluginInput> = {}): PluginInput {
  return {
    folder: 'apps/web',
    environment: [{ name: 'ARGOCD_APP_NAME', value: 'web' }],
    files: workingFiles({
      'apps/web/a.yaml': 'a: 1\n',
      'apps/web/link': { link: 'a.yaml' },
      'apps/web/run.sh': { executable: 'echo ran' },
      'readme.md': 'x',
    }),
    credentials: undefined,
    timeout: 20_000,
    ...given,
  };
}

export async function messageFrom(work: Promise<unknown>): Promise<string> {
  return await work.then(
    () => 'no fault',
    (error: Error) => error.message,
  );
}
