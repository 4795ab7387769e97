/**
 * Signatures by the program `gpg`: a key ring of its own for each question, in a folder that is gone afterwards. Nothing of
 * the user's is read, no agent is started, no key is fetched.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError, type ErrorKind } from '../../base/errors.ts';
import type {
  DetachedSignature,
  PublicKey,
  SignatureErrorCode,
  SignaturePort,
  SignatureVerdict,
  SignedText,
} from '../../ports/signatures.ts';
import { readKeyList } from './key-list.ts';
import { readVerdict } from './verdict.ts';

const MILLISECONDS = 15_000;
const LARGEST = 4 * 1024 * 1024;
/** Bytes of public keys that somebody gives. */
const LARGEST_KEYS = 1024 * 1024;
const MOST_KEYS = 100;
const SAFE = [
  '--batch',
  '--no-tty',
  '--no-options',
  '--no-autostart',
  '--no-auto-key-retrieve',
  '--trust-model',
  'always',
];
/** gpg's own words for a signature that does not count, whatever else it says. */
const REFUSED = /^\[GNUPG:\] (?:BADSIG|ERRSIG|EXPSIG|EXPKEYSIG|REVKEYSIG|NODATA|UNEXPECTED|FAILURE)\b/m;

export function createGpgCli(): SignaturePort {
  return {
    async verifyClearSigned(message, keys, signal) {
      if (message.length > LARGEST) throw fault('signature.invalid', 'the signed text is too long');
      const folder = await mkdtemp(join(tmpdir(), 'tiphys-gpg-'));
      try {
        return await verify({ folder, keys, message, signal });
      } finally {
        await rm(folder, { recursive: true, force: true, maxRetries: 3 });
      }
    },
    async verifyDetached(signatures, keys, signal) {
      if (signatures.length === 0) return [];
      const folder = await mkdtemp(join(tmpdir(), 'tiphys-gpg-'));
      try {
        const base = await ringOf(folder, keys, signal);
        const verdicts: SignatureVerdict[] = [];
        for (const signed of signatures) verdicts.push(await judge(signed, { folder, base, signal }));
        return verdicts;
      } finally {
        await rm(folder, { recursive: true, force: true, maxRetries: 3 });
      }
    },
    async publicKeys(armored, signal) {
      if (armored.length > LARGEST_KEYS) throw fault('signature.no-key', 'the text is too long');
      const folder = await mkdtemp(join(tmpdir(), 'tiphys-gpg-'));
      try {
        return await listKeys(folder, armored, signal);
      } finally {
        await rm(folder, { recursive: true, force: true, maxRetries: 3 });
      }
    },
  };
}

interface Question {
  readonly folder: string;
  readonly keys: readonly string[];
  readonly message: Uint8Array;
  readonly signal: AbortSignal | undefined;
}

async function verify({ folder, keys, message, signal }: Question): Promise<SignedText> {
  const file = join(folder, 'message.asc');
  await writeFile(file, message, { mode: 0o600 });
  const base = await ringOf(folder, keys, signal);
  const { code, output, status } = await run([...base, '--output', '-', '--decrypt', file], folder, signal);
  const signer = /^\[GNUPG:\] VALIDSIG ([0-9A-F]+)/m.exec(status)?.[1];
  if (/^\[GNUPG:\] NO_PUBKEY\b/m.test(status)) {
    throw fault('signature.unknown-key', 'signed by a key that is none of those that are trusted');
  }
  // One signature, and nothing beside what it covers.
  const signatures = status.match(/^\[GNUPG:\] NEWSIG\b/gm)?.length ?? 0;
  if (code !== 0 || signer === undefined || REFUSED.test(status) || signatures !== 1) {
    throw fault('signature.invalid', 'there is no valid signature');
  }
  return { text: output, fingerprint: signer };
}

/** Fills the folder's key ring; answers how gpg is called with it. */
async function ringOf(
  folder: string,
  keys: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const base = ['--homedir', folder, ...SAFE, '--status-fd', '2'];
  if (keys.length === 0) return base;
  await writeFile(join(folder, 'keys.asc'), keys.join('\n'), { mode: 0o600 });
  await run([...base, '--import', join(folder, 'keys.asc')], folder, signal);
  return base;
}

async function listKeys(
  folder: string,
  armored: string,
  signal: AbortSignal | undefined,
): Promise<readonly PublicKey[]> {
  const base = await ringOf(folder, [armored], signal);
  const { output } = await run([...base, '--with-colons', '--list-keys'], folder, signal);
  const listed = readKeyList(output);
  if (listed.length === 0) throw fault('signature.no-key', 'there is no public key in the text');
  if (listed.length > MOST_KEYS) throw fault('signature.no-key', `there are more than ${MOST_KEYS} keys in the text`);
  const keys: PublicKey[] = [];
  for (const key of listed) {
    const { output: text } = await run([...base, '--armor', '--export', key.fingerprint], folder, signal);
    keys.push({ ...key, armored: text });
  }
  return keys;
}

interface Ring {
  readonly folder: string;
  readonly base: readonly string[];
  readonly signal: AbortSignal | undefined;
}

async function judge({ payload, signature }: DetachedSignature, ring: Ring): Promise<SignatureVerdict> {
  const [text, beside] = [join(ring.folder, 'payload'), join(ring.folder, 'payload.sig')];
  if (payload.length + signature.length > LARGEST) return { kind: 'bad', keyId: '', fingerprints: [] };
  await writeFile(text, payload, { mode: 0o600 });
  await writeFile(beside, signature, { mode: 0o600 });
  const { code, status } = await run([...ring.base, '--verify', beside, text], ring.folder, ring.signal);
  return readVerdict(status, code === 0);
}

interface Ran {
  readonly code: number;
  readonly output: string;
  readonly status: string;
}

function run(args: readonly string[], folder: string, signal: AbortSignal | undefined): Promise<Ran> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, LC_ALL: 'C' };
  const options = {
    cwd: folder,
    env,
    timeout: MILLISECONDS,
    maxBuffer: 2 * LARGEST,
    ...(signal === undefined ? {} : { signal }),
  };
  return new Promise((resolve, reject) => {
    execFile('gpg', args, options, (error, output, status) => {
      const failure: { readonly code?: unknown; readonly killed?: boolean } = error ?? { code: 0 };
      if (failure.code === 'ENOENT')
        reject(fault('signature.tool-missing', 'the program gpg is not installed', 'user'));
      else if (typeof failure.code !== 'number')
        reject(fault('signature.failed', 'gpg did not end by itself', 'transient'));
      else resolve({ code: failure.code, output, status });
    });
  });
}

function fault(code: SignatureErrorCode, message: string, kind: ErrorKind = 'user'): AppError {
  return new AppError({ code, kind, message });
}
