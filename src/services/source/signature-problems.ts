/** What stands against a source at a revision by the word of its project about signatures. Before: resolve. Beside: render. */
import { messageOf } from '../../base/errors.ts';
import { integrityWish } from '../../engine/project/source-integrity.ts';
import type { InstallationPort } from '../../ports/settings.ts';
import { gitRepositoryOf, type Origins, type WantedTree } from './render-trees.ts';
import { reworded, sourceFault } from './source-fault.ts';
import type { SourceIntegrity } from './source-integrity.ts';

export interface SignatureDeps {
  readonly origins: Origins;
  readonly integrity: SourceIntegrity;
  readonly installation: InstallationPort;
  /** The operator has switched signatures off. */
  readonly ignoresSignatures?: boolean | undefined;
}

/** Whether the project has anything to say about who signs commits of a source. */
export function isJudgedBySignature(
  { installation, ignoresSignatures }: Pick<SignatureDeps, 'installation' | 'ignoresSignatures'>,
  { source, project }: Pick<WantedTree, 'source' | 'project'>,
): boolean {
  const spec = installation.current().projects.get(project)?.spec;
  return ignoresSignatures !== true && spec !== undefined && integrityWish(spec, source.repoURL).kind !== 'nothing';
}

/**
 * Empty for charts and artifacts, and where nothing is wanted. Throws faults of Git, where signatures cannot be judged, and
 * `source.integrity` (user) where it is not clear what is wanted.
 */
export async function signatureProblems(
  { origins, integrity, installation, ignoresSignatures }: SignatureDeps,
  { source, project }: WantedTree,
  revision: string,
): Promise<readonly string[]> {
  const repository = gitRepositoryOf(origins, { source, project });
  const { projects, gpgKeys } = installation.current();
  const spec = projects.get(project)?.spec;
  if (repository === undefined || spec === undefined || ignoresSignatures === true) return [];
  const wish = integrityWish(spec, source.repoURL);
  if (wish.kind === 'nothing') return [];
  if (wish.kind === 'unknown') throw sourceFault('source.integrity', 'user', wish.problem);
  const target = { targetRevision: source.targetRevision ?? '', tagPrefix: source.tagPrefix ?? '' };
  try {
    const tag = await repository.tagObject(target, revision);
    return await integrity.problems({
      remote: repository.remote,
      revision,
      tag,
      policy: wish.policy,
      keyRing: gpgKeys,
    });
  } catch (error) {
    throw reworded(error, `failed to verify the signatures of ${revision}: ${messageOf(error)}`);
  }
}
