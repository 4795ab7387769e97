/** `argocd app explain NAME`: why it differs, what it waits for, why nothing happens by itself. Argo CD has no such verb. */
import type { ApplicationExplanation } from '../../../api/application/explanation-fields.ts';
import { stringifyJson } from '../../../base/json/stringify.ts';
import type { Json } from '../../../base/json-value.ts';
import { writeYaml } from '../../../lang/yaml/write.ts';
import {
  applicationPath,
  type CommandContext,
  EXIT,
  namespaceQuery,
  openSession,
  parseApplicationName,
} from '../command.ts';
import { formatExplanation } from '../print/explanation.ts';

export interface AppExplainFlags {
  readonly output: string;
  readonly appNamespace?: string;
}

export async function appExplain(context: CommandContext, name: string, flags: AppExplainFlags): Promise<number> {
  const { api } = openSession(context);
  const key = parseApplicationName(name, flags.appNamespace);
  const path = `${applicationPath(key)}/explain`;
  const explanation = await api.call<ApplicationExplanation>({ path, query: namespaceQuery(key) });
  context.output.print(format(explanation, flags.output));
  return EXIT.ok;
}

function format(explanation: ApplicationExplanation, output: string): string {
  const value = explanation as unknown as Json;
  if (output === 'json') return `${stringifyJson(value, { indent: 2 })}\n`;
  return output === 'yaml' ? writeYaml(value) : formatExplanation(explanation);
}
