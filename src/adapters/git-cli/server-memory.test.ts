import { expect, test } from 'vitest';
import { createServerMemory } from './server-memory.ts';

const [OLD, NEW] = ['https://git.example.com/old', 'https://git.example.com/new'];

test('a redirect is remembered for a while; then a listing asks anew, and what is read stays where it was found', () => {
  let now = 0;
  const memory = createServerMemory(() => now);
  expect([memory.start(OLD), memory.place(OLD)]).toEqual([OLD, OLD]);
  memory.found(OLD, NEW);
  now = 599_999;
  memory.found(OLD, NEW);
  expect([memory.start(OLD), memory.place(OLD)]).toEqual([NEW, NEW]);
  now = 600_000;
  expect([memory.start(OLD), memory.place(OLD)]).toEqual([OLD, NEW]);
  memory.found(OLD, NEW);
  expect(memory.start(OLD)).toBe(NEW);
});

test('what is at its own address, or no longer elsewhere, is looked for there', () => {
  const memory = createServerMemory(() => 0);
  memory.found(OLD, NEW);
  memory.found(OLD, OLD);
  expect(memory.place(OLD)).toBe(OLD);
  memory.found(OLD, NEW);
  memory.forget(OLD);
  expect(memory.place(OLD)).toBe(OLD);
});

test('ten thousand are remembered, those that were used last', () => {
  const memory = createServerMemory(() => 0);
  for (let at = 0; at <= 10_000; at++) {
    memory.found(`${OLD}${at}`, NEW);
    memory.noteModern(`${NEW}${at}`, true);
    memory.place(`${OLD}0`);
    memory.isModern(`${NEW}0`);
  }
  expect([0, 1, 2].map((at) => memory.place(`${OLD}${at}`) === NEW)).toEqual([true, false, true]);
  expect([0, 1, 2].map((at) => memory.isModern(`${NEW}${at}`))).toEqual([true, false, true]);
  memory.noteModern(`${NEW}0`, false);
  expect(memory.isModern(`${NEW}0`)).toBe(false);
});
