/** A manifest service whose repositories are lists of objects in memory. Commits are named by counting. */
import type { ApplicationSource } from '../api/application/fields.ts';
import { AppError } from '../base/errors.ts';
import type { KubeObject } from '../kube/object/kube-object.ts';
import type {
  ManifestService,
  RenderedSource,
  RenderRequest,
  RenderResult,
  SourceBasis,
} from '../ports/manifest-service.ts';

export interface MemoryManifestService extends ManifestService {
  /** Puts a commit onto `main` and answers its name. Nobody is told until `notice`. */
  commit(repoUrl: string, manifests: readonly KubeObject[]): string;
  /** Gives the newest commit another name. */
  tag(repoUrl: string, name: string): void;
  /** Every render of this repository fails from now on; undefined: no longer. */
  fail(repoUrl: string, failure: AppError | undefined): void;
  /** What stands against everything of this repository from now on. */
  distrust(repoUrl: string, problems: readonly string[]): void;
  readonly renders: number;
  /** Commits that operations keep, by operation. */
  readonly kept: ReadonlyMap<string, readonly string[]>;
}

const HEAD = ['', 'HEAD', 'main'];

export function memoryManifestService(): MemoryManifestService {
  return new MemoryManifests();
}

class MemoryManifests implements MemoryManifestService {
  renders = 0;
  readonly kept = new Map<string, readonly string[]>();
  readonly #commits = new Map<string, readonly KubeObject[]>();
  readonly #heads = new Map<string, string>();
  readonly #problems = new Map<string, readonly string[]>();
  readonly #failures = new Map<string, AppError>();
  readonly #listeners = new Set<(repoUrl: string) => void>();

  commit(repoUrl: string, manifests: readonly KubeObject[]): string {
    const sha = (this.#commits.size + 1).toString(16).padStart(40, '0');
    this.#commits.set(sha, manifests);
    this.#heads.set(repoUrl, sha);
    return sha;
  }

  tag(repoUrl: string, name: string): void {
    this.#heads.set(`${repoUrl} ${name}`, this.#heads.get(repoUrl) ?? '');
  }

  fail(repoUrl: string, failure: AppError | undefined): void {
    if (failure === undefined) this.#failures.delete(repoUrl);
    else this.#failures.set(repoUrl, failure);
  }

  distrust(repoUrl: string, problems: readonly string[]): void {
    this.#problems.set(repoUrl, problems);
  }

  async render(request: RenderRequest, signal?: AbortSignal): Promise<RenderResult> {
    signal?.throwIfAborted();
    this.renders += 1;
    const sources: RenderedSource[] = [];
    for (const [at, source] of request.sources.entries()) {
      try {
        const problems = this.#problems.get(source.repoURL);
        const rendered = this.#renderOne(source, request.revisions[at] ?? '');
        const basis: SourceBasis = [{ path: '', mode: 'tree', oid: rendered.revision }];
        sources.push(problems === undefined ? { ...rendered, basis } : { ...rendered, problems });
      } catch (error) {
        return failed(error, { at, of: request.sources.length, revisions: sources.map(({ revision }) => revision) });
      }
    }
    return { kind: 'rendered', sources };
  }

  async resolve(request: Pick<RenderRequest, 'sources'>): Promise<readonly string[]> {
    return request.sources.map((source) => this.#resolveOne(source, ''));
  }

  async stand(source: ApplicationSource, _project: string, bases: readonly SourceBasis[]): Promise<readonly boolean[]> {
    const failure = this.#failures.get(source.repoURL ?? '');
    if (failure !== undefined) throw failure;
    const sha = this.#resolveOne(source, '');
    return bases.map(([state]) => state?.oid === sha);
  }

  async revisionMetadata() {
    return { author: 'nobody', date: '2026-01-01T00:00:00Z', message: '', tags: [] };
  }

  notice(repoUrl: string): void {
    for (const listener of this.#listeners) listener(repoUrl);
  }

  onMoved(listener: (repoUrl: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async keep(operation: string, _sources: readonly ApplicationSource[], revisions: readonly string[]): Promise<void> {
    this.kept.set(operation, revisions);
  }

  async release(operation: string): Promise<void> {
    this.kept.delete(operation);
  }

  #renderOne(source: ApplicationSource, revision: string): RenderedSource {
    const failure = this.#failures.get(source.repoURL ?? '');
    if (failure !== undefined) throw failure;
    const sha = this.#resolveOne(source, revision);
    const objects = this.#commits.get(sha) ?? [];
    const manifests = objects.map((object, document) => ({ object, file: 'all.yaml', document: document + 1 }));
    const sourceType = source.plugin === undefined ? 'Directory' : 'Plugin';
    return { revision: sha, sourceType, manifests, digest: sha };
  }

  #resolveOne(source: ApplicationSource, revision: string): string {
    const wanted = revision === '' ? (source.targetRevision ?? '') : revision;
    if (this.#commits.has(wanted)) return wanted;
    const head = this.#heads.get(source.repoURL ?? '');
    if (head !== undefined && HEAD.includes(wanted)) return head;
    const tagged = this.#heads.get(`${source.repoURL} ${wanted}`);
    if (tagged !== undefined) return tagged;
    throw new AppError({
      code: 'git.missing-object',
      kind: 'user',
      message: `unable to resolve '${wanted}' to a commit SHA: revision not found`,
    });
  }
}

/** In the words of the real one. */
function failed(
  error: unknown,
  place: { readonly at: number; readonly of: number; readonly revisions: readonly string[] },
): RenderResult {
  if (!(error instanceof AppError)) throw error;
  const { code, kind } = error;
  const source = `failed to generate manifest for source ${place.at + 1} of ${place.of}`;
  const message = `${source}: rpc error: code = Unknown desc = ${error.message}`;
  return { kind: 'failed', message, reason: error.message, error: { code, kind }, revisions: place.revisions };
}
