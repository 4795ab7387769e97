/**
 * What Linux offers around a command: limits by `prlimit`, and namespaces by `unshare`, in which a run has processes of its own
 * that all end with it, and no network where it is to have none. What a machine does not allow is left out.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { AppError } from '../../base/errors.ts';
import type { CommandLimits } from './limits.ts';

const run = promisify(execFile);

export interface Isolation {
  /** Words before the command. Throws `plugin.invalid` where it is to have no network and that cannot be done here. */
  before(limits: CommandLimits): readonly string[];
  /** Whether all processes of a run end with it, whatever they do. */
  readonly ownsProcesses: boolean;
  /** Whether a run sees no process but its own. */
  readonly hidesProcesses: boolean;
}

const NAMESPACES = ['unshare', '--user', '--map-current-user', '--pid', '--fork', '--kill-child=KILL'];
const PROBE_TIME = 5_000;

/** Tries what this machine allows. `path`: where the tools are looked for. */
export async function findIsolation(path: string): Promise<Isolation> {
  const works = async (words: readonly string[]): Promise<boolean> => {
    const [program = '', ...args] = [...words, 'true'];
    const env = { PATH: path };
    return await run(program, args, { env, timeout: PROBE_TIME }).then(
      () => true,
      () => false,
    );
  };
  const withProc = [...NAMESPACES, '--mount-proc'];
  const hidesProcesses = await works(withProc);
  const found = hidesProcesses ? withProc : (await works(NAMESPACES)) ? NAMESPACES : [];
  const canLimit = await works(limitWords(PROBED_LIMITS));
  return {
    ownsProcesses: found.length > 0,
    hidesProcesses,
    before(limits) {
      if (!limits.hasNetwork && found.length === 0) throw noNamespaces();
      return [
        ...found,
        ...(limits.hasNetwork ? [] : ['--net']),
        ...(found.length === 0 ? [] : ['--']),
        ...(canLimit ? limitWords(limits) : []),
      ];
    },
  };
}

/** What commands can do here that they could not with namespaces, for the log; undefined: nothing. */
export function missingIsolation(isolation: Pick<Isolation, 'ownsProcesses' | 'hidesProcesses'>): string | undefined {
  const reads = 'read the environment of this process (/proc/<pid>/environ)';
  if (!isolation.ownsProcesses) {
    return `plugin commands run without namespaces: they can ${reads}, and a daemon that clears its environment outlives its run`;
  }
  return isolation.hidesProcesses ? undefined : `plugin commands see the processes of this machine: they can ${reads}`;
}

const PROBED_LIMITS = { memory: 2 ** 30, disk: 2 ** 30, processes: 4096 };

/** The number of processes is one of all processes of this user, so it can only be a last resort here. */
const MOST_PROCESSES = 4096;

function limitWords({ memory, disk }: Pick<CommandLimits, 'memory' | 'disk' | 'processes'>): readonly string[] {
  const limits = [`--data=${memory}`, `--fsize=${disk}`, `--nproc=${MOST_PROCESSES}`, '--nofile=4096', '--core=0'];
  return ['prlimit', ...limits, '--'];
}

function noNamespaces(): AppError {
  const message =
    'the plugin is to have no network (plugin.tiphys.dev/network: none), and this machine allows no namespaces';
  return new AppError({ code: 'plugin.invalid', kind: 'user', message });
}
