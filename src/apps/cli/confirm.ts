/** Questions before something is taken away, for those who switched them on (surface §2.1). */
import type { CommandContext } from './command.ts';
import { defaultConfigPath, readConfig } from './config-file.ts';
import { ask } from './prompt.ts';

/** Whether it may be done; true without a question unless `--prompts-enabled` or the configuration wants them. */
export async function isConfirmed({ flags, env }: CommandContext, question: string): Promise<boolean> {
  const { 'prompts-enabled': configured = false } = readConfig(flags.config ?? defaultConfigPath(env));
  if (!(flags.promptsEnabled ?? configured)) return true;
  return (await ask(`${question} `)).trim().toLowerCase() === 'y';
}

export interface Removal {
  readonly question: string;
  /** What is printed where it is not to be. */
  readonly cancelled: string;
  /** Do not ask. */
  readonly yes: boolean | undefined;
}

/** Whether something is to be taken away; told where it is not. */
export async function mayRemove(context: CommandContext, { question, cancelled, yes }: Removal): Promise<boolean> {
  if (yes || (await isConfirmed(context, question))) return true;
  context.output.print(`${cancelled}\n`);
  return false;
}
