/** The entries of a tar archive. Content is a view on the archive, not a copy. */
import { BLOCK, isZeroBlock, parseTarHeader, type TarHeader } from './tar-header.ts';

export interface TarEntry extends TarHeader {
  readonly content: Uint8Array;
}

export type TarFault = 'invalid-header' | 'truncated';

/** Records that may stand before an entry, and how long they may be. */
const MAX_RECORD = 1024 * 1024;

/** Entries in order; calls `fail` where the archive is broken and expects that to throw. */
export function* readTar(archive: Uint8Array, fail: (fault: TarFault) => never): Generator<TarEntry> {
  let at = 0;
  let overrides: Overrides = {};
  while (at + BLOCK <= archive.length) {
    const block = archive.subarray(at, at + BLOCK);
    at += BLOCK;
    if (isZeroBlock(block)) {
      const next = archive.subarray(at, at + BLOCK);
      if (next.length < BLOCK || isZeroBlock(next)) return;
      return fail('invalid-header');
    }
    const header = parseTarHeader(block) ?? fail('invalid-header');
    const size = overrides.size ?? (hasContent(header.type) ? header.size : 0);
    if (size > archive.length - at) return fail('truncated');
    const content = archive.subarray(at, at + size);
    at += Math.ceil(size / BLOCK) * BLOCK;
    if (isRecord(header.type)) {
      if (size > MAX_RECORD) return fail('invalid-header');
      overrides = { ...overrides, ...recordOf(header.type, content) };
      continue;
    }
    yield { ...header, ...named(overrides, header), size, content };
    overrides = {};
  }
  if (at < archive.length) fail('truncated');
}

interface Overrides {
  readonly name?: string;
  readonly link?: string;
  readonly size?: number;
}

/** Links, devices and folders have no content, whatever size they tell. */
function hasContent(type: string): boolean {
  return !'123456'.includes(type);
}

/** `x` pax, `L` and `K` GNU's long names. `g`, global pax records, is an entry of its own to the reader. */
function isRecord(type: string): boolean {
  return 'xLK'.includes(type);
}

function recordOf(type: string, content: Uint8Array): Overrides {
  const text = Buffer.from(content).toString('utf8');
  if (type === 'L') return { name: text.replace(/\0.*$/s, '') };
  if (type === 'K') return { link: text.replace(/\0.*$/s, '') };
  return paxOverrides(Buffer.from(content));
}

/** Records are `LENGTH KEY=VALUE\n`, the length counting the whole record. */
function paxOverrides(content: Buffer): Overrides {
  const overrides: { name?: string; link?: string; size?: number } = {};
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(0x20, at);
    const length = space < 0 ? 0 : Number(content.toString('latin1', at, space));
    if (!Number.isInteger(length) || length <= space - at || at + length > content.length) return overrides;
    const record = content.toString('utf8', space + 1, at + length - 1);
    const [key, ...value] = record.split('=');
    if (key === 'path') overrides.name = value.join('=');
    if (key === 'linkpath') overrides.link = value.join('=');
    if (key === 'size' && /^\d+$/.test(value.join('='))) overrides.size = Number(value.join('='));
    at += length;
  }
  return overrides;
}

function named(overrides: Overrides, header: TarHeader): { name: string; link: string } {
  return { name: overrides.name ?? header.name, link: overrides.link ?? header.link };
}
