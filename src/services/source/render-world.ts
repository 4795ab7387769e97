/** What one render has in memory, and how what it lacks is brought there. */

import type { GitPort, GitRemote } from '../../ports/git.ts';
import type {
  ChartAnswer,
  ChartQuestion,
  Need,
  PluginAnswer,
  PluginQuestion,
  RemoteAnswer,
  RenderInputs,
} from '../../render/contract.ts';
import { isRepositoryReference } from '../../render/trace/read.ts';
import type { BaseTrees } from './base-repositories.ts';
import { commitInputs, needKey, type RenderObject, type RenderTrees, type RequestFacts } from './commit-inputs.ts';
import type { GitObject, GitObjects, SeenObjects, TooLarge } from './git-objects.ts';
import type { Freshness } from './repository.ts';
import { sourceFault } from './source-fault.ts';
import type { SourceTree } from './source-tree.ts';
import type { TreeFiles } from './working-files.ts';

/** What a render may need beside the trees of its sources, as the project it belongs to may have it. */
export interface OutsideFiles {
  /** Throws faults in the words of the condition. */
  chart(
    question: ChartQuestion,
    asker?: string,
  ): Promise<{ readonly answer: ChartAnswer; readonly archive: Uint8Array }>;
  /** The archive of an answer given before, where memory no longer has it. */
  archive(digest: string): Promise<Uint8Array>;
  file(url: string, limit: number): Promise<Uint8Array | TooLarge>;
  /** What a server says, whatever it is. */
  remote(url: string, limit: number): Promise<RemoteAnswer>;
  readonly bases: BaseTrees;
  /** What a plugin of the installation does with these files. Throws its failure in the words of the condition. */
  plugin(question: PluginQuestion, files: TreeFiles, signal: AbortSignal): Promise<PluginAnswer>;
}

export interface RenderWorld {
  readonly trees: RenderTrees;
  readonly inputs: RenderInputs;
  /** Everything that was touched so far, by `needKey`. */
  readonly held: ReadonlyMap<string, RenderObject>;
  /** What is in memory, touched or not, by `needKey`. */
  readonly object: (key: string) => RenderObject | undefined;
  /** Forgets what refs of other repositories were; when they are asked next, their servers are. */
  askRefsAnew(): void;
  /** Brings what was missing. Throws faults of the Git port and of `OutsideFiles`. */
  fill(needs: readonly Need[]): Promise<void>;
}

export interface WorldParts {
  readonly own: SourceTree;
  readonly references: ReadonlyMap<string, SourceTree>;
  readonly outside: OutsideFiles;
  /** How well refs of other repositories must be known. */
  readonly freshness: Freshness;
  readonly facts: RequestFacts;
  /** Submodules of the source's own repositories are empty. */
  readonly hasEmptySubmodules: boolean;
  /** Ends what is long under way. */
  readonly signal: AbortSignal;
}

export interface WorldDeps {
  readonly git: GitPort;
  readonly objects: GitObjects;
}

const AT_ONCE = 16;

/** Objects that were touched are held, so that a small budget cannot make a render go on for ever. */
export function openWorld(deps: WorldDeps, parts: WorldParts): RenderWorld {
  const { own, references, facts } = parts;
  const held = new Map<string, RenderObject>(own.objects);
  const shared = deps.objects.seenFrom(lfsRemote(own, references));
  for (const { objects } of references.values()) for (const [oid, object] of objects) held.set(oid, object);
  const object = (key: string): RenderObject | undefined => {
    const known = held.get(key) ?? shared.get(key);
    if (known !== undefined) held.set(key, known);
    return known;
  };
  const roots = [...references].map(([name, { root }]) => [name, root] as const);
  const urls = [...references].flatMap(([name, { remote }]) =>
    remote === undefined ? [] : [[name, remote.url] as const],
  );
  const trees: RenderTrees = {
    root: own.root,
    references: new Map(roots),
    // Without them nothing says where submodules come from.
    ...(parts.hasEmptySubmodules ? {} : { urls: { own: own.remote?.url, references: new Map(urls) } }),
  };
  const inputs = commitInputs({ ...trees, object }, facts);
  const filling: Filling = { deps, shared, parts, held, inputs, freshness: parts.freshness };
  return {
    trees,
    held,
    object,
    inputs,
    fill: (needs) => fillAll(filling, needs),
    askRefsAnew() {
      for (const key of [...held.keys()].filter(isRepositoryReference)) held.delete(key);
      filling.freshness = 'latest';
    },
  };
}

