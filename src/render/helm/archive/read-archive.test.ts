import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { packTar, packTarGz } from '../../../testkit/pack-tar.ts';
import { readArchive } from './read-archive.ts';

const CHART = 'apiVersion: v2\nname: c\nversion: 1.0.0\n';

/** The archive of these files with the header of one entry changed; its checksum is made anew. */
function altered(files: Readonly<Record<string, string>>, change: (header: Buffer) => void, entry = 0): Buffer {
  const tar = packTar(files);
  let at = 0;
  for (let index = 0; index < entry; index++) {
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 135), 8);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  const header = tar.subarray(at, at + 512);
  change(header);
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return gzipSync(tar);
}

function link(type: '1' | '2', target: string): Buffer {
  return altered(
    { 'c/Chart.yaml': CHART, 'c/link': '' },
    (header) => {
      header.write(type, 156);
      header.write(`${target}\0`, 157);
    },
    1,
  );
}

function names(archive: Uint8Array): readonly string[] {
  return readArchive(archive).map(({ name }) => name);
}

test('files are named from the folder of the chart, in the order of the archive', () => {
  expect(names(packTarGz({ 'c/Chart.yaml': CHART, 'c/templates/a.yaml': 'a', 'c/./x/../b': '' }))).toEqual([
    'Chart.yaml',
    'templates/a.yaml',
    'b',
  ]);
});

test('an archive of Windows uses the other slash', () => {
  expect(names(packTarGz({ 'c\\Chart.yaml': CHART, 'c\\templates\\a.yaml': '' }))).toEqual([
    'Chart.yaml',
    'templates/a.yaml',
  ]);
});

test('a byte order mark is taken off', () => {
  const [file] = readArchive(packTarGz({ 'c/Chart.yaml': `\ufeff${CHART}` }));
  expect(Buffer.from(file?.data ?? []).toString()).toBe(CHART);
});

test('a name of pax comes in place of that of the header', () => {
  const record = '30 path=c/templates/long.yaml\n';
  const archive = altered({ 'PaxHeader/x': record, 'c/short': 'content' }, (header) => header.write('x', 156));
  expect(names(archive)).toEqual(['templates/long.yaml']);
});

test('links inside the chart are followed', () => {
  const target = readArchive(link('2', 'Chart.yaml')).find(({ name }) => name === 'link');
  expect(Buffer.from(target?.data ?? []).toString()).toBe(CHART);
  expect(names(link('1', 'c/Chart.yaml'))).toEqual(['Chart.yaml', 'link']);
});

describe('refused', () => {
  test.each([
    ['a path out of the chart', { 'c/../../etc/passwd': '' }, 'chart illegally references parent directory'],
    ['a path up', { 'c/../x': '' }, 'chart illegally references parent directory'],
    ['an absolute path', { '/c//etc/passwd': '', '//x': '' }, 'chart illegally contains absolute paths'],
    ['a drive', { 'c/c:/x': '' }, 'chart contains illegally named files'],
    ['a file beside the folder', { x: '' }, 'chart illegally contains content outside the base directory: "x"'],
    ['a chart without folder', { 'Chart.yaml/x': CHART }, 'chart yaml not in base directory'],
    ['nothing', {}, 'no files in chart archive'],
  ])('%s', (_reason, files, message) => {
    expect(() => readArchive(packTarGz(files))).toThrow(message);
  });

  test.each([
    ['a link out of the chart', link('2', '../../etc/passwd'), 'chart illegally contains a link out of the chart'],
    ['an absolute link', link('2', '/etc/passwd'), 'chart illegally contains a link out of the chart'],
    ['a link to nothing', link('2', 'nowhere'), 'leads to no file of the chart'],
    ['a device', altered({ 'c/null': '' }, (header) => header.write('3', 156)), 'neither a file nor a folder'],
    ['a size beyond the end', altered({ 'c/a': '' }, (header) => header.write('00000100000', 124)), 'unexpected EOF'],
    ['a broken header', gzipSync(Buffer.alloc(2048, 'x')), 'archive/tar: invalid tar header'],
    ['no archive', Buffer.from(CHART), 'gzip: invalid header'],
    ['half an archive', packTarGz({ 'c/Chart.yaml': CHART }).subarray(0, 60), 'unexpected EOF'],
  ])('%s', (_reason, archive, message) => {
    expect(() => readArchive(archive)).toThrow(message);
  });

  test('a bomb: little that unpacks to more than a chart may be', () => {
    expect(() => readArchive(gzipSync(Buffer.alloc(130 * 1024 * 1024)))).toThrow(
      'decompressed chart is larger than the maximum size 104857600',
    );
  });

  test('more than the caller takes, and no less', () => {
    const archive = packTarGz({ 'c/a': 'x'.repeat(60), 'c/b': 'x'.repeat(60) });
    expect(() => readArchive(archive, 120)).toThrow('decompressed chart is larger than the maximum size 120');
    expect(readArchive(archive, 121).map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test('entries without number', () => {
    const folder = packTar({ 'c/': '' }).subarray(0, 512);
    const archive = gzipSync(Buffer.alloc(512 * 50_001, folder), { level: 1 });
    expect(() => readArchive(archive)).toThrow('chart archive holds more than 50000 entries');
  });

  test('a file that is larger than Helm takes', () => {
    const archive = packTarGz({ 'c/big': Buffer.alloc(5 * 1024 * 1024 + 1) });
    expect(() => readArchive(archive)).toThrow(
      'decompressed chart file "c/big" is larger than the maximum file size 5242880',
    );
  });
});
