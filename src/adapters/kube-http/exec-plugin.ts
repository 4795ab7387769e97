/**
 * Runs a credential plugin (Kubernetes documentation, "client-go credential plugins"): a program that prints an
 * ExecCredential. It sees a minimal environment and no terminal.
 */
import { execFile } from 'node:child_process';
import { tryParseJson } from '../../base/json/parse.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import { type Json, member, textAt } from '../../base/json-value.ts';
import { Secret } from '../../base/secret.ts';
import type { ExecPlugin, KubeConnection } from './connection.ts';
import { kubeError } from './status-error.ts';

export type ExecEnvironment = Readonly<Record<string, string>>;

export interface ExecCredential {
  readonly token: Secret | undefined;
  readonly certificate: string | undefined;
  readonly key: Secret | undefined;
  /** Milliseconds since 1970; undefined where the plugin names no end. */
  readonly expires: number | undefined;
}

const PLUGIN_MILLISECONDS = 60_000;
const OUTPUT_BYTES = 1024 * 1024;

/** Throws `kube.unauthorized` that names the command and its exit, never its output: that can hold credentials. */
export async function runExecPlugin(
  plugin: ExecPlugin,
  connection: KubeConnection,
  environment: ExecEnvironment,
): Promise<ExecCredential> {
  const env = { ...environment, ...plugin.env, KUBERNETES_EXEC_INFO: stringifyJson(execInfo(plugin, connection)) };
  return readCredential(await outputOf(plugin, env), plugin);
}

function execInfo(plugin: ExecPlugin, connection: KubeConnection) {
  const cluster = {
    server: connection.server,
    ...(connection.ca === undefined
      ? {}
      : { 'certificate-authority-data': Buffer.from(connection.ca).toString('base64') }),
    ...(connection.insecureSkipVerify ? { 'insecure-skip-tls-verify': true } : {}),
    ...(connection.tlsServerName ? { 'tls-server-name': connection.tlsServerName } : {}),
  };
  return {
    apiVersion: plugin.apiVersion,
    kind: 'ExecCredential',
    spec: { interactive: false, ...(plugin.provideClusterInfo ? { cluster } : {}) },
  };
}

function outputOf(plugin: ExecPlugin, env: ExecEnvironment): Promise<string> {
  const options = { env: { ...env }, timeout: PLUGIN_MILLISECONDS, maxBuffer: OUTPUT_BYTES, windowsHide: true };
  return new Promise((resolve, reject) => {
    const child = execFile(plugin.command, [...plugin.args], options, (error, stdout) => {
      if (error === null) resolve(stdout);
      else reject(failure(plugin, error.code === undefined ? 'was ended by a signal' : `ended with ${error.code}`));
    });
    child.stdin?.end();
  });
}

function readCredential(output: string, plugin: ExecPlugin): ExecCredential {
  const status = statusOf(output, plugin);
  const token = textAt(status, 'token');
  const certificate = textAt(status, 'clientCertificateData');
  const key = textAt(status, 'clientKeyData');
  const expires = Date.parse(textAt(status, 'expirationTimestamp') ?? '');
  if (!token && !(certificate && key)) throw failure(plugin, 'printed neither a token nor a client certificate');
  return {
    token: token ? new Secret(token) : undefined,
    certificate,
    key: key === undefined ? undefined : new Secret(key),
    expires: Number.isNaN(expires) ? undefined : expires,
  };
}

function statusOf(output: string, plugin: ExecPlugin): Json | undefined {
  const answer = tryParseJson(output);
  const isCredential = textAt(answer, 'kind') === 'ExecCredential';
  if (isCredential && textAt(answer, 'apiVersion') === plugin.apiVersion) return member(answer, 'status');
  throw failure(plugin, `printed no ExecCredential of ${plugin.apiVersion}`);
}

function failure(plugin: ExecPlugin, what: string) {
  const hint = plugin.installHint || `Run "${plugin.command}" by hand to see what is wrong.`;
  return kubeError('kube.unauthorized', `the credential plugin ${plugin.command} ${what}`, { hint });
}
