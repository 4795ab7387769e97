import { expect, test } from 'vitest';
import { createGate } from './gate.ts';

/** Work that notes when it begins and ends when it is told to. */
function noted() {
  const log: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<void>>();
  const work = (name: string) => async () => {
    log.push(`begin ${name}`);
    const end = Promise.withResolvers<void>();
    ends.set(name, end);
    await end.promise;
    log.push(`end ${name}`);
  };
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const end = async (name: string) => {
    ends.get(name)?.resolve();
    await turn();
  };
  return { log, work, end, turn };
}

test('shared work goes on beside other such work; what is alone waits for all before it and holds up all behind it', async () => {
  const gate = createGate();
  const { log, work, end, turn } = noted();
  void gate.shared(work('a'));
  void gate.shared(work('b'));
  void gate.alone(work('alone'));
  void gate.shared(work('c'));
  await turn();
  expect(log.splice(0)).toEqual(['begin a', 'begin b']);
  await end('b');
  expect(log.splice(0)).toEqual(['end b']);
  await end('a');
  expect(log.splice(0)).toEqual(['end a', 'begin alone']);
  await end('alone');
  expect(log).toEqual(['end alone', 'begin c']);
});

test('work that fails is told to who wanted it, and holds up nobody', async () => {
  const gate = createGate();
  const fail = () => Promise.reject(new Error('broken'));
  await expect(gate.shared(fail)).rejects.toThrow('broken');
  await expect(gate.alone(fail)).rejects.toThrow('broken');
  expect(await gate.alone(async () => 'alone')).toBe('alone');
  expect(await gate.shared(async () => 'shared')).toBe('shared');
});
