/** The connection that a cluster Secret tells: its `server` and the JSON under `config` (Argo CD declarative setup, "Clusters"). */

import { tryParseJson } from '../../base/json/parse.ts';
import { type Json, member, textAt } from '../../base/json-value.ts';
import { Secret } from '../../base/secret.ts';
import type { KubeConnection, KubeCredentials } from './connection.ts';
import { readExecEntry } from './exec-entry.ts';
import { kubeError } from './status-error.ts';

/** Throws `kube.configuration` that names the cluster and the field, never a value. */
export function clusterSecretConnection(server: string, config: Secret): KubeConnection {
  if (!URL.canParse(server)) throw wrong(server, 'the server is no URL');
  const value = parse(server, config);
  const tls = member(value, 'tlsClientConfig');
  const ca = decoded(tls, 'caData');
  const tlsServerName = textAt(tls, 'serverName');
  const proxyUrl = textAt(value, 'proxyUrl');
  const insecure = member(tls, 'insecure') === true;
  if (insecure && ca !== undefined) throw wrong(server, 'tlsClientConfig has both insecure and caData');
  return {
    server: server.replace(/\/+$/, ''),
    ...(ca === undefined ? {} : { ca }),
    ...(insecure ? { insecureSkipVerify: true } : {}),
    ...(tlsServerName ? { tlsServerName } : {}),
    ...(proxyUrl ? { proxyUrl } : {}),
    credentials: credentialsOf(server, value),
  };
}

function credentialsOf(server: string, value: Json): KubeCredentials {
  const exec = member(value, 'execProviderConfig');
  if (exec !== undefined && exec !== null) return { kind: 'exec', plugin: readExecEntry(exec) };
  if (member(value, 'awsAuthConfig')) {
    throw wrong(server, 'awsAuthConfig is not supported: use execProviderConfig with the aws command');
  }
  const token = textAt(value, 'bearerToken');
  if (token) return { kind: 'token', token: new Secret(token) };
  const username = textAt(value, 'username');
  if (username) return { kind: 'basic', username, password: new Secret(textAt(value, 'password') ?? '') };
  const tls = member(value, 'tlsClientConfig');
  const certificate = decoded(tls, 'certData');
  const key = decoded(tls, 'keyData');
  if (certificate !== undefined && key !== undefined) {
    return { kind: 'client-certificate', certificate, key: new Secret(key) };
  }
  if (certificate !== undefined || key !== undefined) throw wrong(server, 'certData and keyData must come together');
  return { kind: 'none' };
}

function decoded(tls: Json | undefined, name: string): string | undefined {
  const data = textAt(tls, name);
  return data ? Buffer.from(data, 'base64').toString('utf8') : undefined;
}

function parse(server: string, config: Secret): Json {
  const value = tryParseJson(config.reveal());
  if (value === undefined) throw wrong(server, 'config is not JSON');
  return value;
}

function wrong(server: string, what: string) {
  return kubeError('kube.configuration', `the cluster Secret of ${server} cannot be used: ${what}`);
}
