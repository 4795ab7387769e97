/**
 * The law of reuse (design: reads): whatever answer of whatever question of a render becomes another, what is kept is reused
 * exactly where a new render would ask the same and be answered the same; and what is reused is what a new render comes to.
 */
import { expect } from 'vitest';
import type { TestFile } from './git-repository.ts';
import type { Asked, Change, ReuseWorld } from './reuse-world.ts';

/** Records that are kept of one request. */
const KEPT = 4;

/** Renders by a service that keeps what it makes, beside new ones. */
export interface Judge {
  /** Whether the kind was rendered anew. Throws where the law does not hold; `what` says after which change. */
  judge(kind: string, what: string): Promise<boolean>;
}

export function judgeOf(world: ReuseWorld): Judge {
  const kept = world.service();
  const remembered = new Map<string, readonly string[]>();
  return {
    async judge(kind, what) {
      const anew = await world.service().render(kind);
      const found = await kept.render(kind);
      expect(found.result, `${kind}: ${what}`).toEqual(anew.result);
      if (found.asked === undefined) return false;
      const key = `${kind} ${world.requestText(kind)}`;
      const before = remembered.get(key) ?? [];
      const conversation = textOf(anew.asked ?? []);
      expect(before.includes(conversation), `${kind}: ${what}: rendered for nothing`).toBe(false);
      // A base that cannot be had is a fault of the moment, and not kept.
      if (!conversation.includes('→ fault')) remembered.set(key, [conversation, ...before].slice(0, KEPT));
      return true;
    },
  };
}

function textOf(asked: readonly Asked[]): string {
  return asked
    .map(({ question, answer }) => `${question} → ${answer}`)
    .sort()
    .join('\n');
}

/** A change of one answer, and what kind of change it is. */
export interface Otherwise {
  readonly change: Change;
  readonly sort: string;
}

const NEW = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: new}\n';

/** All that the answer to a question about a path can be instead, as changes of the repository. */
export function otherwise({ question, answer, at }: Asked): readonly Otherwise[] {
  if (at === undefined) return [];
  const repository = repositoryOf(at.reference);
  const was = `${question.split(' ')[0]} ${answer.split(/[ \n]/)[0]}`;
  const changes = (files: Readonly<Record<string, TestFile>>): readonly Otherwise[] =>
    Object.entries(files).map(([path, to]) => {
      const below = path.slice(at.path.length);
      const sort = `${repository} ${was} ${below} ${typeof to === 'string' ? 'file' : JSON.stringify(to)}`;
      return { change: { kind: 'file', repository, path, to }, sort };
    });
  const inside = (name: string): string => (at.path === '' ? name : `${at.path}/${name}`);
  const added = changes({ [inside('new.yaml')]: NEW, [inside('.new')]: NEW, [inside('new/new.yaml')]: NEW });
  if (question.startsWith('listing')) return answer === 'absent' ? [] : added;
  if (at.path === '') return [];
  const to = (file: TestFile): readonly Otherwise[] => changes({ [at.path]: file });
  if (answer === 'absent') return [...to(NEW), ...to({ link: '../unread.txt' }), ...added];
  if (answer === 'tree') return [...to(null), ...to(NEW), ...added];
  return [
    ...to(null),
    ...to(NEW),
    ...to({ executable: NEW }),
    ...to({ link: 'nowhere' }),
    ...changes({ [inside('new')]: NEW }),
  ];
}

function repositoryOf(reference: string | undefined): string {
  if (reference === undefined || reference === 'values') return reference ?? 'app';
  return reference.includes('library') ? 'library' : 'base';
}
