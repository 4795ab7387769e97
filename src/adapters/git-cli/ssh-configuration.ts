/** The whole configuration of the ssh client: our known hosts, our key, nothing else of the machine. */
import type { PinnedAddress } from './pinned-address.ts';

export interface SshFiles {
  readonly hosts: string;
  /** Undefined: no key is offered. */
  readonly key: string | undefined;
  /** False only where the repository was declared with `insecureIgnoreHostKey`. */
  readonly checkHost: boolean;
  /** Where the host is; its key is still looked for by its name. */
  readonly pinned?: PinnedAddress | undefined;
}

/** Text of a file for `ssh -F`. */
export function sshConfiguration({ hosts, key, checkHost, pinned }: SshFiles): string {
  const lines = [
    'Host *',
    `UserKnownHostsFile "${hosts}"`,
    'GlobalKnownHostsFile /dev/null',
    `StrictHostKeyChecking ${checkHost ? 'yes' : 'no'}`,
    'UpdateHostKeys no',
    // Shorter ones can be broken; of hosts and of ours. Clients before OpenSSH 9.1 do not know it.
    'IgnoreUnknown RequiredRSASize',
    'RequiredRSASize 2048',
    ...(pinned === undefined ? [] : [`HostName ${pinned.address}`, `HostKeyAlias ${aliasOf(pinned)}`]),
    ...(key === undefined ? ['PubkeyAuthentication no'] : [`IdentityFile "${key}"`]),
    'IdentitiesOnly yes',
    'IdentityAgent none',
    'BatchMode yes',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'ForwardAgent no',
    'ForwardX11 no',
    'ClearAllForwardings yes',
    'PermitLocalCommand no',
    'ControlMaster no',
    'ControlPath none',
    'ConnectTimeout 10',
    'ServerAliveInterval 15',
    'ServerAliveCountMax 4',
    'LogLevel ERROR',
  ];
  return `${lines.join('\n')}\n`;
}

/** As known_hosts names a host. */
function aliasOf({ host, port }: PinnedAddress): string {
  return port === '' || port === '22' ? host : `[${host}]:${port}`;
}
