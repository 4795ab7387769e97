/**
 * Configured commands as plugins: each ConfigManagementPlugin document of a folder is run on this machine, in a private copy of
 * the source's files, with an environment built from nothing and bounded in everything (F48).
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  isDiscoveryConfigured,
  type PluginCommand,
  parameterAnnouncement,
} from '../../api/config-management-plugin/fields.ts';
import { decode } from '../../api/schema/decode.ts';
import { AppError, messageOf } from '../../base/errors.ts';
import { goJsonError } from '../../base/json/go-json-error.ts';
import { tryParseJson } from '../../base/json/parse.ts';
import { isList } from '../../base/json-value.ts';
import type { LogPort } from '../../ports/log.ts';
import type { InstalledPlugin, ParameterAnnouncement, PluginInput, PluginPort } from '../../ports/plugins.ts';
import { hasFile } from './discover-files.ts';
import { findIsolation, type Isolation, missingIsolation } from './isolation.ts';
import { makeJail } from './jail.ts';
import { type CommandDocument, readDocument } from './read-document.ts';
import { runCommand } from './run-command.ts';

export interface PluginCommandsOptions {
  /** Folder of the documents (`*.yaml`); read again each time. */
  readonly folder: string;
  /** Where programs are looked for: the only thing of our environment that commands get unasked. */
  readonly path: string;
  /** A variable of our environment: limits of commands, and what documents ask for by name. */
  readonly variable: (name: string) => string | undefined;
  readonly log: LogPort;
}

const LARGEST_DOCUMENT = 1024 * 1024;

/** Tells once in the log, as soon as it is known, what this machine does not keep commands from. */
export function createPluginCommands(options: PluginCommandsOptions): PluginPort {
  let isolation: Promise<Isolation> | undefined;
  const told = new Set<string>();
  const context: Context = {
    options,
    isolation() {
      isolation ??= findIsolation(options.path);
      return isolation;
    },
  };
  void tellOfIsolation(context, told);
  return {
    async installed() {
      const documents = await documentsIn(options, told);
      return documents
        .toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)))
        .map((document) => commandPlugin(context, document));
    },
  };
}

interface Context {
  readonly options: PluginCommandsOptions;
  readonly isolation: () => Promise<Isolation>;
}

/** Nothing is tried where nothing is configured. */
async function tellOfIsolation({ options, isolation }: Context, told: Set<string>): Promise<void> {
  if ((await documentsIn(options, told)).length === 0) return;
  const missing = missingIsolation(await isolation());
  const hint = 'permit unprivileged user namespaces to Tiphys, or run the plugins as sidecars';
  if (missing !== undefined) options.log.warn(missing, { hint });
}

/** What is no document is told of in the log, once. */
async function documentsIn(
  { folder, log, variable }: PluginCommandsOptions,
  told: Set<string>,
): Promise<readonly CommandDocument[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /\.ya?ml$/.test(name)).toSorted();
  const documents: CommandDocument[] = [];
  for (const name of names) {
    try {
      const text = await readFile(join(folder, name), 'utf8');
      if (text.length > LARGEST_DOCUMENT) throw new Error(`larger than ${LARGEST_DOCUMENT} bytes`);
      documents.push(readDocument(text, variable));
    } catch (error) {
      const problem = `${name}: ${messageOf(error)}`;
      if (!told.has(problem)) log.error('a plugin document cannot be read', { file: name, error });
      told.add(problem);
    }
  }
  return documents;
}

