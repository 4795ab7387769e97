/**
 * `argocd admin settings migrate-plugins`: what takes the place of `configManagementPlugins` in a file with argocd-cm, printed:
 * a ConfigMap with the documents, and how the repo-server runs them as sidecars.
 */
import { readFileSync } from 'node:fs';
import { AppError, messageOf } from '../../../base/errors.ts';
import { type Json, member, textAt } from '../../../base/json-value.ts';
import { migrateOldPlugins, oldPlugins } from '../../../engine/settings/index.ts';
import { readYaml } from '../../../lang/yaml/read.ts';
import { type CommandContext, EXIT } from '../command.ts';

export interface MigrationFlags {
  readonly argocdCmPath: string;
}

/** Throws `cli.file` (user). */
export async function migratePlugins({ output }: CommandContext, { argocdCmPath }: MigrationFlags): Promise<number> {
  const cm = read(argocdCmPath);
  const text = textAt(member(cm, 'data') ?? null, 'configManagementPlugins') ?? '';
  const plugins = oldPlugins({ configManagementPlugins: text });
  if (plugins.length === 0) throw failed(`${argocdCmPath}: there are no configManagementPlugins that could be read`);
  const namespace = textAt(member(cm, 'metadata') ?? null, 'namespace') ?? 'argocd';
  const { configMap, patch } = migrateOldPlugins(plugins, namespace);
  const note = '# kubectl patch deployment argocd-repo-server --patch-file FILE, with the part below in FILE:\n';
  output.print(`${configMap}---\n${note}${patch}`);
  return EXIT.ok;
}

function read(path: string): Json {
  try {
    return readYaml(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw failed(`cannot read ${path}: ${messageOf(cause)}`, cause);
  }
}

function failed(message: string, cause?: unknown): AppError {
  return new AppError({ code: 'cli.file', kind: 'user', message, cause });
}
