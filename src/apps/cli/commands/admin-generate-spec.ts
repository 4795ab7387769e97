/** `argocd admin app|proj|repo generate-spec`: what would be created, as a manifest. No server is asked. */
import { renameSync, writeFileSync } from 'node:fs';
import { type AppProject, appProject } from '../../../api/app-project/fields.ts';
import { application } from '../../../api/application/fields.ts';
import { encodeJson } from '../../../api/schema/encode.ts';
import type { Struct } from '../../../api/schema/field.ts';
import { AppError } from '../../../base/errors.ts';
import { fnv32a } from '../../../base/fnv.ts';
import { parseJson } from '../../../base/json/parse.ts';
import { stringifyJson } from '../../../base/json/stringify.ts';
import { isObject, type Json, type JsonObject } from '../../../base/json-value.ts';
import { writeYaml } from '../../../lang/yaml/write.ts';
import { textsOf } from '../../../services/repositories/index.ts';
import { type CommandContext, EXIT } from '../command.ts';
import { describedApplications } from '../specification/described-applications.ts';
import { type GivenFlags, givenSwitch, givenText } from '../specification/given-flags.ts';
import { describedProject } from '../specification/project-flags.ts';
import { type RepoAddFlags, repositoryFields } from './repository.ts';

/** `undefined` where no Application is named: the caller shows how to. Throws `cli.*` (user). */
export async function generateApplication(
  context: CommandContext,
  name: string | undefined,
  given: GivenFlags,
): Promise<number | undefined> {
  const apps = await describedApplications(name, given);
  const [app] = apps;
  if (app === undefined) return undefined;
  if (apps.length > 1) throw refused('failed to generate spec, more than one application is not supported');
  return print(context, plain(application, app), given);
}

/** `undefined` where no project is named: the caller shows how to. Throws `cli.*` (user). */
export async function generateProject(
  context: CommandContext,
  name: string | undefined,
  given: GivenFlags,
): Promise<number | undefined> {
  const project: AppProject | undefined = await describedProject(name, given);
  return project === undefined ? undefined : print(context, plain(appProject, project), given);
}

/** Throws `cli.*` (user). */
export async function generateRepository(
  context: CommandContext,
  url: string,
  flags: RepoAddFlags & { readonly output: string },
): Promise<number> {
  const stringData = textsOf(await repositoryFields(url, flags), 'repo');
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      annotations: { 'managed-by': 'argocd.argoproj.io' },
      labels: { 'argocd.argoproj.io/secret-type': 'repository' },
      name: `repo-${fnv32a(url + (flags.project ?? ''))}`,
    },
    stringData,
  };
  return print(context, secret, { output: flags.output });
}

/** Without what only a cluster knows. */
function plain<T>(struct: Struct<T>, value: T): JsonObject {
  const encoded = parseJson(encodeJson(struct, value)) as JsonObject;
  const { status: _status, metadata, ...rest } = encoded;
  const {
    namespace: _namespace,
    creationTimestamp: _when,
    ...kept
  } = isObject(metadata ?? null) ? (metadata as JsonObject) : {};
  return { ...rest, metadata: kept };
}

function print({ output }: CommandContext, manifest: Json, given: GivenFlags): number {
  const text = written(manifest, givenText(given, 'output') ?? 'yaml');
  if (givenSwitch(given, 'inline')) writeBack(givenText(given, 'file') ?? '', text);
  else output.print(text);
  return EXIT.ok;
}

function written(manifest: Json, format: string): string {
  if (format === 'json') return `${stringifyJson(manifest, { sorted: true, indent: 2, html: true })}\n`;
  if (format === 'yaml') return writeYaml(manifest);
  throw refused(`unknown output format: ${format}`);
}

/** What was there stays beside it. */
function writeBack(file: string, text: string): void {
  if (file === '' || file === '-') throw refused("the file path must be specified using flag '--file'");
  renameSync(file, `${file}.back`);
  writeFileSync(file, text);
}

function refused(message: string): AppError {
  return new AppError({ code: 'cli.refused', kind: 'user', message });
}
