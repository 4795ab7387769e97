/** Recorded `admin … generate-spec` (`corpora/api/settings` in the folder of recorded cases), as whole command lines. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isObject, type Json } from '../../base/json-value.ts';
import { readYaml } from '../../lang/yaml/read.ts';
import { writeYaml } from '../../lang/yaml/write.ts';
import { commandLine } from '../../testkit/command-line.ts';

const FILE = join(process.env['TIPHYS_CONFORMANCE'] ?? '/nonexistent', 'corpora/api/settings/01-settings.jsonl');

interface Recorded {
  readonly id: string;
  readonly argv: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly response: { readonly exit: number; readonly stdout: string; readonly stderr: string };
}

/** What a registry tells of where a key stands may differ; that a file is refused, and why, does not. */
const OWN_WORDS: Readonly<Record<string, string>> = {
  'settings/generate/app-file': 'spec.destination.namespace: expected text, found true or false',
  // `repo add` ends the sentence with a full stop; the recorded one does not.
  'settings/generate/repo-ssh-for-https': '--ssh-private-key-path is only supported for SSH repositories',
  // Left out there, so that the Secret has no credentials.
  'settings/generate/repo-github-app': '',
};

const CASES: readonly Recorded[] = (existsSync(FILE) ? readFileSync(FILE, 'utf8').trim().split('\n') : [])
  .map((line) => JSON.parse(line) as Recorded)
  .filter(({ id, argv }) => id.startsWith('settings/generate/') && argv[2] === 'generate-spec');

describe.skipIf(CASES.length === 0)('recorded manifests', () => {
  test.each(CASES.map((one) => [one.id, one] as const))('%s', async (id, { argv, files = {}, response }) => {
    const folder = mkdtempSync(join(tmpdir(), 'generate-'));
    try {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
      const words = argv.map((word) => (Object.hasOwn(files, word) ? join(folder, word) : word));
      const told = await (await commandLine())(...words);
      const own = OWN_WORDS[id];
      expect(told.exit).toBe(response.exit);
      if (own !== undefined) return expect(told.stderr).toContain(own);
      if (response.stdout === '<help>') return;
      // Numbers that might be seconds since 1970 were hidden in the recordings.
      const stdout = told.stdout.replace(/\b1[5-9]\d{8}\b/g, '1111111111');
      expect({ stdout, stderr: told.stderr }).toEqual({
        stdout: withoutManagers(response.stdout),
        stderr: fatalOf(response.stderr),
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** Which test client wrote the Secret, and when, is nothing that anybody could apply. */
function withoutManagers(text: string): string {
  if (!text.includes('managedFields:')) return text;
  const secret: Json = readYaml(text);
  if (!isObject(secret) || !isObject(secret['metadata'] ?? null)) return text;
  const { managedFields: _, ...metadata } = secret['metadata'] as Readonly<Record<string, Json>>;
  return writeYaml({ ...secret, metadata });
}

function fatalOf(stderr: string): string {
  const fatal = /"level":"fatal","msg":("(?:[^"\\]|\\.)*")/.exec(stderr)?.[1];
  if (fatal !== undefined) return `${(JSON.parse(fatal) as string).trimEnd()}\n`;
  return stderr.replace(/^T /, '');
}
