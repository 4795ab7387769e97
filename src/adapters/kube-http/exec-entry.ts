/** Reads the entry of a credential plugin in a kubeconfig (`exec`) or in a cluster Secret (`execProviderConfig`). */
import { isAbsolute, resolve } from 'node:path';
import { isList, isObject, type Json, member, textAt } from '../../base/json-value.ts';
import type { ExecPlugin } from './connection.ts';
import { kubeError } from './status-error.ts';

/** Versions of `client.authentication.k8s.io` whose answers we read; they are alike. */
const VERSIONS = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];

/** `directory` is where a command with a slash in a kubeconfig starts from. Throws `kube.configuration`. */
export function readExecEntry(entry: Json, directory?: string): ExecPlugin {
  const command = textAt(entry, 'command') ?? '';
  if (command === '') throw kubeError('kube.configuration', 'the credential plugin has no command');
  const apiVersion = textAt(entry, 'apiVersion') ?? '';
  if (!VERSIONS.includes(apiVersion)) {
    throw kubeError(
      'kube.configuration',
      `the credential plugin ${command} has the unknown apiVersion "${apiVersion}"`,
    );
  }
  if (textAt(entry, 'interactiveMode') === 'Always') {
    throw kubeError('kube.configuration', `the credential plugin ${command} needs a terminal, and there is none`);
  }
  const args = member(entry, 'args');
  const isRelative = command.includes('/') && !isAbsolute(command);
  return {
    command: isRelative && directory !== undefined ? resolve(directory, command) : command,
    args: (isList(args) ? args : []).map(String),
    env: envOf(member(entry, 'env')),
    apiVersion,
    installHint: textAt(entry, 'installHint') ?? '',
    provideClusterInfo: member(entry, 'provideClusterInfo') === true,
  };
}

/** A kubeconfig has a list of name and value, a cluster Secret a map. */
function envOf(env: Json | undefined): Readonly<Record<string, string>> {
  if (isList(env)) {
    return Object.fromEntries(env.map((entry) => [textAt(entry, 'name') ?? '', textAt(entry, 'value') ?? '']));
  }
  if (!isObject(env)) return {};
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, String(value)]));
}
