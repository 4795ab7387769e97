/**
 * Runs the server half of Git (`upload-pack`, `receive-pack`) for one request, in the stateless form of the smart HTTP
 * protocol. Fixed arguments, an environment built from empty, no shell.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

export type GitService = 'git-upload-pack' | 'git-receive-pack';

export interface ServiceRequest {
  readonly service: GitService;
  /** Folder of the bare repository. */
  readonly folder: string;
  /** True for `info/refs`: only tell what there is. */
  readonly advertise: boolean;
  /** The client's `Git-Protocol` header. */
  readonly protocol: string | undefined;
  readonly binary: string;
}

export type ServiceProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/** What a client may ask for, and what a push may bring. */
const CONFIGURATION = [
  'uploadpack.allowAnySHA1InWant=true',
  'uploadpack.allowFilter=true',
  'receive.fsckObjects=true',
  'receive.denyDeletes=false',
  'receive.denyNonFastForwards=false',
  'core.hooksPath=/dev/null',
];

/** Starts the service. The caller pipes the request in and the answer out; standard error is for its log. */
export function startService(request: ServiceRequest): ServiceProcess {
  const command = request.service.slice('git-'.length);
  const settings = CONFIGURATION.flatMap((setting) => ['-c', setting]);
  const advertise = request.advertise ? ['--advertise-refs'] : [];
  const argv = [...settings, '-c', `safe.directory=${request.folder}`, command, '--stateless-rpc', ...advertise];
  return spawn(request.binary, [...argv, request.folder], {
    env: environmentOf(request),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

function environmentOf(request: ServiceRequest): Record<string, string> {
  const known = request.protocol !== undefined && /^version=[012]$/.test(request.protocol);
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    LC_ALL: 'C',
    HOME: request.folder,
    GIT_CONFIG_NOSYSTEM: '1',
    ...(known ? { GIT_PROTOCOL: request.protocol ?? '' } : {}),
  };
}
