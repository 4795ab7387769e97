/** The end of every verb that starts an operation: waits for it and prints how the Application stands then. */
import type { Application } from '../../api/application/fields.ts';
import type { ApplicationName, CommandContext, Session } from './command.ts';
import { finalState, isForPrograms } from './print/final-state.ts';
import { type Wanted, waitForApplication } from './wait.ts';

const ITS_END: Wanted = {
  operation: true,
  sync: false,
  health: false,
  suspended: false,
  degraded: false,
  delete: false,
  hydrated: false,
};

export interface FollowedOperation {
  readonly key: ApplicationName;
  /** 0 waits for ever. */
  readonly seconds: number;
  /** The form of what is printed, as `-o` names it. */
  readonly output: string;
}

/** The Application at the end; undefined where it was deleted meanwhile. */
export async function followOperation(
  context: CommandContext,
  session: Session,
  { key, seconds, output }: FollowedOperation,
): Promise<Application | undefined> {
  const { app } = await waitForApplication(context, session, {
    key,
    wanted: ITS_END,
    seconds,
    quiet: isForPrograms(output),
  });
  if (app === undefined) return undefined;
  context.output.print(await finalState(session, { app, key, output, operation: true }));
  return app;
}
