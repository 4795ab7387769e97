/** The flags of `tiphys up` (design §6). */
import { parseArgs } from 'node:util';
import { AppError, messageOf } from '../../base/errors.ts';
import { type ConfiguredEgress, readEgress } from '../wiring/configured-egress.ts';

export const USAGE = `usage: tiphys up [options]
Starts everything in one process: API, page and controllers, on an embedded Kubernetes API unless a kubeconfig is given.

  --port N             port of the API and the page (default 8080; 0: any free one)
  --data DIR           keep everything there: the cluster's objects and keys, the sample repository, the mirrors;
                       a folder used before is continued (default: a temporary folder that goes with the process)
  --kubeconfig FILE    use this cluster instead of the embedded one; it is only observed
  --context NAME       context of that kubeconfig
  --manage             let Tiphys write to that cluster
  --namespace NAME     namespace of the control plane (default argocd)
  --no-sample          no sample repository and no sample application
  --plugins DIR        run the commands of the ConfigManagementPlugin documents (*.yaml) in this folder
  --plugin-sockets DIR sockets of Argo CD's plugin sidecars (default $ARGOCD_PLUGINSOCKFILEPATH)
  --egress RULE        servers that sources may be read from: any, or public (no private network and not this machine, so
                       that there is no sample either; default $TIPHYS_EGRESS, else what the cluster says, else any)
  --audit FILE         audit log of the embedded Kubernetes API, JSON lines
  --ready-file FILE    write address and credentials there when everything is ready (JSON, mode 0600)
  --verbose            log to standard error
`;

export interface UpArguments {
  readonly port: number;
  readonly data: string | undefined;
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly manage: boolean;
  readonly namespace: string;
  readonly sample: boolean;
  readonly plugins: string | undefined;
  readonly pluginSockets: string | undefined;
  /** Undefined: as the installation says. */
  readonly egress: ConfiguredEgress | undefined;
  readonly audit: string | undefined;
  readonly readyFile: string | undefined;
  readonly verbose: boolean;
  readonly help: boolean;
}

/** Throws `up.usage` (user) naming the flag, `settings.egress` (user). */
export function parseUpArguments(argv: readonly string[]): UpArguments {
  const values = parse(argv);
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65535)
    throw usage(`--port takes a number from 0 to 65535, not "${values.port}"`);
  if (values.context !== undefined && values.kubeconfig === undefined) throw usage('--context needs --kubeconfig');
  if (values.manage && values.kubeconfig === undefined)
    throw usage('--manage needs --kubeconfig: the embedded cluster is always managed');
  const egress = readEgress(values.egress ?? process.env['TIPHYS_EGRESS'] ?? '');
  return {
    port,
    data: values.data,
    kubeconfig: values.kubeconfig,
    context: values.context,
    manage: values.manage || values.kubeconfig === undefined,
    namespace: values.namespace,
    // The sample repository is on this machine.
    sample: !values['no-sample'] && values.kubeconfig === undefined && egress !== 'public',
    plugins: values.plugins,
    pluginSockets: values['plugin-sockets'] ?? process.env['ARGOCD_PLUGINSOCKFILEPATH'],
    egress,
    audit: values.audit,
    readyFile: values['ready-file'],
    verbose: values.verbose,
    help: values.help,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        port: { type: 'string', default: '8080' },
        data: { type: 'string' },
        kubeconfig: { type: 'string' },
        context: { type: 'string' },
        manage: { type: 'boolean', default: false },
        namespace: { type: 'string', default: 'argocd' },
        'no-sample': { type: 'boolean', default: false },
        plugins: { type: 'string' },
        'plugin-sockets': { type: 'string' },
        egress: { type: 'string' },
        audit: { type: 'string' },
        'ready-file': { type: 'string' },
        verbose: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (cause) {
    throw usage(messageOf(cause));
  }
}

function usage(message: string): AppError {
  return new AppError({ code: 'up.usage', kind: 'user', message, hint: 'See: tiphys up --help' });
}
