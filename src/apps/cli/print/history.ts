/** The history of deployments as text. Pure. */
import type { RevisionHistory } from '../../../api/application/fields.ts';
import { formatTable } from './table.ts';

const ABBREVIATED = 7;

/** A table of ids, instants and revisions for each repository, in the order in which they came up; a blank line between. */
export function historyTables(history: readonly RevisionHistory[]): string {
  const rows = new Map<string, string[][]>();
  for (const entry of history) {
    for (const { repository, revision } of deployed(entry)) {
      const row = [String(entry.id ?? 0), goInstant(entry.deployedAt), revision];
      rows.set(repository, [...(rows.get(repository) ?? []), row]);
    }
  }
  return [...rows]
    .map(([repository, lines]) => formatTable([['SOURCE', repository], ['ID', 'DATE', 'REVISION'], ...lines]))
    .join('\n');
}

interface Deployed {
  readonly repository: string;
  readonly revision: string;
}

function deployed({ source, sources = [], revision = '', revisions = [] }: RevisionHistory): readonly Deployed[] {
  if (sources.length === 0) return [shown(source?.repoURL, source?.targetRevision, revision)];
  const told = revisions.length === sources.length;
  return sources.map((one, at) => shown(one.repoURL, one.targetRevision, told ? revisions[at] : ''));
}

function shown(repository = '', target = '', revision = ''): Deployed {
  const resolved = revision.length >= ABBREVIATED ? `${target} (${revision.slice(0, ABBREVIATED)})` : target;
  return { repository, revision: resolved };
}

/** As Go prints an instant: `2024-05-01 10:00:00 +0000 UTC`. */
function goInstant(text: string | null | undefined): string {
  const at = Date.parse(text ?? '');
  if (Number.isNaN(at)) return text ?? '';
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;
}
