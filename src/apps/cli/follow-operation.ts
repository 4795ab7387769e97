/** The end of every verb that starts an operation: waits for it and prints how the Application stands then. */
import type { Application } from '../../api/application/fields.ts';
import type { ApplicationName, CommandContext, Session } from './command.ts';
import { operationSummary, resourceTable, summary } from './print/application.ts';
import { waitForApplication } from './wait.ts';

const ITS_END = { operation: true, sync: false, health: false, suspended: false, degraded: false, delete: false };

export interface FollowedOperation {
  readonly key: ApplicationName;
  /** 0 waits for ever. */
  readonly seconds: number;
}

/** The Application at the end; undefined where it was deleted meanwhile. */
export async function followOperation(
  context: CommandContext,
  session: Session,
  { key, seconds }: FollowedOperation,
): Promise<Application | undefined> {
  const { app } = await waitForApplication(context, session, { key, wanted: ITS_END, seconds });
  if (app === undefined) return undefined;
  const shown = [summary(app, session.baseUrl), operationSummary(app), resourceTable(app)];
  context.output.print(`\n${shown.join('\n')}`);
  return app;
}
