/** What the written cases say of Kustomize is what it says today. `KUSTOMIZE_RECORD=1` writes its answers down instead. */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readCaseFiles, type WrittenCase } from '../../testkit/kustomize-cases.ts';
import { KUSTOMIZE, type RealAnswer, realBuild } from '../../testkit/real-kustomize.ts';

const RECORDS = process.env['KUSTOMIZE_RECORD'] === '1';

describe.skipIf(KUSTOMIZE === undefined).each(readCaseFiles())('$topic', ({ location, cases }) => {
  test.each(cases)('$name', { timeout: 60_000 }, async (each) => {
    const answer = await realBuild(each);
    if (RECORDS) writeFileSync(location, recorded(readFileSync(location, 'utf8'), each, answer));
    else expect(plain(answer.output ?? firstLine(answer))).toBe(plain(each.output ?? each.error ?? ''));
  });
});

function firstLine({ error = '' }: RealAnswer): string {
  // The tool's print of unlike nodes ends in a blank or none, by chance.
  return (error.split('\n')[0] ?? '').replace(/[ \u00a0]+$/, '');
}

/** Without what differs from run to run. */
function plain(text: string): string {
  return text.replaceAll(/0x[0-9a-f]{6,}/g, '0xADDR');
}

/** The text of a file of cases with one answer in the place of what stood there. */
function recorded(text: string, { name }: WrittenCase, answer: RealAnswer): string {
  const start = text.search(new RegExp(`^== ${name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')} (?:\\|.*)?==$`, 'm'));
  const rest = text.slice(start);
  const length = rest.slice(1).search(/^== .* ==$/m);
  const block = length < 0 ? rest : rest.slice(0, length + 1);
  const ours = /^-- ours --\n[\s\S]*/m.exec(block)?.[0] ?? '';
  const files = block.replace(/^-- (?:output|error|ours) --\n[\s\S]*/m, '').replace(/(?<!\n)$/, '\n');
  const told =
    answer.output === undefined
      ? `-- error --\n${plain(firstLine(answer))}\n${ours}`
      : `-- output --\n${answer.output}`;
  return text.slice(0, start) + files + told + text.slice(start + block.length);
}
