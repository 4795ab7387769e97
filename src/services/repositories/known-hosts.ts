/** The text `ssh_known_hosts` line by line: what is no key of a host (comments, marks) is kept as it stands. */
import { createHash } from 'node:crypto';

export interface HostKey {
  /** As the line writes it: names with commas, `[host]:port`, or hashed. */
  readonly host: string;
  readonly type: string;
  /** Base64. */
  readonly data: string;
}

const LINE = /^(\S+)[ \t]+(\S+)[ \t]+([A-Za-z0-9+/]+={0,2})(?:[ \t].*)?$/;

/** Undefined for a line that holds no key. */
export function hostKeyOf(line: string): HostKey | undefined {
  const [, host = '', type = '', data = ''] = LINE.exec(line.trim()) ?? [];
  return host === '' || host.startsWith('#') || host.startsWith('@') ? undefined : { host, type, data };
}

/** In the order of the text. */
export function hostKeys(text: string): readonly HostKey[] {
  return text.split('\n').flatMap((line) => hostKeyOf(line) ?? []);
}

/** The text with a key changed, or at its end. */
export function withHostKey(text: string, key: HostKey): string {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => isSameEntry(hostKeyOf(line), key));
  const line = `${key.host} ${key.type} ${key.data}`;
  if (at >= 0) return lines.with(at, line).join('\n');
  return `${text === '' || text.endsWith('\n') ? text : `${text}\n`}${line}\n`;
}

export function withoutHostKeys(text: string, isGone: (key: HostKey) => boolean): string {
  return text
    .split('\n')
    .filter((line) => {
      const key = hostKeyOf(line);
      return key === undefined || !isGone(key);
    })
    .join('\n');
}

export function isSameEntry(left: Pick<HostKey, 'host' | 'type'> | undefined, right: HostKey): boolean {
  return left?.host === right.host && left.type === right.type;
}

/** Whether the data is a key of the type that the line tells (RFC 4253, section 6.6). */
export function isWellFormed({ type, data }: HostKey): boolean {
  const bytes = Buffer.from(data, 'base64');
  if (bytes.length < 4) return false;
  const length = bytes.readUInt32BE(0);
  return bytes.length > 4 + length && bytes.subarray(4, 4 + length).toString('latin1') === type;
}

/** As `ssh-keygen -l` prints it. */
export function fingerprintOf({ data }: HostKey): string {
  const digest = createHash('sha256').update(Buffer.from(data, 'base64')).digest('base64');
  return `SHA256:${digest.replace(/=+$/, '')}`;
}
