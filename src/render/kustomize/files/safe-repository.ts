/** What of a repository's address would be more to Git than an address, and how addresses stand in messages. */
import { kustomizeFault } from '../fault.ts';
import type { RepositoryUrl } from './repository-url.ts';

/** Whether Git can take address and ref for nothing else than an address and a ref. */
export function isSafe({ clone, ref }: RepositoryUrl): boolean {
  return unsafeAddress(clone) === undefined && (ref === '' || isRefName(ref));
}

/** Throws for addresses and refs that a Git program could take for options, helpers or further commands. */
export function refuseUnsafe({ raw, clone, ref }: RepositoryUrl): void {
  const reason = unsafeAddress(clone);
  if (reason !== undefined) throw kustomizeFault(`${withoutSecrets(raw)}: not a repository URL: ${reason}`);
  if (ref !== '' && !isRefName(ref)) {
    throw kustomizeFault(
      `${withoutSecrets(raw)}: ref ${JSON.stringify(ref)} is not the name of a branch, a tag or a commit`,
    );
  }
}

/** A URL without what may be a password; users of ssh stay. Also for text that is no URL. */
export function withoutSecrets(url: string): string {
  return url
    .replace(/^((?:git::)?https?:\/\/)[^/]*@/i, '$1')
    .replace(/^((?:[a-z+]+:{1,2}(?:\/\/)?)*[^/:@]*):[^/@]*@/i, '$1@')
    .replace(/[\u0000-\u001f\u007f]/g, '?');
}

function unsafeAddress(clone: string): string | undefined {
  if (/[\u0000-\u0020\u007f\\]|%[01][0-9a-f]|%7f/i.test(clone)) return 'it holds spaces or control characters';
  const address = clone.replace(/^(?:https?|ssh|file):\/\//, '').replace(/^[^/@]*@/, '');
  if (clone.startsWith('-') || address.startsWith('-') || /^[^/]*:-/.test(address)) return 'a part begins with a dash';
  // `helper::address` would run a program of that name.
  return /^[^/]*::/.test(clone) ? 'transports that are programs are not allowed' : undefined;
}

/** As `git check-ref-format` has it, with one level allowed. */
function isRefName(ref: string): boolean {
  if (/^[-+/]|[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|[./]$|^@$/.test(ref)) return false;
  return ref.split('/').every((part) => !part.startsWith('.') && !part.endsWith('.lock'));
}
