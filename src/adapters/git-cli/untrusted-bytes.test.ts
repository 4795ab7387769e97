import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { readCommit, readTree } from './object-content.ts';
import { readPackets } from './pkt-line.ts';
import { readAdvertisement, readLsRefs, readLsRemote } from './ref-listing.ts';
import { readAddress } from './remote-address.ts';

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
