/** `argocd app edit NAME`: the specification in an editor. */
import { type ApplicationSpec, applicationSpec } from '../../../api/application/fields.ts';
import { decode } from '../../../api/schema/decode.ts';
import { encodeJson } from '../../../api/schema/encode.ts';
import { parseJson } from '../../../base/json/parse.ts';
import { readYaml } from '../../../lang/yaml/read.ts';
import { writeYaml } from '../../../lang/yaml/write.ts';
import { type CommandContext, EXIT, openSession, parseApplicationName } from '../command.ts';
import { editText } from '../edit-text.ts';
import { readApplication, updateSpecification } from '../update-specification.ts';

export interface AppEditFlags {
  readonly appNamespace?: string;
}

/** Throws `cli.edit` (user) where nothing was changed. */
export async function appEdit(context: CommandContext, name: string, flags: AppEditFlags): Promise<number> {
  const { api } = openSession(context);
  const key = parseApplicationName(name, flags.appNamespace);
  const { spec } = await readApplication(api, key);
  await editText(context.env, {
    fileName: `${key.name}-edit.yaml`,
    text: writeYaml(parseJson(encodeJson(applicationSpec, spec))),
    save: (text) => updateSpecification(api, { key, spec: readSpecification(text), validate: false }),
  });
  return EXIT.ok;
}

/** Throws `yaml.*` and `api.invalid-field` (user). */
function readSpecification(text: string): ApplicationSpec {
  return decode(applicationSpec, readYaml(text));
}
