/** Calls about manifests: rendered by the server, from the repository or from files that the client sends. */
import { createHash } from 'node:crypto';
import type {
  ApplicationManifestQuery,
  ApplicationManifestQueryWithFiles,
  ApplicationManifestQueryWithFilesWrapper,
} from '../../api/methods/manifest-messages.ts';
import { AppError } from '../../base/errors.ts';
import { canonicalJson } from '../../base/json/stringify.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import * as use from '../../services/applications/index.ts';
import type { Handler, HandlerContext } from '../dispatch.ts';
import { read, stored } from './request.ts';

const service = 'application.ApplicationService';
/** Archives that are taken and rendered at the same time, so that many callers fill no memory. */
const AT_ONCE = 2;

export function manifestHandlers(deps: use.ManifestDependencies): Readonly<Record<string, Handler>> {
  const turns = createTurns(AT_ONCE);
  return {
    async [`${service}/GetManifests`](context) {
      const query = read<ApplicationManifestQuery>(context);
      return replyOf(await use.getManifests(deps, stored(context), query, context.signal));
    },
    async [`${service}/GetManifestsWithFiles`](context) {
      const { query, chunks } = await openUpload(context);
      const application = context.authorizedApplication({ ...query }, 'get');
      return turns(async () => {
        const archive = await archiveOf(chunks, query.checksum, use.archiveLimit(deps.installation.current().settings));
        return replyOf(await use.getManifestsOfFiles(deps, application, archive, context.signal));
      });
    },
  };
}

function replyOf(objects: readonly KubeObject[]): object {
  return { manifests: objects.map(canonicalJson) };
}

interface Upload {
  readonly query: ApplicationManifestQueryWithFiles;
  readonly chunks: AsyncIterable<ApplicationManifestQueryWithFilesWrapper>;
}

/** The first message says what is asked; who may not ask sends nothing else. */
async function openUpload({ messages }: HandlerContext): Promise<Upload> {
  const rest = messages[Symbol.asyncIterator]() as AsyncIterator<ApplicationManifestQueryWithFilesWrapper>;
  const first = await rest.next();
  const query = first.done === true ? undefined : first.value.query;
  if (!query?.name) throw invalid('invalid request: application name is missing');
  return { query, chunks: { [Symbol.asyncIterator]: () => rest } };
}

async function archiveOf(chunks: Upload['chunks'], checksum: string, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const hash = createHash('sha256');
  let size = 0;
  for await (const { chunk } of chunks) {
    const part = Buffer.from(chunk?.chunk ?? '', 'base64');
    size += part.length;
    if (size > limit) throw invalid(`file exceeded max size of ${limit} bytes`);
    hash.update(part);
    parts.push(part);
  }
  const found = hash.digest('hex');
  if (found !== checksum) throw invalid(`file checksum mismatch: calculated ${found}, expected ${checksum}`);
  return Buffer.concat(parts);
}

type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/** So many at a time; the others wait in their order. */
function createTurns(most: number): Turns {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      // A turn that ends is given on.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

function invalid(message: string): AppError {
  return new AppError({ code: 'api.invalid-argument', kind: 'user', message });
}
