/** `--trace`: every question of a render with its answer, a line each. Pure. */
import type { Read, SourceRequest } from '../../../render/contract.ts';
import { withoutSecrets } from '../../../render/kustomize/files/safe-repository.ts';
import { isRepositoryReference, referencedRepository } from '../../../render/trace/read.ts';

export function printTrace({ appName, source }: SourceRequest, reads: readonly Read[]): string {
  const from = [withoutSecrets(source.repoURL), source.chart || source.path || '.'].join(' ');
  return [`trace of ${appName}: ${from}`, ...reads.map((read) => `  ${lineOf(read)}`)]
    .map((line) => `${line.replace(/[\u0000-\u001f\u007f]/g, '?')}\n`)
    .join('');
}

function lineOf(read: Read): string {
  switch (read.kind) {
    case 'entry':
      return `entry ${place(read)} → ${[read.mode, read.oid.slice(0, 12)].filter(Boolean).join(' ')}`;
    case 'listing':
      return `folder ${place(read)} → ${listed(read.names)}`;
    case 'chart':
      return `chart ${withoutSecrets(read.question.repository)} ${read.question.name} ${read.question.version} → ${read.digest}`;
    case 'remote-file':
    case 'remote':
      return `file ${withoutSecrets(read.url)} → ${read.digest}`;
    case 'plugin':
      return `plugin ${read.question.name || '(any)'} in ${place({ path: read.question.folder })}, ${read.question.task} → ${read.digest.slice(0, 12)}`;
    case 'repository':
      return `repository ${withoutSecrets(read.question.url)} ${read.question.ref || 'HEAD'} → ${read.isThere ? 'found' : 'not to be had'}`;
    case 'variable':
      return `variable ${read.name} → ${read.value ?? 'absent'}`;
    case 'kube-version':
      return `version of Kubernetes → ${read.value}`;
    case 'api-version':
      return `API ${read.name} → ${read.served ? 'served' : 'not served'}`;
    case 'api-versions':
      return 'all APIs that are served';
    case 'moment':
      return 'clock or randomness';
  }
}

function place({ path, reference }: { readonly path: string; readonly reference?: string }): string {
  const shown = path === '' ? '.' : path;
  if (reference === undefined) return shown;
  if (!isRepositoryReference(reference)) return `$${reference}/${shown}`;
  const { url, ref } = referencedRepository(reference);
  return `${withoutSecrets(url)}@${ref || 'HEAD'} ${shown}`;
}

function listed(names: string): string {
  if (names === 'absent') return names;
  const count = names === '' ? 0 : names.split('\0').length;
  return count === 1 ? '1 entry' : `${count} entries`;
}
