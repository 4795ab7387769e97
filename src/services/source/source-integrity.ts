/**
 * Whether the commits of a source are signed as its project wants it (features A26). What each commit is worth is judged by the
 * commit, never by the key it claims: a bad one is bad whatever stands around it.
 */
import { createHash } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { isTrustedKey, type SignaturePolicy } from '../../engine/project/source-integrity.ts';
import type { GitPort, GitRemote, Oid, SignedObject } from '../../ports/git.ts';
import type { SignaturePort, SignatureVerdict } from '../../ports/signatures.ts';
import type { AnnotatedTag } from './target-revision.ts';

export interface SourceIntegrityDeps {
  readonly git: Pick<GitPort, 'fetch' | 'signed'>;
  readonly signatures: SignaturePort;
  readonly clock: Clock;
}

export interface IntegrityQuestion {
  readonly remote: GitRemote;
  /** A commit that was fetched. */
  readonly revision: Oid;
  /** The annotated tag that the source names: then its signature counts. */
  readonly tag: AnnotatedTag | undefined;
  readonly policy: SignaturePolicy;
  /** Armoured keys of the installation. */
  readonly keyRing: readonly string[];
}

/** Problems that are told; more of them change nothing. */
const TOLD = 10;
const BATCH = 64;
/** More history than that without a seal is not walked through. */
const MOST_COMMITS = 50_000;
/** Keys expire: after this time a signature is looked at anew. */
const VERDICT_KEPT = 3_600_000;
const VERDICTS_KEPT = 200_000;
const SEAL = /^argocd-gpg-seal:/im;

type Verdict = SignatureVerdict | { readonly kind: 'unsigned'; readonly keyId: ''; readonly fingerprints: readonly [] };

const UNSIGNED: Verdict = { kind: 'unsigned', keyId: '', fingerprints: [] };

const WORDS: Readonly<Record<Verdict['kind'], string>> = {
  good: 'signed with unallowed key',
  bad: 'bad signature',
  unsigned: 'unsigned',
  'expired-signature': 'expired signature',
  'expired-key': 'signed with expired key',
  'revoked-key': 'signed with revoked key',
  'missing-key': 'signed with key not in keyring',
};

interface Judged {
  readonly oid: Oid;
  readonly object: SignedObject;
  readonly verdict: Verdict;
}

export class SourceIntegrity {
  readonly #deps: SourceIntegrityDeps;
  readonly #verdicts = new Map<string, { readonly verdict: Verdict; readonly at: number }>();
  readonly #running = new Map<string, Promise<readonly string[]>>();

  constructor(deps: SourceIntegrityDeps) {
    this.#deps = deps;
  }

  /** What stands against the revision, in Argo CD's words; nothing: it is as wanted. Throws faults of the two ports. */
  problems(question: IntegrityQuestion): Promise<readonly string[]> {
    const { remote, revision, tag, policy, keyRing } = question;
    const key = JSON.stringify([remote.url, revision, tag, policy, digestOf(keyRing)]);
    const running = this.#running.get(key);
    if (running !== undefined) return running;
    const work = this.#look(question).finally(() => this.#running.delete(key));
    this.#running.set(key, work);
    return work;
  }

