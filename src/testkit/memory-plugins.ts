/** Plugins that are functions, with everything that they were given. */
import type { InstalledPlugin, ParameterAnnouncement, PluginInput, PluginMatch, PluginPort } from '../ports/plugins.ts';

export interface PluginSketch {
  /** What it prints. It may throw. */
  readonly generate: (run: PluginRun) => readonly string[] | Promise<readonly string[]>;
  /** Whether it is for the folder; without it the plugin has no rule. */
  readonly matches?: (run: PluginRun) => boolean;
  readonly wantsCredentials?: boolean;
  /** What it announces of its parameters. */
  readonly announces?: readonly ParameterAnnouncement[];
  readonly identity?: string;
  /** Thrown where it is asked how it is configured. */
  readonly fault?: Error;
}

export interface PluginRun {
  readonly plugin: string;
  readonly task: 'generate' | 'match';
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Contents by path; links are `→ target`, folders are left out. */
  readonly files: Readonly<Record<string, string>>;
  readonly password: string | undefined;
  readonly timeout: number;
}

export interface MemoryPlugins {
  readonly port: PluginPort;
  /** Runs so far, the oldest first. */
  readonly runs: PluginRun[];
}

/** By name; installed are those that `sketches` has when it is asked. */
export function memoryPlugins(sketches: Readonly<Record<string, PluginSketch>>): MemoryPlugins {
  const runs: PluginRun[] = [];
  const port: PluginPort = {
    installed: async () =>
      Object.entries(sketches)
        .toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
        .map(([name, sketch]) => pluginOf(name, sketch, runs)),
  };
  return { port, runs };
}

function pluginOf(name: string, sketch: PluginSketch, runs: PluginRun[]): InstalledPlugin {
  const noted = async (task: PluginRun['task'], input: PluginInput): Promise<PluginRun> => {
    const run = await runOf({ plugin: name, task }, input);
    runs.push(run);
    return run;
  };
  return {
    name,
    label: `${name}.sock`,
    identity: sketch.identity ?? '',
    async configuration() {
      if (sketch.fault !== undefined) throw sketch.fault;
      const isDiscoveryConfigured = sketch.matches !== undefined;
      return { isDiscoveryConfigured, wantsCredentials: sketch.wantsCredentials === true };
    },
    async matches(input): Promise<PluginMatch> {
      const run = await noted('match', input);
      return { isSupported: sketch.matches?.(run) === true, isDiscoveryEnabled: sketch.matches !== undefined };
    },
    generate: async (input) => await sketch.generate(await noted('generate', input)),
    parameters: async () => sketch.announces ?? [],
  };
}

async function runOf(what: Pick<PluginRun, 'plugin' | 'task'>, input: PluginInput): Promise<PluginRun> {
  const files: Record<string, string> = {};
  for await (const file of input.files.entries()) {
    if (file.kind === 'link') files[file.path] = `→ ${file.target}`;
    if (file.kind === 'file') files[file.path] = Buffer.from(await file.content()).toString();
  }
  const environment = Object.fromEntries(input.environment.map(({ name, value }) => [name, value]));
  const { folder, timeout, credentials } = input;
  return { ...what, folder, environment, files, password: credentials?.password.reveal(), timeout };
}
