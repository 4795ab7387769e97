/**
 * `argocd admin settings resource-overrides health|list-actions|run-action FILE`: what the settings in a file say of the
 * resource in another, without a server.
 */
import { readFileSync } from 'node:fs';
import { AppError, messageOf } from '../../../base/errors.ts';
import { isObject, type Json, member, textAt } from '../../../base/json-value.ts';
import { discoverActions, runAction } from '../../../engine/actions/index.ts';
import { customChecks } from '../../../engine/health/custom/index.ts';
import { verdictOn } from '../../../engine/health/index.ts';
import { type ResourceOverride, resourceOverrides } from '../../../engine/settings/index.ts';
import { gvkOf, type KubeObject } from '../../../kube/object/kube-object.ts';
import { readYaml } from '../../../lang/yaml/read.ts';
import { writeYaml } from '../../../lang/yaml/write.ts';
import { type CommandContext, EXIT } from '../command.ts';
import { readParameters } from '../parameter-argument.ts';
import { normalDiff } from '../print/normal-diff.ts';
import { formatTable } from '../print/table.ts';

export interface OverridesFlags {
  readonly argocdCmPath: string;
  readonly param?: readonly string[];
}

type Verb = (context: CommandContext, file: string, flags: OverridesFlags) => Promise<number>;

export const overridesHealth: Verb = async ({ output }, file, flags) => {
  const { object, overrides, now } = read(file, flags);
  const verdict = verdictOn(object, customChecks(overrides, { now: () => now }));
  const { namespace = '', name = '' } = object.metadata;
  if (verdict?.fault !== undefined)
    throw failed(`failed to get resource health for ${namespace}/${name}: ${verdict.fault}`);
  if (verdict === undefined) output.print(`Health script is not configured for '${kindOf(object)}'\n`);
  else output.print(`STATUS: ${verdict.health.status}\nMESSAGE: ${verdict.health.message ?? ''}\n`);
  return EXIT.ok;
};

export const overridesListActions: Verb = async ({ output }, file, flags) => {
  const { object, overrides, now } = read(file, flags);
  if (!hasActions(object, overrides)) {
    output.print(`Actions are not configured for '${kindOf(object)}'\n`);
    return EXIT.ok;
  }
  const actions = discoverActions({ object, now }, overrides);
  output.print(formatTable([['NAME', 'DISABLED'], ...actions.map(({ name, disabled }) => [name, String(disabled)])]));
  return EXIT.ok;
};

export async function overridesRunAction(
  { output }: CommandContext,
  { file, action }: { readonly file: string; readonly action: string },
  flags: OverridesFlags,
): Promise<number> {
  const { object, overrides, now } = read(file, flags);
  if (!hasActions(object, overrides)) {
    output.print(`Actions are not configured for '${kindOf(object)}'\n`);
    return EXIT.ok;
  }
  const listed = readParameters(flags.param ?? []).map(({ name, value }) => [name, value] as const);
  for (const result of runAction(action, { object, parameters: Object.fromEntries(listed), now }, overrides)) {
    const text = writeYaml(result.resource);
    if (result.operation === 'create') output.print(`Following resource was created:\n${text}\n`);
    else output.print(`Following fields have been changed:\n\n${normalDiff(writeYaml(object), text)}`);
  }
  return EXIT.ok;
}

/** Only what the settings say counts here, not what is built in. */
function hasActions(object: KubeObject, overrides: readonly ResourceOverride[]): boolean {
  const { group, kind } = gvkOf(object);
  return overrides.some((one) => one.group === group && one.kind === kind && one.actions.trim() !== '');
}

function kindOf(object: KubeObject): string {
  const { group, kind } = gvkOf(object);
  return `${group}/${kind}`;
}

interface Question {
  readonly object: KubeObject;
  readonly overrides: readonly ResourceOverride[];
  readonly now: number;
}

/** Throws `cli.file` (user) for what cannot be read. */
function read(file: string, { argocdCmPath }: OverridesFlags): Question {
  const settings = member(yamlAt(argocdCmPath), 'data');
  const texts = isObject(settings) ? Object.entries(settings) : [];
  const cm = Object.fromEntries(texts.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  const resource = yamlAt(file);
  const kind = textAt(resource, 'kind');
  const metadata = member(resource, 'metadata');
  if (!isObject(resource) || kind === undefined) throw failed(`Object 'Kind' is missing in ${file}`);
  const apiVersion = textAt(resource, 'apiVersion') ?? '';
  const object = { ...resource, apiVersion, kind, metadata: isObject(metadata) ? metadata : {} } as KubeObject;
  return { object, overrides: resourceOverrides(cm), now: Date.now() };
}

function yamlAt(path: string): Json {
  try {
    return readYaml(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw failed(`cannot read ${path}: ${messageOf(cause)}`, cause);
  }
}

function failed(message: string, cause?: unknown): AppError {
  return new AppError({ code: 'cli.file', kind: 'user', message, cause });
}