  async #look(question: IntegrityQuestion): Promise<readonly string[]> {
    const { remote, revision, tag, policy } = question;
    const problems: string[] = [];
    if (tag !== undefined) {
      await this.#deps.git.fetch(remote, tag.oid);
      const [judged] = await this.#judge(question, [tag.oid]);
      if (judged !== undefined) problems.push(...problemOf(asTag(judged, tag), policy));
      if (policy.mode === 'head') return problems;
    }
    if (policy.mode === 'head') {
      return (await this.#judge(question, [revision])).flatMap((judged) => problemOf(judged, policy));
    }
    problems.push(...(await this.#history(question, TOLD - problems.length)));
    return problems;
  }

  /** Everything from the revision back to the commits that seal what is before them. */
  async #history(question: IntegrityQuestion, most: number): Promise<readonly string[]> {
    const { revision, policy } = question;
    const problems: string[] = [];
    const told = new Set<string>();
    const seen = new Set<Oid>([revision]);
    let open: Oid[] = [revision];
    while (open.length > 0 && problems.length < most) {
      if (seen.size > MOST_COMMITS) return [...problems, tooMuch(revision)];
      const batch = open.slice(0, BATCH);
      open = open.slice(BATCH);
      for (const judged of await this.#judge(question, batch)) {
        if (!told.has(judged.verdict.keyId)) problems.push(...problemsOnce(judged, policy, told));
        if (isSeal(judged, policy)) continue;
        const parents = judged.object.parents.filter((parent) => !seen.has(parent));
        for (const parent of parents) seen.add(parent);
        open.push(...parents);
      }
    }
    return problems.slice(0, most);
  }

  async #judge({ remote, keyRing }: IntegrityQuestion, oids: readonly Oid[]): Promise<readonly Judged[]> {
    const ring = digestOf(keyRing);
    const objects = await Promise.all(oids.map((oid) => this.#deps.git.signed(remote, oid)));
    const given = oids.flatMap((oid, at) => {
      const object = objects[at];
      return object === undefined ? [] : [{ oid, object }];
    });
    const now = this.#deps.clock.monotonic();
    const known = (oid: Oid) => {
      const kept = this.#verdicts.get(`${oid} ${ring}`);
      return kept !== undefined && now - kept.at < VERDICT_KEPT ? kept.verdict : undefined;
    };
    const asked = given.filter(({ oid, object }) => object.signature !== '' && known(oid) === undefined);
    const answers = await this.#deps.signatures.verifyDetached(
      asked.map(({ object }) => object),
      keyRing,
    );
    for (const [at, { oid }] of asked.entries()) this.#keep(`${oid} ${ring}`, answers[at]);
    return given.map(({ oid, object }) => ({
      oid,
      object,
      verdict: object.signature === '' ? UNSIGNED : (known(oid) ?? { kind: 'bad', keyId: '', fingerprints: [] }),
    }));
  }

  #keep(key: string, verdict: Verdict | undefined): void {
    if (verdict === undefined) return;
    this.#verdicts.delete(key);
    this.#verdicts.set(key, { verdict, at: this.#deps.clock.monotonic() });
    for (const oldest of this.#verdicts.keys()) {
      if (this.#verdicts.size <= VERDICTS_KEPT) break;
      this.#verdicts.delete(oldest);
    }
  }
}

function isGood({ verdict }: Judged, policy: SignaturePolicy): boolean {
  return verdict.kind === 'good' && isTrustedKey(policy, verdict.fingerprints);
}

/** Who seals must be trusted: anybody can write the line. */
function isSeal(judged: Judged, policy: SignaturePolicy): boolean {
  return SEAL.test(judged.object.message) && isGood(judged, policy);
}

/** The same key is told once; what nobody signed may be of many. */
function problemsOnce(judged: Judged, policy: SignaturePolicy, told: Set<string>): readonly string[] {
  const problems = problemOf(judged, policy);
  if (problems.length > 0 && judged.verdict.keyId !== '') told.add(judged.verdict.keyId);
  return problems;
}

/** Named and signed by as Git tells it of tags. */
function asTag({ object, verdict }: Judged, { name }: AnnotatedTag): Judged {
  return { oid: name, object: { ...object, by: object.by.replace(/ (<[^<>]*>)$/, ' "$1"') }, verdict };
}

function problemOf(judged: Judged, policy: SignaturePolicy): readonly string[] {
  if (isGood(judged, policy)) return [];
  const { oid, object, verdict } = judged;
  return [
    `GIT/GPG: Failed verifying revision ${oid} by '${object.by}': ${WORDS[verdict.kind]} (key_id=${verdict.keyId})`,
  ];
}

function tooMuch(revision: Oid): string {
  return `GIT/GPG: Failed verifying revision ${revision}: more than ${MOST_COMMITS} commits without a seal (sign a commit with the trailer Argocd-gpg-seal)`;
}

function digestOf(keyRing: readonly string[]): string {
  return createHash('sha256').update(keyRing.join('\n')).digest('hex');
}
