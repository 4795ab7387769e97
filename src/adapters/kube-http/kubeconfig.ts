/** Reads a kubeconfig (Kubernetes documentation, "kubeconfig (v1)") into a connection. Relative paths start at the file's folder. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { messageOf } from '../../base/errors.ts';
import { isList, type Json, member, textAt } from '../../base/json-value.ts';
import { Secret } from '../../base/secret.ts';
import type { KubeConnection, KubeCredentials } from './connection.ts';
import { readExecEntry } from './exec-entry.ts';
import { kubeError } from './status-error.ts';
import { parseYamlText } from './yaml-text.ts';

export interface KubeconfigChoice {
  /** Name of the context; undefined: `current-context`. */
  readonly context?: string;
  /** Folder that relative paths in the file start from. */
  readonly directory: string;
}

/** Throws `kube.configuration` with the name of the missing or wrong entry. */
export async function readKubeconfig(path: string, context?: string): Promise<KubeConnection> {
  const text = await readText(path, 'kubeconfig');
  return parseKubeconfig(text, { directory: dirname(resolve(path)), ...(context === undefined ? {} : { context }) });
}

/** Names of a kubeconfig's contexts, in order. */
export function kubeconfigContexts(text: string): readonly string[] {
  const contexts = member(parseYamlText(text, 'the kubeconfig'), 'contexts');
  return (isList(contexts) ? contexts : []).map((entry) => textAt(entry, 'name') ?? '');
}

/** Throws `kube.configuration` with the name of the missing or wrong entry. */
export async function parseKubeconfig(text: string, choice: KubeconfigChoice): Promise<KubeConnection> {
  const config = parseYamlText(text, 'the kubeconfig');
  const name = choice.context ?? textAt(config, 'current-context') ?? '';
  if (name === '') throw wrong('it has no current-context: name a context');
  const context = entryOf(config, 'contexts', name, 'context');
  const cluster = entryOf(config, 'clusters', textAt(context, 'cluster') ?? '', 'cluster');
  const userName = textAt(context, 'user') ?? '';
  const user = userName === '' ? {} : entryOf(config, 'users', userName, 'user');
  const namespace = textAt(context, 'namespace');
  return {
    ...(await clusterPart(cluster, choice.directory)),
    credentials: await credentialsOf(user, choice.directory),
    ...(namespace ? { namespace } : {}),
  };
}

async function clusterPart(cluster: Json, directory: string): Promise<Omit<KubeConnection, 'credentials'>> {
  const server = textAt(cluster, 'server') ?? '';
  if (!URL.canParse(server)) throw wrong(`the server "${server}" is no URL`);
  const ca = await dataOrFile(cluster, 'certificate-authority', directory);
  const tlsServerName = textAt(cluster, 'tls-server-name');
  const proxyUrl = textAt(cluster, 'proxy-url');
  return {
    server: server.replace(/\/+$/, ''),
    ...(ca === undefined ? {} : { ca }),
    ...(member(cluster, 'insecure-skip-tls-verify') === true ? { insecureSkipVerify: true } : {}),
    ...(tlsServerName ? { tlsServerName } : {}),
    ...(proxyUrl ? { proxyUrl } : {}),
  };
}

/** A client certificate goes first: servers, too, look at it before a token. A token file goes before a token, as in client-go. */
async function credentialsOf(user: Json, directory: string): Promise<KubeCredentials> {
  const certificate = await dataOrFile(user, 'client-certificate', directory);
  const key = await dataOrFile(user, 'client-key', directory);
  if (certificate !== undefined && key !== undefined) {
    return { kind: 'client-certificate', certificate, key: new Secret(key) };
  }
  if (certificate !== undefined || key !== undefined)
    throw wrong('a client certificate and its key must come together');
  const tokenFile = textAt(user, 'tokenFile');
  if (tokenFile) return { kind: 'token-file', path: resolve(directory, tokenFile) };
  const token = textAt(user, 'token');
  if (token) return { kind: 'token', token: new Secret(token) };
  const username = textAt(user, 'username');
  if (username) return { kind: 'basic', username, password: new Secret(textAt(user, 'password') ?? '') };
  const exec = member(user, 'exec');
  if (exec !== undefined && exec !== null) return { kind: 'exec', plugin: readExecEntry(exec, directory) };
  if (member(user, 'auth-provider') !== undefined) {
    throw wrong('auth-provider is no longer part of Kubernetes: use an exec plugin');
  }
  return { kind: 'none' };
}

/** `<name>-data` in base64, else the file that `<name>` names. */
async function dataOrFile(entry: Json, name: string, directory: string): Promise<string | undefined> {
  const data = textAt(entry, `${name}-data`);
  if (data) return Buffer.from(data, 'base64').toString('utf8');
  const path = textAt(entry, name);
  return path ? readText(resolve(directory, path), name) : undefined;
}

function entryOf(config: Json, list: string, name: string, key: string): Json {
  const entries = member(config, list);
  const found = (isList(entries) ? entries : []).find((entry) => textAt(entry, 'name') === name);
  const value = member(found, key);
  if (value === undefined) throw wrong(`it has no ${key} named "${name}"`);
  return value;
}

async function readText(path: string, what: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw kubeError('kube.configuration', `cannot read the ${what}: ${messageOf(error)}`, { cause: error });
  }
}

function wrong(what: string) {
  return kubeError('kube.configuration', `the kubeconfig cannot be used: ${what}`);
}
