import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Json } from '../base/json-value.ts';
import { differencesOf } from '../testkit/conversation/differences.ts';
import { kubeliteTarget } from '../testkit/conversation/kubelite-target.ts';
import { parseConversations } from '../testkit/conversation/parse-conversations.ts';
import { talk } from '../testkit/conversation/talk.ts';

const FOLDER = new URL('./testdata/conversations/', import.meta.url);

/** What is answered otherwise on purpose: by conversation and step, and why. */
const OTHERWISE = JSON.parse(readFileSync(new URL('otherwise.json', FOLDER), 'utf8')) as readonly {
  readonly conversation: string;
  readonly step: string;
  /** Where steps of a conversation are called alike. */
  readonly index?: number;
  readonly reason: string;
}[];

const files = readdirSync(FOLDER).filter((file) => file.endsWith('.talk'));

describe.each(files)('%s', (file) => {
  const conversations = parseConversations(readFileSync(new URL(file, FOLDER), 'utf8'));
  const recorded = JSON.parse(readFileSync(new URL(file.replace('.talk', '.json'), FOLDER), 'utf8')) as Record<
    string,
    Json[]
  >;
  const target = kubeliteTarget();

  test.each(conversations)('$title', async (conversation) => {
    const answers = await talk(target, conversation);
    const theirs = recorded[conversation.title] ?? [];
    expect(answers.length).toBe(theirs.length);
    const lines = answers.flatMap((ours, index) => {
      const accepted = OTHERWISE.some(
        (one) => one.conversation === conversation.title && one.step === ours.step && (one.index ?? index) === index,
      );
      const found = accepted ? [] : differencesOf(theirs[index], JSON.parse(JSON.stringify(ours)) as Json);
      return found.length === 0 ? [] : [`${index} ${ours.step}`, ...found.map((line) => `    ${line}`)];
    });
    expect(lines).toEqual([]);
  });
});
