/** Lets the runner of the recordings tell stories and keep what becomes of them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { findKubectl } from '../product.ts';
import type { WrittenStory } from './write-stories.ts';

const AT_ONCE = '6';
export const SYSTEM_USER = 'system:serviceaccount:argocd:system-under-test';

export interface Telling {
  /** The folder with the runner. */
  readonly scenarios: string;
  readonly stage: { readonly kubeconfig: string; readonly audit: string };
  /** Where the stories are written. */
  readonly root: string;
  readonly config: string;
  readonly stories: readonly WrittenStory[];
}

/** The runner's own lines go to the output. A story that cannot be told to the end leaves no record. */
export async function tellStories({ scenarios, stage, root, config, stories }: Telling): Promise<void> {
  const names = stories.filter((story) => story.config === config).map(({ folder }) => folder);
  const args = [
    ...['--kubeconfig', stage.kubeconfig, '--audit', stage.audit, '--system-user', SYSTEM_USER, '--record'],
    ...['--config', config, '--parallel', AT_ONCE, '--only', `^(${names.join('|')})$`, root],
  ];
  const env = { ...process.env, KUBECTL: findKubectl() ?? 'kubectl', GIT_TERMINAL_PROMPT: '0' };
  const runner = spawn(join(scenarios, 'run'), args, { stdio: 'inherit', env });
  await once(runner, 'exit');
}
