/**
 * A plugin sidecar by the documented protocol, independent of the product's client: a gRPC server on a Unix socket that
 * unpacks the archive with `tar` and runs the commands of a document. It can also misbehave.
 */
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import { createServer as createSocketServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type ConfigManagementPlugin, isDiscoveryConfigured } from '../api/config-management-plugin/fields.ts';
import {
  appStreamRequest,
  checkPluginConfigurationResponse,
  manifestRequestMetadata,
  parametersAnnouncementResponse,
  pluginManifestResponse,
  repositoryResponse,
} from '../api/config-management-plugin/messages.ts';
import { decodeProtobuf } from '../api/protobuf/decode.ts';
import { encodeProtobuf } from '../api/protobuf/encode.ts';
import { decode } from '../api/schema/decode.ts';

export type Misbehaviour =
  /** Never answers. */
  | 'hangs'
  /** Ends the connection after the first message. */
  | 'closes'
  /** Answers bytes that are no message. */
  | 'garbage'
  /** Ends the answer without a status. */
  | 'no-status'
  /** Announces a message of 4 GiB. */
  | 'huge'
  /** Answers a page of HTTP. */
  | 'page'
  /** Refuses before it has read the files. */
  | 'refuses'
  /** Finds another checksum than the one that was told. */
  | 'checksum';

export interface SidecarCall {
  readonly method: string;
  readonly appName: string;
  readonly appRelPath: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Names in the archive, as `tar` lists them with their modes. */
  readonly listing: string;
  readonly checksumFits: boolean;
  readonly size: number;
}

export interface TestSidecar extends AsyncDisposable {
  readonly calls: SidecarCall[];
  misbehaviour: Misbehaviour | undefined;
}

const run = promisify(execFile);

/** Listens at `socket` until it is disposed of. */
export async function startSidecar(socket: string, plugin: ConfigManagementPlugin): Promise<TestSidecar> {
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer();
  const sidecar: TestSidecar = {
    calls: [],
    misbehaviour: undefined,
    async [Symbol.asyncDispose]() {
      for (const session of sessions) session.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
    session.on('error', () => undefined);
  });
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    const method = String(headers[':path']).split('/').at(-1) ?? '';
    serve({ sidecar, plugin, method }, stream).catch((error: Error) => refuse(stream, 2, error.message));
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return sidecar;
}

