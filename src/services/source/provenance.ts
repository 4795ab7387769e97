/**
 * Provenance of charts (Helm documentation, "Helm Provenance and Integrity"): a signed statement beside the archive that names
 * its digest. `helm.provenance.repositories` of `argocd-cm` says for which repositories one is wanted, as patterns joined by
 * commas; the keys are those of `argocd-gpg-keys-cm`. Argo CD itself looks at none.
 */

import { AppError, messageOf } from '../../base/errors.ts';
import { matchesGlob } from '../../base/glob/glob.ts';
import { isObject, textAt } from '../../base/json-value.ts';
import { readDocuments } from '../../lang/yaml/read.ts';
import type { Installation } from '../../ports/settings.ts';
import type { SignaturePort } from '../../ports/signatures.ts';
import { sourceFault } from './source-fault.ts';

/** The keys of which one must have signed a chart of this repository; undefined where nobody has to. */
export function wantedKeys({ settings, gpgKeys }: Installation, url: string): readonly string[] | undefined {
  const patterns = (settings.cm['helm.provenance.repositories'] ?? '').split(',').map((pattern) => pattern.trim());
  return patterns.some((pattern) => pattern !== '' && matchesGlob(pattern, url)) ? gpgKeys : undefined;
}

export interface SignedChart {
  readonly signatures: SignaturePort;
  readonly keys: readonly string[];
  /** Undefined: there is none. */
  readonly statement: Uint8Array | undefined;
  readonly chart: string;
  /** Of the archive, with `sha256:`. */
  readonly digest: string;
  /** For messages. */
  readonly what: string;
}

/** Fingerprint of the key that signed. Throws `source.not-signed`, or the fault of a missing tool. */
export async function signerOf(signed: SignedChart): Promise<string> {
  const { signatures, keys, statement, what } = signed;
  if (statement === undefined) throw refused(what, 'has no provenance file');
  try {
    const { text, fingerprint } = await signatures.verifyClearSigned(statement, keys);
    if (namesArchive(text, signed)) return fingerprint;
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== 'user' || error.code === 'signature.tool-missing') throw error;
    throw refused(what, `is not signed as this installation wants it: ${messageOf(error)}`);
  }
  throw refused(what, 'has a provenance file of another archive');
}

/** Chart.yaml, then a document whose `files` has the digest by the archive's name. */
function namesArchive(text: string, { chart, digest }: SignedChart): boolean {
  for (const { value } of readDocuments(text)) {
    const files = isObject(value) ? value['files'] : undefined;
    if (!isObject(files)) continue;
    const names = Object.keys(files).filter((name) => name.startsWith(`${chart}-`) && name.endsWith('.tgz'));
    if (names.some((name) => textAt(files, name) === digest)) return true;
  }
  return false;
}

function refused(what: string, reason: string): AppError {
  return sourceFault('source.not-signed', 'user', `${what} ${reason}`);
}
