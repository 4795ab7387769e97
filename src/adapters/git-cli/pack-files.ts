/** A pack and its index (gitformat-pack, version 2) written into a mirror: both are there whole or not at all. */
import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackedObject, SmallPack } from './small-pack.ts';

const HASH = 20;

/** The index of a pack below two gigabytes. */
export function packIndex({ objects, bytes }: Pick<SmallPack, 'objects' | 'bytes'>): Buffer {
  const sorted = [...objects].sort((a, b) => (a.oid < b.oid ? -1 : 1));
  const fanout = Buffer.alloc(256 * 4);
  for (let first = 0; first < 256; first += 1) {
    const count = sorted.filter(({ oid }) => Number.parseInt(oid.slice(0, 2), 16) <= first).length;
    fanout.writeUInt32BE(count, 4 * first);
  }
  const ids = Buffer.from(sorted.map(({ oid }) => oid).join(''), 'hex');
  const column = (pick: (object: PackedObject) => number): Buffer => {
    const numbers = Buffer.alloc(4 * sorted.length);
    for (const [index, object] of sorted.entries()) numbers.writeUInt32BE(pick(object), 4 * index);
    return numbers;
  };
  const head = Buffer.from([0xff, 0x74, 0x4f, 0x63, 0, 0, 0, 2]);
  const checksum = bytes.subarray(bytes.length - HASH);
  const columns = [ids, column(({ crc }) => crc), column(({ offset }) => offset)];
  const body = Buffer.concat([head, fanout, ...columns, checksum]);
  return Buffer.concat([body, createHash('sha1').update(body).digest()]);
}

/** Resolves when both files are on the disk. Throws the fault of the file system, and leaves nothing behind then. */
export async function writePack(folder: string, pack: SmallPack): Promise<void> {
  const packs = join(folder, 'objects', 'pack');
  const checksum = pack.bytes.toString('hex', pack.bytes.length - HASH);
  const files = [
    { from: join(packs, `tmp_pack_${checksum}`), to: join(packs, `pack-${checksum}.pack`), content: pack.bytes },
    { from: join(packs, `tmp_idx_${checksum}`), to: join(packs, `pack-${checksum}.idx`), content: packIndex(pack) },
  ];
  try {
    await Promise.all(files.map(({ from, content }) => writeDurably(from, content)));
    // A pack is one from the moment that its index stands there.
    for (const { from, to } of files) await rename(from, to);
  } catch (error) {
    await Promise.all(files.map(({ from }) => rm(from, { force: true })));
    throw error;
  }
}

async function writeDurably(path: string, content: Buffer): Promise<void> {
  const file: FileHandle = await open(path, 'w', 0o444);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