function commandPlugin(context: Context, document: CommandDocument): InstalledPlugin {
  const { name, plugin, identity } = document;
  const spec = plugin.spec ?? {};
  const run = async (input: PluginInput, commands: readonly (PluginCommand | undefined)[], signal?: AbortSignal) =>
    await runAll(context, { document, input, commands, signal });
  return {
    name,
    label: name,
    identity,
    configuration: async () => ({
      isDiscoveryConfigured: isDiscoveryConfigured(plugin),
      wantsCredentials: spec.provideGitCreds === true,
    }),
    async matches(input, signal) {
      const isDiscoveryEnabled = isDiscoveryConfigured(plugin);
      const { fileName, find } = spec.discover ?? {};
      if (fileName || find?.glob) {
        const isSupported = await during('match repository error', () => hasFile(input, spec.discover ?? {}));
        return { isSupported, isDiscoveryEnabled };
      }
      if (!isDiscoveryEnabled) return { isSupported: false, isDiscoveryEnabled };
      const output = await during('match repository error: error running find command', () =>
        run(input, [find], signal),
      );
      return { isSupported: output !== '', isDiscoveryEnabled };
    },
    async generate(input, signal) {
      const commands = [spec.init, spec.generate];
      const output = await during('error generating manifests', () => run(input, commands, signal));
      return output.trim() === '' ? [] : [output];
    },
    async parameters(input, signal) {
      const { static: announced = [], dynamic } = spec.parameters ?? {};
      if ((dynamic?.command ?? []).length === 0) return announced;
      return await during('get parameters announcement error', async () => {
        const output = await during('error executing dynamic parameter output command', () =>
          run(input, [dynamic], signal),
        );
        return [...announcementsIn(output), ...announced];
      });
    },
  };
}

interface Commands {
  readonly document: CommandDocument;
  readonly input: PluginInput;
  /** Those without a program are left out. */
  readonly commands: readonly (PluginCommand | undefined)[];
  readonly signal: AbortSignal | undefined;
}

/** One after the other in the same folders; what the last one printed. */
async function runAll(context: Context, { document, input, commands, signal }: Commands): Promise<string> {
  const { limits, plugin } = document;
  const until = performance.now() + input.timeout;
  const { path, variable } = context.options;
  const passed = limits.passed.flatMap((name) => {
    const value = variable(name);
    return value === undefined ? [] : [{ name, value }];
  });
  const environment = [...passed, ...input.environment];
  const preserveFileMode = plugin.spec?.preserveFileMode === true;
  await using jail = await makeJail({ ...input, environment }, { path, preserveFileMode, limit: limits.disk });
  const isolation = await context.isolation();
  let output = '';
  for (const command of commands) {
    if (command === undefined || (command.command ?? []).length === 0) continue;
    const timeout = Math.max(1, until - performance.now());
    try {
      const mustBeText = command === plugin.spec?.generate;
      output = await runCommand({ command, jail, limits, isolation, timeout, signal, mustBeText });
    } catch (error) {
      throw masked(error, [...passed.map(({ value }) => value), input.credentials?.password.reveal() ?? '']);
    }
  }
  return output;
}

/** Too short ones would take harmless words away. */
const SHORTEST_SECRET = 4;

/** What was given to the commands, and nobody else is to see. */
function masked(error: unknown, secrets: readonly string[]): unknown {
  if (!(error instanceof AppError)) return error;
  const long = secrets.filter(({ length }) => length >= SHORTEST_SECRET);
  const message = long.reduce((text, secret) => text.replaceAll(secret, '[secret]'), error.message);
  return new AppError({ code: error.code, kind: error.kind, message });
}

async function during<T>(step: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError) || !error.code.startsWith('plugin.')) throw error;
    throw new AppError({ code: error.code, kind: error.kind, message: `${step}: ${error.message}`, cause: error });
  }
}

function announcementsIn(output: string): readonly ParameterAnnouncement[] {
  const value = tryParseJson(output);
  if (value === undefined) throw noAnnouncement(goJsonError(output));
  if (!isList(value)) throw noAnnouncement('not a list');
  try {
    return value.map((one) => decode(parameterAnnouncement, one));
  } catch (error) {
    throw noAnnouncement(messageOf(error));
  }
}

function noAnnouncement(reason: string): AppError {
  const what = 'error unmarshaling dynamic parameter output into ParametersAnnouncementResponse';
  return new AppError({ code: 'plugin.failed', kind: 'user', message: `${what}: ${reason}` });
}