/** The first repository among them whose blobs may stand for files of Git LFS. */
function lfsRemote(own: SourceTree, references: ReadonlyMap<string, SourceTree>): GitRemote | undefined {
  return [own, ...references.values()].map(({ remote }) => remote).find((remote) => remote?.lfs === true);
}

interface Filling {
  readonly deps: WorldDeps;
  readonly shared: SeenObjects;
  readonly parts: WorldParts;
  readonly held: Map<string, RenderObject>;
  readonly inputs: RenderInputs;
  freshness: Freshness;
}

/** A few at a time and in order, so that files which exceed their limit together are not all brought into memory. */
async function fillAll(filling: Filling, needs: readonly Need[]): Promise<void> {
  const missing = [...new Map(needs.map((need) => [needKey(need), need])).values()];
  let bytes = 0;
  for (let at = 0; at < missing.length; at += AT_ONCE) {
    const some = missing.slice(at, at + AT_ONCE).map(async (need) => {
      if (need.kind === 'blob' && bytes > need.limit) return { need, object: { tooLargeFor: need.limit } };
      return { need, object: await broughtHere(filling, need) };
    });
    for (const { need, object } of await Promise.all(some)) {
      filling.held.set(needKey(need), object);
      if (object instanceof Uint8Array) bytes += object.length;
    }
  }
}

async function broughtHere(filling: Filling, need: Need): Promise<RenderObject> {
  const { outside } = filling.parts;
  if (need.kind === 'repository') {
    const answer = await outside.bases.answer(need.question, filling.freshness);
    if (need.submodule === undefined || answer.kind === 'commit') return answer;
    throw sourceFault(answer.code, answer.faultKind, `submodule ${need.submodule}: ${answer.message}`);
  }
  if (need.kind === 'remote') return await outside.remote(need.url, need.limit);
  if (need.kind === 'plugin') return await outside.plugin(need.question, filesOf(filling), filling.parts.signal);
  if (need.kind === 'remote-file') return await outside.file(need.url, need.limit);
  if (need.kind === 'tree' || need.kind === 'blob') return await gitObject(filling, need);
  const { answer, archive } = await outside.chart(need.question, need.asker);
  filling.held.set(answer.digest, archive);
  return answer;
}

function treeOf({ own, references, outside }: WorldParts, reference: string | undefined): SourceTree | undefined {
  if (reference === undefined) return own;
  return isRepositoryReference(reference) ? outside.bases.tree(reference) : references.get(reference);
}

/** The source's own tree, to be given away as a whole: contents are read as they are wanted and not kept. */
function filesOf(filling: Filling): TreeFiles {
  const { deps, shared, parts, held, inputs } = filling;
  return {
    root: parts.own.root,
    isRepository: parts.own.remote !== undefined,
    listing: (path) => inputs.listing(path),
    fill: (needs) => fillAll(filling, needs),
    async content({ oid, reference }, limit) {
      const known = held.get(oid) ?? shared.get(oid);
      if (known instanceof Uint8Array) return known;
      const tree = treeOf(parts, reference);
      if (tree?.remote === undefined) throw sourceFault('source.failed', 'terminal', `object ${oid} is not at hand`);
      return await deps.git.blob(tree.remote, oid, limit);
    },
  };
}

/** From memory where another render left it there. */
async function gitObject(
  { deps, shared, parts }: Filling,
  need: Extract<Need, { kind: 'tree' | 'blob' }>,
): Promise<GitObject> {
  if (need.oid.includes(':')) return await parts.outside.archive(need.oid);
  const known = shared.get(need.oid);
  const answers = known !== undefined && !('tooLargeFor' in known && need.kind === 'blob');
  if (answers) return known;
  const tree = treeOf(parts, need.reference);
  if (tree?.remote === undefined) throw sourceFault('source.failed', 'terminal', `object ${need.oid} is not at hand`);
  return await shared.fill(deps.git, tree.remote, need);
}
