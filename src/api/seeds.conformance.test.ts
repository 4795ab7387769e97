/** Every manifest of our kinds in the seed documents decodes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readYaml } from '../lang/yaml/read.ts';
import { proseManifests } from '../testkit/prose-manifests.ts';
import { appProject } from './app-project/fields.ts';
import { application } from './application/fields.ts';
import { applicationSet } from './application-set/fields.ts';
import { tryDecode } from './schema/decode.ts';
import type { AnyStruct } from './schema/field.ts';

const ROOT = join(process.env['TIPHYS_CONFORMANCE'] ?? '/nonexistent', 'seeds');
const TABLES: Readonly<Record<string, AnyStruct>> = {
  Application: application,
  AppProject: appProject,
  ApplicationSet: applicationSet,
};

describe.skipIf(!existsSync(ROOT))('seed documents', () => {
  const files = existsSync(ROOT) ? readdirSync(ROOT) : [];
  const manifests = files.flatMap((file) =>
    proseManifests(readFileSync(join(ROOT, file), 'utf8'), TABLES).map((manifest) => ({ file, ...manifest })),
  );

  test('hold manifests of every kind', () => {
    expect(new Set(manifests.map(({ kind }) => kind))).toEqual(new Set(Object.keys(TABLES)));
  });

  test.each(manifests)('$file:$line $kind', ({ kind, yaml }) => {
    const table = TABLES[kind] ?? application;
    const value = readYaml(yaml, { strict: true });
    expect(tryDecode(table, value)).toMatchObject({ kind: 'decoded' });
    expect(unknownKeys(table, value)).toEqual([]);
  });
});

/** Keys that the table lacks at the first two levels: a sign that the layout was misread. */
function unknownKeys(table: AnyStruct, value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const shape = table.members.find((member) => member.key === key)?.field.shape;
    if (shape === undefined) return [key];
    return shape.kind === 'struct' ? unknownKeys(shape.struct, item) : [];
  });
}
