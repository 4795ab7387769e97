import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { Secret } from '../../base/secret.ts';
import { BatchAnswers } from './batch-answers.ts';
import { childEnvironment } from './child-environment.ts';
import { readCommit, readTree } from './object-content.ts';
import { readPackets } from './pkt-line.ts';
import { reasonFrom } from './redaction.ts';
import { readAdvertisement, readLsRefs, readLsRemote } from './ref-listing.ts';
import { readAddress } from './remote-address.ts';

test.each([
  ['https://Example.com/a.git/', 'https://example.com/a.git', 'https://example.com'],
  ['http://git:pw@127.0.0.1:3000/a', 'http://127.0.0.1:3000/a', 'http://127.0.0.1:3000'],
  ['ssh://git@example.com:2222/a.git', 'ssh://git@example.com:2222/a.git', 'ssh://example.com:2222'],
  ['git@example.com:team/a.git', 'git@example.com:team/a.git', 'ssh://example.com'],
  ['example.com:a', 'example.com:a', 'ssh://example.com'],
])('address %s', (text, url, origin) => {
  expect(readAddress(text, { allowFile: false })).toMatchObject({ url, origin });
});

test('what a process printed loses its secrets in every form', () => {
  const credentials = { kind: 'basic', username: 'git', password: new Secret('p@ss/word') } as const;
  const address = readAddress('https://example.com/a', { allowFile: false });
  const encoded = Buffer.from('git:p@ss/word').toString('base64');
  const printed = `warning: x\nfatal: https://git:p@ss@example.com/ p@ss/word p%40ss%2Fword ${encoded}\nmore\n`;
  expect(reasonFrom(printed, { url: address.url, credentials }, address)).toBe(
    'fatal: https://example.com/ [secret] [secret] [secret]',
  );
});

test('a child sees nothing of the own environment', () => {
  process.env['GIT_DIR'] = '/elsewhere';
  const environment = childEnvironment({ path: '/usr/bin', home: '/h', allowFile: false }, [['a.b', 'c']]);
  delete process.env['GIT_DIR'];
  const { GIT_CONFIG_COUNT: count, ...rest } = environment;
  const fixed = Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('GIT_CONFIG_')));
  expect(fixed).toEqual({
    PATH: '/usr/bin',
    HOME: '/h',
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_ALLOW_PROTOCOL: 'https:http:ssh',
  });
  expect(environment[`GIT_CONFIG_VALUE_${Number(count) - 1}`]).toBe('c');
});

test('a child has the settings that keep it harmless, and no files of settings', () => {
  const environment = childEnvironment({ path: '/usr/bin', home: '/h', allowFile: false }, [['a.b', 'c']]);
  const settings = Array.from({ length: Number(environment['GIT_CONFIG_COUNT']) }, (_, at) => [
    environment[`GIT_CONFIG_KEY_${at}`],
    environment[`GIT_CONFIG_VALUE_${at}`],
  ]);
  expect(Object.fromEntries(settings)).toMatchObject({
    'credential.helper': '',
    'core.hooksPath': '/dev/null',
    'core.fsmonitor': 'false',
    'http.followRedirects': 'false',
    'transfer.fsckObjects': 'true',
    'fetch.recurseSubmodules': 'false',
    'gc.auto': '0',
    'a.b': 'c',
  });
  const { GIT_CONFIG_NOSYSTEM, GIT_CONFIG_GLOBAL } = environment;
  expect({ GIT_CONFIG_NOSYSTEM, GIT_CONFIG_GLOBAL }).toEqual({
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
  });
});

test('answers that arrive byte by byte, missing ones and empty ones among them', async () => {
  const answers = new BatchAnswers();
  const asked = [10, 10, 10, 2].map((limit) => answers.expect('name', limit));
  const tooLarge = asked[3]?.catch((error: unknown) => error);
  for (const byte of Buffer.from('aa blob 3\nx\ny\nbb missing\ncc blob 0\n\ndd blob 3\nxyz\n')) {
    answers.take(Buffer.from([byte]));
  }
  const found = await Promise.all(asked.slice(0, 3));
  expect(found.map((object) => object && `${object.type}:${object.content}`)).toEqual([
    'blob:x\ny',
    undefined,
    'blob:',
  ]);
  expect(await tooLarge).toMatchObject({ code: 'git.too-large' });
});

test('a damaged tree is a fault', () => {
  expect(() => readTree(Buffer.from('100644 a\0short'))).toThrow('a tree object is damaged');
  expect(() => readTree(Buffer.from(`777777 a\0${'x'.repeat(20)}`))).toThrow('a tree object is damaged');
});

test('whatever a server sends or a user writes ends in a value or in a fault of ours', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc
      .array(fc.constantFrom('0000', '0001', '0005', '0009', 'version 2', ' ', '\0', 'a'.repeat(40), ' HEAD', '\n'))
      .map((parts) => Buffer.from(parts.join(''))),
  );
  const onlyOurs = (work: () => unknown): void => {
    try {
      work();
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
    }
  };
  fc.assert(
    fc.property(bytes, (sent) => {
      const content = Buffer.from(sent);
      onlyOurs(() => readLsRefs(readPackets(content)));
      onlyOurs(() => readAdvertisement(readPackets(content)));
      onlyOurs(() => readTree(content));
      onlyOurs(() => readCommit('1', content));
      onlyOurs(() => readLsRemote(content.toString()));
    }),
    { numRuns: 1000 },
  );
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'-:/@.%0a[]~hst'), maxLength: 25 }), (text) => {
      onlyOurs(() => expect(readAddress(text, { allowFile: true }).url).not.toMatch(/^-|[\u0000-\u0020]/));
    }),
    { numRuns: 1000 },
  );
});
