/** Git servers on loopback that misbehave, each on a port of its own: `await using server = await hostileGit(...)`. */
import { createHash } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deflateSync } from 'node:zlib';
import { createGitHandler } from '../adapters/git-server/git-handler.ts';

export interface HostileServer extends AsyncDisposable {
  readonly url: string;
}

export async function listening(listener: RequestListener): Promise<HostileServer> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface Misbehaviour {
  /** Folder of real repositories that everything but packs is answered from. */
  readonly root: string;
  /** Whether this request for a pack is one that `pack` answers; the body is what was asked. */
  readonly isMeant?: (body: string) => boolean;
  readonly pack: RequestListener;
  /** Speak as before protocol version 2. */
  readonly isOld?: boolean;
}

/** Tells its refs as a real server does, and answers in its own way whoever wants a pack. */
export function hostileGit({ root, pack, isMeant = () => true, isOld = false }: Misbehaviour): Promise<HostileServer> {
  const handler = createGitHandler({ root });
  return listening(async (request, response) => {
    if (isOld) delete request.headers['git-protocol'];
    if (request.method !== 'POST') return void (await handler(request, response));
    const first: Buffer = await new Promise((resolve) => request.once('data', resolve));
    request.pause();
    request.unshift(first);
    const text = first.toString('latin1');
    const isPack = !text.startsWith('0014command=ls-refs') && isMeant(text);
    if (isPack) pack(request, response);
    else await handler(request, response);
  });
}

const RESULT = { 'content-type': 'application/x-git-upload-pack-result' };

/** Never answers. */
export const silence: RequestListener = () => undefined;

/** A pack that does not end, as fast as it is taken. `head`: what the answer begins with. */
export function endlessPack(head: Buffer): RequestListener {
  return (_request, response) => {
    response.writeHead(200, RESULT);
    response.write(head);
    const more = (): void => {
      while (!response.destroyed && response.write(BLOCK));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  };
}

/** A stored block of zlib (RFC 1951 §3.2.4) in a packet of the side band. */
const BLOCK = sideBand(Buffer.concat([Buffer.from([0, 0xe6, 0xff, 0x19, 0x00]), Buffer.alloc(0xffe6, 7)]));

/** What an answer of version 2 begins with, and the head of a pack of four thousand million blobs, the first of them without end. */
export const PACK_OF_VERSION_2 = Buffer.concat([Buffer.from('000dpackfile\n'), sideBand(endlessBlob())]);
/** The same before version 2, where nothing is to be negotiated. */
export const PACK_BEFORE = Buffer.concat([Buffer.from('0008NAK\n'), sideBand(endlessBlob())]);

function sideBand(content: Buffer): Buffer {
  const size = (content.length + 5).toString(16).padStart(4, '0');
  return Buffer.concat([Buffer.from(size), Buffer.from([1]), content]);
}

/** `PACK`, version 2, the number of objects; type blob with a size of 2^32; the head of a zlib stream. */
function endlessBlob(): Buffer {
  return Buffer.concat([
    Buffer.from('PACK'),
    Buffer.from([0, 0, 0, 2, 0, 0, 0, 1]),
    Buffer.from([0xb0, 0x80, 0x80, 0x80, 0x80, 0x40]),
    Buffer.from([0x78, 0x01]),
  ]);
}

/** A whole pack of one blob that says it is of so many bytes, while its stream is one of so many zeros. */
export function declaredBlob(declared: number, zeros: number): Buffer {
  const head = [0x30 | (declared & 15)];
  for (let rest = Math.floor(declared / 16); rest > 0; rest = Math.floor(rest / 128)) {
    head[head.length - 1] = (head.at(-1) ?? 0) | 0x80;
    head.push(rest % 128);
  }
  const start = Buffer.from([...Buffer.from('PACK'), 0, 0, 0, 2, 0, 0, 0, 1, ...head]);
  const body = Buffer.concat([start, deflateSync(Buffer.alloc(zeros))]);
  return Buffer.concat([body, createHash('sha1').update(body).digest()]);
}

/** Answers with this pack, whoever asks. */
export function packAnswer(pack: Buffer): RequestListener {
  const pieces = Array.from({ length: Math.ceil(pack.length / 60_000) }, (_, index) =>
    sideBand(pack.subarray(60_000 * index, 60_000 * (index + 1))),
  );
  const answer = Buffer.concat([Buffer.from('000dpackfile\n'), ...pieces, Buffer.from('0000')]);
  return (_request, response) => void response.writeHead(200, RESULT).end(answer);
}
