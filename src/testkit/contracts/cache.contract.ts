/** What every cache does. */
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { CachePort } from '../../ports/cache.ts';

export interface CacheCase extends AsyncDisposable {
  readonly port: CachePort;
  /** Lets that many milliseconds pass. */
  pass(milliseconds: number): Promise<void>;
}

/** Registers the tests. `open` gives an empty cache with room for two megabytes. */
export function cacheContract(name: string, open: () => Promise<CacheCase>): void {
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

  describe(`Cache: ${name}`, () => {
    test('what was set is there as it was, under its own key', async () => {
      await using given = await open();
      const { port } = given;
      const values: readonly Uint8Array[] = [
        new Uint8Array(),
        bytes('text'),
        bytes('a'.repeat(500_000)),
        randomBytes(100_000),
      ];
      for (const [index, value] of values.entries()) await port.set(`key ${index} ü:*`, value);
      for (const [index, value] of values.entries()) {
        expect(Buffer.from((await port.get(`key ${index} ü:*`)) ?? []).equals(value)).toBe(true);
      }
      expect(await port.get('key')).toBeUndefined();
    });

    test('a later value takes the place of an earlier one; a deleted one is gone', async () => {
      await using given = await open();
      const { port } = given;
      await port.set('a', bytes('one'));
      await port.set('a', bytes('two'));
      expect(new TextDecoder().decode(await port.get('a'))).toBe('two');
      await port.delete('a');
      await port.delete('never there');
      expect(await port.get('a')).toBeUndefined();
    });

    test('a value is gone after its time', async () => {
      await using given = await open();
      await given.port.set('short', bytes('x'), { ttl: 60 });
      await given.port.set('long', bytes('x'), { ttl: 60_000 });
      expect(await given.port.get('short')).toBeDefined();
      await given.pass(100);
      expect(await given.port.get('short')).toBeUndefined();
      expect(await given.port.get('long')).toBeDefined();
    });

    test('a value is what it was when it was set, whatever becomes of the bytes', async () => {
      await using given = await open();
      const value = bytes('before');
      await given.port.set('a', value);
      value.fill(0);
      expect(new TextDecoder().decode(await given.port.get('a'))).toBe('before');
    });
  });
}
