/** `argocd version`. */
import { type JsonObject, textAt } from '../../../base/json-value.ts';
import { VERSION } from '../../version.ts';
import { type CommandContext, EXIT, openSession } from '../command.ts';

export interface VersionFlags {
  readonly client?: boolean;
  readonly short?: boolean;
}

export async function printVersion(context: CommandContext, flags: VersionFlags): Promise<number> {
  context.output.print(`argocd: v${VERSION}\n`);
  if (!flags.short) context.output.print(`  Platform: ${process.platform}/${process.arch}\n`);
  if (flags.client) return EXIT.ok;
  const server = await openSession(context).api.call<JsonObject>({ path: '/api/version' });
  context.output.print(`argocd-server: ${textAt(server, 'Version') ?? ''}\n`);
  return EXIT.ok;
}