/** A socket at which something else answers than HTTP/2. */
export async function startGarbageSocket(socket: string): Promise<AsyncDisposable> {
  const server: Server = createSocketServer((connection) => {
    connection.on('error', () => undefined);
    connection.resume();
    connection.write(Buffer.alloc(4096, 0xa7));
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    async [Symbol.asyncDispose]() {
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

interface Serving {
  readonly sidecar: TestSidecar;
  readonly plugin: ConfigManagementPlugin;
  readonly method: string;
}

async function serve({ sidecar, plugin, method }: Serving, stream: ServerHttp2Stream): Promise<void> {
  if (method === 'CheckPluginConfiguration') {
    await messagesOf(stream);
    const configuration = {
      isDiscoveryConfigured: isDiscoveryConfigured(plugin),
      provideGitCreds: plugin.spec?.provideGitCreds === true,
    };
    answer(stream, encodeProtobuf(checkPluginConfigurationResponse, configuration));
    return;
  }
  if (sidecar.misbehaviour !== undefined && sidecar.misbehaviour !== 'checksum') {
    misbehave(sidecar.misbehaviour, stream);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'tiphys-sidecar-'));
  try {
    const call = await received({ method, folder, lies: sidecar.misbehaviour === 'checksum' }, stream);
    sidecar.calls.push(call);
    if (!call.checksumFits) throw new Error('generate manifest error receiving stream: file checksum validation error');
    answer(stream, await worked({ plugin, method, cwd: join(folder, 'files', call.appRelPath) }, call.environment));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function messagesOf(stream: ServerHttp2Stream): Promise<readonly Buffer[]> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  const all = Buffer.concat(pieces);
  const messages: Buffer[] = [];
  for (let at = 0; at < all.length; ) {
    const length = all.readUInt32BE(at + 1);
    messages.push(all.subarray(at + 5, at + 5 + length));
    at += 5 + length;
  }
  return messages;
}

async function received(
  { method, folder, lies }: { readonly method: string; readonly folder: string; readonly lies: boolean },
  stream: ServerHttp2Stream,
): Promise<SidecarCall> {
  const [first, ...rest] = (await messagesOf(stream)).map((message) => decodeProtobuf(appStreamRequest, message));
  const {
    appName = '',
    appRelPath = '',
    checksum,
    size = 0,
    env = [],
  } = decode(manifestRequestMetadata, first?.['metadata']);
  const archive = Buffer.concat(
    rest.map((message) => Buffer.from(String((message['file'] as { readonly chunk?: string }).chunk ?? ''), 'base64')),
  );
  writeFileSync(join(folder, 'files.tgz'), archive);
  await run('mkdir', [join(folder, 'files')]);
  await run('tar', ['-xzf', join(folder, 'files.tgz'), '-C', join(folder, 'files')]);
  const { stdout } = await run('tar', ['-tvzf', join(folder, 'files.tgz')]);
  return {
    method,
    appName,
    appRelPath,
    environment: Object.fromEntries(env.map(({ name, value }) => [name, value])),
    listing: stdout,
    checksumFits: !lies && createHash('sha256').update(archive).digest('hex') === checksum,
    size: Number(size),
  };
}

interface Work {
  readonly plugin: ConfigManagementPlugin;
  readonly method: string;
  readonly cwd: string;
}

async function worked(
  { plugin, method, cwd }: Work,
  environment: Readonly<Record<string, string>>,
): Promise<Uint8Array> {
  const { spec } = plugin;
  const env = { PATH: process.env['PATH'] ?? '', ...environment };
  if (method === 'MatchRepository') {
    const find = spec?.discover?.find;
    const output = find?.command === undefined ? '' : await printed(find, cwd, env);
    return encodeProtobuf(repositoryResponse, {
      isSupported: output !== '',
      isDiscoveryEnabled: isDiscoveryConfigured(plugin),
    });
  }
  if (method === 'GetParametersAnnouncement') {
    const { static: announced = [], dynamic } = spec?.parameters ?? {};
    const more =
      dynamic?.command === undefined ? [] : (JSON.parse(await printed(dynamic, cwd, env)) as typeof announced);
    return encodeProtobuf(parametersAnnouncementResponse, { parameterAnnouncements: [...more, ...announced] });
  }
  if (spec?.init?.command !== undefined) await printed(spec.init, cwd, env);
  const output = await printed(spec?.generate ?? {}, cwd, env);
  return encodeProtobuf(pluginManifestResponse, {
    manifests: output.split(/^---$/m).filter((text) => text.trim() !== ''),
  });
}

interface Command {
  readonly command?: readonly string[];
  readonly args?: readonly string[];
}

async function printed(command: Command, cwd: string, env: Readonly<Record<string, string>>): Promise<string> {
  const [program = '', ...args] = [...(command.command ?? []), ...(command.args ?? [])];
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, diagnostics] = ['', ''];
  child.stdout.on('data', (piece) => (output += piece));
  child.stderr.on('data', (piece) => (diagnostics += piece));
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (status === 0) return output.replace(/\n$/, '');
  const words = [program, ...args].join(' ');
  throw new Error(`error generating manifests: \`${words}\` failed exit status ${status}: ${diagnostics.trim()}`);
}

function misbehave(how: Exclude<Misbehaviour, 'checksum'>, stream: ServerHttp2Stream): void {
  const headers = { ':status': 200, 'content-type': 'application/grpc' };
  if (how === 'hangs') return;
  if (how === 'closes') stream.session?.destroy();
  else if (how === 'refuses') refuse(stream, 8, 'the disk of the sidecar is full, 100%');
  else if (how === 'page') {
    stream.respond({ ':status': 502, 'content-type': 'text/html' });
    stream.end('<h1>Bad gateway</h1>');
  } else if (how === 'no-status') {
    stream.resume();
    stream.respond(headers);
    stream.end();
  } else {
    stream.resume();
    stream.respond(headers, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(how === 'huge' ? Buffer.from([0, 255, 255, 255, 255, 1]) : framed(Buffer.alloc(64, 0xff)));
  }
}

function framed(message: Uint8Array): Buffer {
  const header = Buffer.alloc(5);
  header.writeUInt32BE(message.length, 1);
  return Buffer.concat([header, message]);
}

function answer(stream: ServerHttp2Stream, message: Uint8Array): void {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.end(framed(message));
}

function refuse(stream: ServerHttp2Stream, status: number, message: string): void {
  if (stream.destroyed || stream.headersSent) return;
  stream.respond(
    {
      ':status': 200,
      'content-type': 'application/grpc',
      'grpc-status': String(status),
      'grpc-message': encodeURIComponent(message),
    },
    { endStream: true },
  );
}
