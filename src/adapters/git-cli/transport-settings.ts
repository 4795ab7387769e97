/**
 * How one `git` process reaches a remote: settings for HTTP (credentials bound to the origin, trust, proxy) or the command
 * and files for ssh. Secrets travel by environment or by files of mode 0600 that are gone afterwards, never by argument.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { proxyFor } from '../../base/proxy-choice.ts';
import type { GitRemote } from '../../ports/git.ts';
import { authorizationOf } from './authorization.ts';
import type { PinnedAddress } from './pinned-address.ts';
import { readProxyAddress } from './proxy-address.ts';
import type { RemoteAddress } from './remote-address.ts';
import { sshConfiguration } from './ssh-configuration.ts';
import { openSshTunnel, type SshTarget, type SshTunnel } from './ssh-tunnel.ts';

export interface TransportSettings extends AsyncDisposable {
  /** Settings for `GIT_CONFIG_KEY_n`. */
  readonly settings: readonly (readonly [string, string])[];
  readonly environment: Readonly<Record<string, string>>;
  /** Arguments of the ssh client before the host; none for other transports. */
  readonly ssh: readonly string[];
}

export interface TransportPlace {
  /** Files, where any are needed, lie in a new folder below it until the answer is disposed of. */
  readonly folder: string;
  /** Undefined: the child looks the host up. */
  readonly pinned: PinnedAddress | undefined;
}

export async function prepareTransport(
  remote: GitRemote,
  address: RemoteAddress,
  { folder, pinned }: TransportPlace,
): Promise<TransportSettings> {
  if (!needsFiles(remote, address)) {
    return {
      ...(await prepareHttp(remote, address, { folder, pinned })),
      [Symbol.asyncDispose]: async () => undefined,
    };
  }
  const own = await mkdtemp(join(folder, 'transport-'));
  let tunnel: SshTunnel | undefined;
  const dispose = async (): Promise<void> => {
    await tunnel?.[Symbol.asyncDispose]();
    await rm(own, { recursive: true, force: true });
  };
  try {
    if (address.kind === 'ssh') tunnel = await tunnelTo(remote, address, pinned);
    const prepared = await (address.kind === 'ssh'
      ? prepareSsh(remote, { folder: own, ...wayTo(address, { pinned, tunnel }) })
      : prepareHttp(remote, address, { folder: own, pinned }));
    return { ...prepared, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

function needsFiles(remote: GitRemote, address: RemoteAddress): boolean {
  if (address.kind === 'ssh') return true;
  return remote.caBundle !== undefined || remote.clientCertificate !== undefined;
}

type Prepared = Omit<TransportSettings, typeof Symbol.asyncDispose>;

async function prepareHttp(remote: GitRemote, address: RemoteAddress, place: TransportPlace): Promise<Prepared> {
  if (address.kind !== 'http') return { settings: [], environment: {}, ssh: [] };
  const { folder, pinned } = place;
  const settings: [string, string][] = [['http.proxy', proxyFor(remote, address.url) ?? '']];
  const authorization = authorizationOf(remote.credentials ?? address.credentials);
  if (authorization !== undefined) {
    settings.push([`http.${address.origin}/.extraHeader`, `Authorization: ${authorization}`]);
  }
  if (pinned !== undefined) {
    settings.push(['http.curloptResolve', `${pinned.host}:${pinned.port}:${pinned.address}`]);
  }
  if (remote.insecureSkipVerify === true) settings.push(['http.sslVerify', 'false']);
  if (remote.caBundle !== undefined) {
    const bundle = [...rootCertificates, remote.caBundle].join('\n');
    settings.push(['http.sslCAInfo', await secretFile(folder, 'ca.pem', bundle)]);
  }
  if (remote.clientCertificate !== undefined) {
    const { certificate, key } = remote.clientCertificate;
    settings.push(['http.sslCert', await secretFile(folder, 'client.pem', certificate)]);
    settings.push(['http.sslKey', await secretFile(folder, 'client.key', key.reveal())]);
  }
  return { settings, environment: {}, ssh: [] };
}

/** Undefined: the server is connected to directly. `pinned` is where the proxy is then. */
async function tunnelTo(
  remote: GitRemote,
  address: RemoteAddress,
  pinned: PinnedAddress | undefined,
): Promise<SshTunnel | undefined> {
  const proxy = proxyFor(remote, address.origin);
  if (proxy === undefined) return undefined;
  const read = readProxyAddress(proxy);
  return await openSshTunnel(pinned === undefined ? read : { ...read, host: pinned.address }, targetOf(address));
}

function targetOf({ origin }: RemoteAddress): SshTarget {
  const { hostname, port } = new URL(origin);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 22 : Number(port) };
}

interface SshWay {
  /** Where the host is; its key is still looked for by its name. */
  readonly pinned: PinnedAddress | undefined;
  /** In place of the port of the URL. */
  readonly port: number | undefined;
}

function wayTo(
  address: RemoteAddress,
  { pinned, tunnel }: { readonly pinned: PinnedAddress | undefined; readonly tunnel: SshTunnel | undefined },
): SshWay {
  if (tunnel === undefined) return { pinned, port: undefined };
  const { host, port } = targetOf(address);
  return { pinned: { host, port: String(port), address: '127.0.0.1' }, port: tunnel.port };
}

async function prepareSsh(remote: GitRemote, place: SshWay & { readonly folder: string }): Promise<Prepared> {
  const { folder, pinned, port } = place;
  const hosts = await secretFile(folder, 'known_hosts', `${remote.knownHosts ?? ''}\n`);
  const credentials = remote.credentials;
  const key =
    credentials?.kind === 'ssh'
      ? await secretFile(folder, 'key', `${credentials.privateKey.reveal().trim()}\n`)
      : undefined;
  const checkHost = remote.insecureSkipVerify !== true;
  const config = await secretFile(folder, 'config', sshConfiguration({ hosts, key, checkHost, pinned }));
  // Of several ports ssh takes the first: the one of the URL, which git adds, comes later.
  const first = port === undefined ? '' : ` -p ${port}`;
  return {
    settings: [],
    // The only text a shell ever sees: our own folder, quoted.
    ssh: ['-F', config, ...(port === undefined ? [] : ['-p', String(port)])],
    environment: { GIT_SSH_COMMAND: `ssh -F '${config.replaceAll("'", "'\\''")}'${first}`, GIT_SSH_VARIANT: 'ssh' },
  };
}

async function secretFile(folder: string, name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content, { mode: 0o600 });
  return path;
}
