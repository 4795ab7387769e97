/** `argocd app patch NAME`: a patch of the whole Application; prints what became of it. */
import { type Application, application } from '../../../api/application/fields.ts';
import { encodeJson } from '../../../api/schema/encode.ts';
import { parseJson } from '../../../base/json/parse.ts';
import { writeYaml } from '../../../lang/yaml/write.ts';
import {
  applicationPath,
  type CommandContext,
  EXIT,
  namespaceQuery,
  openSession,
  parseApplicationName,
} from '../command.ts';

export interface AppPatchFlags {
  readonly patch: string;
  readonly type: string;
  readonly appNamespace?: string;
}

/** Throws `cli.rpc` with the server's reason. */
export async function appPatch(context: CommandContext, name: string, flags: AppPatchFlags): Promise<number> {
  const { api } = openSession(context);
  const key = parseApplicationName(name, flags.appNamespace);
  const body = { name: key.name, patch: flags.patch, patchType: flags.type, ...namespaceQuery(key) };
  const patched = await api.call<Application>({ method: 'PATCH', path: applicationPath(key), body });
  context.output.print(`${writeYaml(parseJson(encodeJson(application, patched)))}\n`);
  return EXIT.ok;
}
