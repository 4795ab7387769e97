/** A registry in memory behind the port. */
import { AppError } from '../base/errors.ts';
import { parseJson } from '../base/json/parse.ts';
import type { OciErrorCode, OciManifest, OciPort, OciRepository } from '../ports/oci.ts';
import { packArtifact, type TestArtifact } from './test-artifact.ts';

export interface MemoryOci {
  readonly port: OciPort;
  /** Uploads under a tag; the digest of the manifest. */
  push(repository: Pick<OciRepository, 'registry' | 'name'>, tag: string, artifact: TestArtifact): string;
  /** Every question, in order. */
  readonly asked: readonly string[];
}

interface Stored {
  readonly tags: Map<string, string>;
  readonly manifests: Map<string, Uint8Array>;
  readonly blobs: Map<string, Uint8Array>;
}

export function createMemoryOci(): MemoryOci {
  const repositories = new Map<string, Stored>();
  const asked: string[] = [];
  function stored({ registry, name }: Pick<OciRepository, 'registry' | 'name'>): Stored {
    const found = repositories.get(`${registry}/${name}`);
    if (found === undefined) throw fault('oci.not-found', `${registry}/${name}: not found`);
    return found;
  }
  return {
    asked,
    push({ registry, name }, tag, artifact) {
      const packed = packArtifact(artifact);
      const key = `${registry}/${name}`;
      const into = repositories.get(key) ?? { tags: new Map(), manifests: new Map(), blobs: new Map() };
      repositories.set(key, into);
      into.tags.set(tag, packed.digest);
      into.manifests.set(packed.digest, packed.manifest);
      for (const [digest, content] of packed.blobs) into.blobs.set(digest, content);
      return packed.digest;
    },
    port: {
      async tags(repository) {
        asked.push(`tags ${repository.name}`);
        return [...stored(repository).tags.keys()].sort();
      },
      async resolve(repository, reference) {
        asked.push(`resolve ${repository.name} ${reference}`);
        const { tags, manifests } = repositories.get(`${repository.registry}/${repository.name}`) ?? {};
        return tags?.get(reference) ?? (manifests?.has(reference) ? reference : undefined);
      },
      async manifest(repository, digest) {
        asked.push(`manifest ${repository.name}`);
        const body = stored(repository).manifests.get(digest);
        if (body === undefined) throw fault('oci.not-found', `${repository.name}@${digest}: not found`);
        // Written by `packArtifact`.
        const value = parseJson(new TextDecoder().decode(body)) as unknown as Omit<ImageManifest, 'kind' | 'digest'>;
        const described = (one: ImageManifest['config']) => ({ ...one, annotations: one.annotations ?? {} });
        const { config, layers, annotations } = value;
        const all = { config: described(config), layers: layers.map(described), annotations };
        return { kind: 'image', digest, artifactType: '', ...all };
      },
      async blob(repository, { digest, size }, limit) {
        asked.push(`blob ${repository.name}`);
        const content = stored(repository).blobs.get(digest);
        if (content === undefined) throw fault('oci.not-found', `${repository.name}@${digest}: not found`);
        if (Math.max(size, content.length) > limit) throw fault('oci.too-large', `${digest}: more than ${limit} bytes`);
        return content;
      },
    },
  };
}

type ImageManifest = Extract<OciManifest, { kind: 'image' }>;

function fault(code: OciErrorCode, message: string): AppError {
  return new AppError({ code, kind: 'user', message });
}
