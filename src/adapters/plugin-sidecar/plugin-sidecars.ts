/**
 * Argo CD's plugin sidecars: each `<name>.sock` of a folder answers `plugin.ConfigManagementPluginService`, gets the files of
 * the source as a packed archive and prints manifests (P1). Images made for Argo CD work unchanged.
 */
import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  appStreamRequest,
  checkPluginConfigurationResponse,
  type ManifestRequestMetadata,
  PLUGIN_SERVICE,
  parametersAnnouncementResponse,
  pluginManifestResponse,
  repositoryResponse,
} from '../../api/config-management-plugin/messages.ts';
import { decodeProtobuf } from '../../api/protobuf/decode.ts';
import { encodeProtobuf } from '../../api/protobuf/encode.ts';
import { BYTES, WireWriter } from '../../api/protobuf/wire.ts';
import { decode } from '../../api/schema/decode.ts';
import type { Struct } from '../../api/schema/field.ts';
import { messageOf } from '../../base/errors.ts';
import type { InstalledPlugin, PluginInput, PluginPort } from '../../ports/plugins.ts';
import { AskpassServer } from './askpass-server.ts';
import { callGrpc } from './grpc-call.ts';
import { grpcFault } from './grpc-status.ts';
import { PackedArchives } from './packed-files.ts';

export interface PluginSidecarsOptions {
  /** Folder of the sockets; need not be there. */
  readonly folder: string;
  /** Where credentials are lent (Argo CD: ARGOCD_ASK_PASS_SOCK). */
  readonly askpassSocket: string;
  /** Bytes of manifests that one answer may have; default 100 MiB, as Argo CD's limit of a message. */
  readonly limit?: number;
}

export interface PluginSidecars extends PluginPort {
  close(): Promise<void>;
}

const MEBIBYTE = 1024 * 1024;
const SOCKET = '.sock';
/** Milliseconds for the question how it is configured. */
const CONFIGURATION_TIMEOUT = 10_000;

export function createPluginSidecars(options: PluginSidecarsOptions): PluginSidecars {
  const context: Context = {
    limit: options.limit ?? 100 * MEBIBYTE,
    archives: new PackedArchives(),
    askpass: new AskpassServer(options.askpassSocket),
  };
  return {
    async installed() {
      const sockets = entriesOf(options.folder).filter((entry) => entry.isSocket() && entry.name.endsWith(SOCKET));
      const names = sockets.map(({ name }) => name).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      return names.map((name) => sidecarAt(context, options.folder, name));
    },
    async close() {
      await context.askpass.close();
      await context.archives.close();
    },
  };
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

interface Context {
  readonly limit: number;
  readonly archives: PackedArchives;
  readonly askpass: AskpassServer;
}

function sidecarAt(context: Context, folder: string, label: string): InstalledPlugin {
  const socket = join(folder, label);
  const call = { socket, service: PLUGIN_SERVICE, limit: context.limit };
  const streamed = (method: string, input: PluginInput, signal: AbortSignal | undefined) =>
    withFiles(context, input, (messages, timeout) => callGrpc({ ...call, method, messages, timeout, signal }));
  return {
    name: label.slice(0, -SOCKET.length),
    label,
    identity: '',
    async configuration(signal) {
      const messages = [new Uint8Array()];
      const method = 'CheckPluginConfiguration';
      const answer = await callGrpc({ ...call, method, messages, timeout: CONFIGURATION_TIMEOUT, signal });
      const { isDiscoveryConfigured, provideGitCreds } = read(checkPluginConfigurationResponse, answer);
      return { isDiscoveryConfigured: isDiscoveryConfigured === true, wantsCredentials: provideGitCreds === true };
    },
    async matches(input, signal) {
      const answer = await streamed('MatchRepository', input, signal);
      const { isSupported, isDiscoveryEnabled } = read(repositoryResponse, answer);
      return { isSupported: isSupported === true, isDiscoveryEnabled: isDiscoveryEnabled === true };
    },
    async generate(input, signal) {
      return read(pluginManifestResponse, await streamed('GenerateManifest', input, signal)).manifests ?? [];
    },
    async parameters(input, signal) {
      const answer = await streamed('GetParametersAnnouncement', input, signal);
      return read(parametersAnnouncementResponse, answer).parameterAnnouncements ?? [];
    },
  };
}

/** What came back. Throws `plugin.failed` where it is no such message. */
function read<T>(struct: Struct<T>, answer: Uint8Array): T {
  try {
    return decode(struct, decodeProtobuf(struct, answer));
  } catch (error) {
    throw grpcFault('Internal', `grpc: failed to unmarshal the received message: ${messageOf(error)}`, error);
  }
}

/** Packs the files, lends the credentials, and takes both back. Throws `plugin.timeout` where packing takes all the time. */
async function withFiles<T>(
  context: Context,
  input: PluginInput,
  work: (messages: AsyncIterable<Uint8Array>, timeout: number) => Promise<T>,
): Promise<T> {
  const began = performance.now();
  await using files = await context.archives.open(input.files);
  using lent = input.credentials === undefined ? undefined : await context.askpass.lend(input.credentials);
  const left = input.timeout - (performance.now() - began);
  if (left <= 0) throw grpcFault('DeadlineExceeded', 'context deadline exceeded');
  const metadata = {
    appName: nameOf(input.folder),
    appRelPath: input.folder === '' ? '.' : input.folder,
    checksum: files.checksum,
    size: files.size,
    env: [...input.environment, ...(lent?.environment ?? [])],
  };
  return await work(streamOf(metadata, files.pieces()), left);
}

function nameOf(folder: string): string {
  return folder.slice(folder.lastIndexOf('/') + 1);
}

async function* streamOf(
  metadata: ManifestRequestMetadata,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield encodeProtobuf(appStreamRequest, { metadata });
  for await (const piece of pieces) yield chunkMessage(piece);
}

/** An `AppStreamRequest` with a `File`, without the detour of bytes in JSON. */
function chunkMessage(chunk: Uint8Array): Uint8Array {
  const writer = new WireWriter();
  writer.tag(2, BYTES);
  writer.delimited(() => {
    writer.tag(1, BYTES);
    writer.bytes(chunk);
  });
  return writer.finish();
}
