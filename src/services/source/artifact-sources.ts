/**
 * Artifacts of registries as sources (`oci://…`, A14): one layer with files, by tag, digest or version constraint. The digest
 * is the revision.
 */

import type { OCIMetadata } from '../../api/application/revision-fields.ts';
import { ByteLru } from '../../base/byte-lru.ts';
import { messageOf } from '../../base/errors.ts';
import { isVersionConstraint } from '../../base/semver/highest-version.ts';
import type { RefreshLevel } from '../../ports/manifest-service.ts';
import type { OciPort, OciRepository } from '../../ports/oci.ts';
import { accessKey } from './access-key.ts';
import { archiveTree } from './archive-tree.ts';
import { artifactMetadata } from './artifact-metadata.ts';
import { registryOf } from './chart-store.ts';
import { chosenVersion } from './chart-version.ts';
import { contentLayer } from './content-layer.ts';
import { KeptAnswers } from './kept-answers.ts';
import { reachedAsSource, requireOffLink } from './known-servers.ts';
import { type MovingDeps, MovingTargets, type ProjectSource } from './moving-targets.ts';
import { ageFor } from './repositories.ts';
import { reworded, sourceFault } from './source-fault.ts';
import { artifactLimits } from './source-settings.ts';
import type { SourceTree } from './source-tree.ts';
import { unpackLayer } from './unpack-layer.ts';

export interface ArtifactSourcesDeps extends MovingDeps {
  readonly oci: OciPort;
}

const DIGEST = /^sha(?:256|512):[0-9a-f]+$/;
/** What a tag may be called (OCI distribution). */
const TAG = /^\w[\w.-]{0,127}$/;
const LAYER_LIMIT = 256 * 1024 * 1024;
const TREES = 128 * 1024 * 1024;

export class ArtifactSources {
  readonly #deps: ArtifactSourcesDeps;
  readonly #tags: KeptAnswers<readonly string[]>;
  readonly #digests: KeptAnswers<string | undefined>;
  readonly #trees = new ByteLru<SourceTree>(TREES);
  readonly targets: MovingTargets;

  constructor(deps: ArtifactSourcesDeps) {
    this.#deps = deps;
    this.#tags = new KeptAnswers(deps.clock);
    this.#digests = new KeptAnswers(deps.clock);
    this.targets = new MovingTargets(deps, (wanted, maxAge) => this.#digestOf(wanted, maxAge));
  }

  /** The digest that a target means. Throws `source.revision-not-found` and faults of the port. */
  async revision(wanted: ProjectSource, refresh: RefreshLevel): Promise<string> {
    const target = wanted.source.targetRevision ?? '';
    if (DIGEST.test(target)) return target;
    return await this.targets.resolve(wanted, ageFor(refresh, this.#deps.installation));
  }

  /** The files of an artifact: what its only layer holds, unpacked. */
  async tree(wanted: ProjectSource, digest: string): Promise<SourceTree> {
    const repository = this.#repositoryOf(wanted);
    const key = keyOf(repository, digest);
    const known = this.#trees.get(key);
    if (known !== undefined) return known;
    try {
      const { mediaTypes, extracted } = artifactLimits(this.#deps.installation.current().settings);
      const layer = contentLayer(await this.#deps.oci.manifest(repository, digest), mediaTypes);
      const content = await this.#deps.oci.blob(repository, layer, LAYER_LIMIT);
      const files = unpackLayer(content, layer.mediaType, extracted);
      const tree = archiveTree(digest, files);
      this.#trees.set(
        key,
        tree,
        files.reduce((size, { name, data }) => size + name.length + data.length, 1000),
      );
      return tree;
    } catch (error) {
      throw reworded(
        error,
        `failed to extract artifact ${repository.registry}/${repository.name}: ${messageOf(error)}`,
      );
    }
  }

  /** What the manifest says of the artifact. Throws faults of the port. */
  async metadata(wanted: ProjectSource, digest: string, signal?: AbortSignal): Promise<OCIMetadata> {
    return artifactMetadata(await this.#deps.oci.manifest(this.#repositoryOf(wanted), digest, signal));
  }

  /** A tag of that very name goes before a constraint, as in Argo CD. */
  async #digestOf(wanted: ProjectSource, maxAge: number): Promise<string> {
    const repository = this.#repositoryOf(wanted);
    const target = wanted.source.targetRevision || 'latest';
    const named = TAG.test(target) ? await this.#digestOfTag(repository, target, maxAge) : undefined;
    if (named !== undefined) return named;
    const tag = isVersionConstraint(target) ? await this.#newestTag(repository, target, maxAge) : target;
    const digest = tag === target ? undefined : await this.#digestOfTag(repository, tag, maxAge);
    if (digest !== undefined) return digest;
    const message = `cannot get digest for revision ${tag}: ${repository.registry}/${repository.name}:${tag}: not found`;
    throw sourceFault('source.revision-not-found', 'user', message);
  }

  #digestOfTag(repository: OciRepository, tag: string, maxAge: number): Promise<string | undefined> {
    return this.#digests.get(keyOf(repository, tag), maxAge, () => this.#deps.oci.resolve(repository, tag));
  }

  async #newestTag(repository: OciRepository, constraint: string, maxAge: number): Promise<string> {
    const tags = await this.#tags.get(keyOf(repository, ''), maxAge, () => this.#deps.oci.tags(repository));
    const versions = tags.map((tag) => tag.replaceAll('_', '+'));
    return chosenVersion(constraint, versions).replaceAll('+', '_');
  }

  #repositoryOf({ source, project }: ProjectSource): OciRepository {
    const installation = this.#deps.installation.current();
    requireOffLink(installation, source.repoURL, project);
    const found = { ...installation.repositoryFor(source.repoURL, project), url: source.repoURL };
    const record = reachedAsSource(installation, found, project);
    return registryOf({ record, name: '', passCredentials: false });
  }
}

function keyOf({ registry, name, access, plainHttp }: OciRepository, reference: string): string {
  return accessKey(access, [registry, name, plainHttp, reference]);
}
