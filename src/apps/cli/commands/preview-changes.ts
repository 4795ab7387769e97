/** `app sync --preview-changes`: what a sync would change is shown first, and whoever asked says whether it is to be. */
import type { Application } from '../../../api/application/fields.ts';
import type { ApplicationName, CommandContext, Session } from '../command.ts';
import { showDifferences } from '../print/show-differences.ts';
import { askToProceed } from '../prompt.ts';
import { type AppDiffFlags, differencesOf } from './app-diff.ts';

export interface Preview {
  readonly app: Application;
  readonly key: ApplicationName;
  readonly flags: Pick<AppDiffFlags, 'revision' | 'revisions' | 'sourcePositions' | 'sourceNames' | 'local'> & {
    readonly localRepoRoot?: string;
    readonly assumeYes?: boolean;
  };
}

/**
 * Whether to go on. Where nothing differs or the answer is no, the whole command ends well, whichever applications were named
 * after this one (as in Argo CD 3.6). Throws `cli.no-answer` (user) where the input ends without one.
 */
export async function previewChanges(context: CommandContext, session: Session, preview: Preview): Promise<boolean> {
  const { app, key, flags } = preview;
  const name = key.namespace === '' ? key.name : `${key.namespace}/${key.name}`;
  const { output } = context;
  output.print(`====== Previewing differences between live and desired state of application ${name} ======\n`);
  const pairs = await differencesOf(context, session, { app, key, flags: { ...flags, localInclude: [] } });
  await showDifferences(context, pairs);
  if (pairs.length === 0) output.print('====== No Differences found ======\n');
  if (pairs.length === 0 || flags.assumeYes) return pairs.length > 0;
  return await askToProceed(
    `Please review changes to application ${name} shown above. Do you want to continue the sync process? (y/n): `,
  );
}
