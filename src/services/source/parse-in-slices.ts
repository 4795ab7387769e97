/** Manifests that come from another thread as text, parsed in slices so that this thread serves others in between. */
import { parseJson } from '../../base/json/parse.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { SourceManifest } from '../../render/contract.ts';

/** About 5 ms. */
const SLICE = 256 * 1024;

interface TextManifest {
  readonly text: string;
  readonly file: string;
  readonly document: number;
}

export async function parseInSlices(manifests: readonly TextManifest[]): Promise<readonly SourceManifest[]> {
  const parsed: SourceManifest[] = [];
  let length = 0;
  for (const { text, file, document } of manifests) {
    // The text was written from such an object by the same program.
    parsed.push({ object: parseJson(text, { maxDepth: Number.POSITIVE_INFINITY }) as KubeObject, file, document });
    length += text.length;
    if (length < SLICE) continue;
    length = 0;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return parsed;
}
