/** The text that stands in a repository for a file of Git LFS (Git LFS specification, "The Pointer"). */
export interface LfsPointer {
  /** SHA-256 of the file in hex. */
  readonly sha256: string;
  readonly size: number;
}

/** Longer blobs are no pointers. */
const LONGEST = 1024;
const VERSION =
  /^version (?:https:\/\/git-lfs\.github\.com\/spec\/v1|http:\/\/git-media\.io\/v\/2|https:\/\/hawser\.github\.com\/spec\/v1)$/;

/** Undefined for any other content. */
export function readPointer(content: Uint8Array): LfsPointer | undefined {
  if (content.length > LONGEST) return undefined;
  const [version = '', ...lines] = new TextDecoder().decode(content).trimEnd().split('\n');
  if (!VERSION.test(version)) return undefined;
  const values = new Map(lines.map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]));
  const sha256 = /^sha256:([0-9a-f]{64})$/.exec(values.get('oid') ?? '')?.[1];
  const size = values.get('size') ?? '';
  return sha256 === undefined || !/^\d{1,15}$/.test(size) ? undefined : { sha256, size: Number(size) };
}
