/**
 * The trees of the sources whose files another one names in its Helm options (A5). As Argo CD has it, one repository takes part
 * at one revision: two of them beside one another are refused, with its words.
 */
import type { ApplicationSource } from '../../api/application/fields.ts';
import { normalizeGitUrl, sameGitUrl } from '../../base/git-url.ts';
import type { RenderRequest } from '../../ports/manifest-service.ts';
import { kindOf, type Origins, revisionOf, treeAt, type WantedTree } from './render-trees.ts';
import { reworded, sourceFault } from './source-fault.ts';
import type { SourceTree } from './source-tree.ts';

export interface NamingSource {
  readonly source: ApplicationSource;
  /** What it was resolved to. */
  readonly revision: string;
}

/** A source that lends files, as the other one names it. */
interface Lender extends WantedTree {
  /** With the dollar sign. */
  readonly name: string;
  readonly target: string;
  /** Its position among the sources. */
  readonly index: number;
}

/** A source that lends files, and the commit that these are of. */
export interface Lent {
  readonly lender: WantedTree & Pick<Lender, 'name' | 'index'>;
  readonly revision: string;
}

/**
 * What a source takes files of; sources that are not named need not even be there. Throws `source.invalid-references` where
 * revisions do not go together, and what stands in the way of resolving one.
 */
export async function lentRevisions(
  origins: Origins,
  request: RenderRequest,
  naming: NamingSource,
): Promise<readonly Lent[]> {
  const lent: Lent[] = [];
  const used = new Map<string, Lender>();
  for (const lender of namedLenders(request, naming.source)) {
    const repository = normalizeGitUrl(lender.source.repoURL);
    const other = used.get(repository);
    if (other !== undefined && other.target !== lender.target) throw severalRevisions(lender, other);
    used.set(repository, lender);
    const revision = await lentRevision(origins, lender, { ...naming, target: targetOf(request, naming.source) });
    lent.push({ lender, revision });
  }
  return lent;
}

/** Their files, by name. Throws what stands in the way of them. */
export async function referencedTrees(
  origins: Origins,
  lent: readonly Lent[],
): Promise<ReadonlyMap<string, SourceTree>> {
  const trees = new Map<string, SourceTree>();
  for (const { lender, revision } of lent) {
    trees.set(lender.name.slice(1), await treeAt(origins, lender, revision));
  }
  return trees;
}

/** In the order in which they are named first. What no source is called is left to the renderer. */
function namedLenders(request: RenderRequest, { helm }: ApplicationSource): readonly Lender[] {
  const { project, refresh, sources, revisions } = request;
  if (sources.length < 2) return [];
  const paths = [...(helm?.valueFiles ?? []), ...(helm?.fileParameters ?? []).map(({ path = '' }) => path)];
  const names = new Set(paths.flatMap((path) => (path.startsWith('$') ? [path.split('/')[0] ?? ''] : [])));
  return [...names].flatMap((name) => {
    const index = sources.findIndex(({ ref, chart }) => ref && !chart && `$${ref}` === name);
    const source = sources[index];
    if (source === undefined) return [];
    return [{ name, index, source, project, refresh, revision: revisions[index], target: targetOf(request, source) }];
  });
}

async function lentRevision(
  origins: Origins,
  lender: Lender,
  naming: NamingSource & { readonly target: string },
): Promise<string> {
  const { source } = lender;
  const isSame = kindOf(naming.source) === 'git' && sameGitUrl(source.repoURL, naming.source.repoURL);
  const hasSameTarget = lender.target === naming.target && source.tagPrefix === naming.source.tagPrefix;
  // Asked twice, a branch that moves meanwhile would seem to be two.
  if (isSame && hasSameTarget) return naming.revision;
  const revision = await resolved(origins, lender);
  if (!isSame || revision === naming.revision) return revision;
  const lent = `${lender.name} references ${quoted(lender.target)} which resolves to ${quoted(revision)}`;
  const own = `the application references ${quoted(naming.target)} which resolves to ${quoted(naming.revision)}`;
  throw refused(`cannot reference a different revision of the same repository (${lent} while ${own})`);
}

/** The reason is the cause only: it may be about a repository that is not the reader's. */
async function resolved(origins: Origins, lender: Lender): Promise<string> {
  try {
    return await revisionOf(origins, lender);
  } catch (error) {
    throw reworded(error, `failed to get git client for repo ${lender.source.repoURL}`);
  }
}

/** As it was asked for: the revision of a sync goes before the source's own. */
function targetOf({ sources, revisions }: RenderRequest, source: ApplicationSource): string {
  return revisions[sources.indexOf(source)] || (source.targetRevision ?? '');
}

function severalRevisions(one: Lender, other: Lender): Error {
  const [first, second] = [one, other].map(({ name, target }) => `${name} references ${quoted(target)}`);
  return refused(`cannot reference multiple revisions for the same repository (${first} while ${second})`);
}

function refused(message: string): Error {
  return sourceFault('source.invalid-references', 'user', message);
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
