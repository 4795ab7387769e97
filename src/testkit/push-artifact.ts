/** Uploads artifacts to any registry by the push side of the distribution specification. */
import { MANIFEST_TYPE, packArtifact, type TestArtifact } from './test-artifact.ts';

export interface PushTarget {
  /** Host and port of a registry that speaks HTTP. */
  readonly host: string;
  readonly name: string;
  readonly tag: string;
  /** Value of the `Authorization` header. */
  readonly authorization?: string;
}

/** The digest of the manifest. */
export async function pushArtifact(target: PushTarget, artifact: TestArtifact): Promise<string> {
  const { host, name, tag, authorization } = target;
  const base = `http://${host}/v2/${name}`;
  const own = authorization === undefined ? {} : { authorization };
  const packed = packArtifact(artifact);
  for (const [digest, content] of packed.blobs) {
    const begun = await fetch(`${base}/blobs/uploads/`, { method: 'POST', headers: own });
    const upload = new URL(begun.headers.get('location') ?? '', base);
    upload.searchParams.set('digest', digest);
    await accepted(fetch(upload, { method: 'PUT', headers: own, body: Buffer.from(content) }));
  }
  const headers = { ...own, 'content-type': MANIFEST_TYPE };
  await accepted(fetch(`${base}/manifests/${tag}`, { method: 'PUT', headers, body: Buffer.from(packed.manifest) }));
  return packed.digest;
}

async function accepted(sent: Promise<Response>): Promise<void> {
  const { status } = await sent;
  if (status !== 201) throw new Error(`the registry answered ${status} to an upload`);
}
