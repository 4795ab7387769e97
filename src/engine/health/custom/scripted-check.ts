/** One check written in Lua: the object is the global `obj`, the answer a table with `status` and `message`. */
import { AppError, messageOf } from '../../../base/errors.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { compileLua, type LuaRun, type LuaScript, runLua } from '../../../lang/lua/index.ts';
import type { ResourceOverride } from '../../settings/resource-overrides.ts';
import { health } from '../health.ts';
import type { Verdict } from '../health-of.ts';
import { reportedHealth } from './reported-health.ts';

/** What Argo CD's second of time comes to, and room for a few thousand objects as large as the one that is judged. */
const LIMITS = { steps: 20_000_000, memory: 128 * 1024 * 1024 };

/** Argo CD's choice: `table` and the base functions are there, and `require("os")` finds the time. */
const CLOSED = { libraries: ['table'], requirable: ['os'] } as const satisfies Partial<LuaRun>;
/** `useOpenLibs`: all that there are; what they may do is told in ADR 21. */
const OPEN = {
  libraries: ['table', 'io', 'os', 'string', 'math', 'debug', 'channel', 'coroutine'],
  requirable: [],
} as const satisfies Partial<LuaRun>;

/** A check that fails, by a script that cannot be read too, answers Unknown with the reason. */
export function scriptedCheck(
  { health: source, useOpenLibs }: Pick<ResourceOverride, 'health' | 'useOpenLibs'>,
  { now }: { readonly now: () => number },
): (object: KubeObject) => Verdict {
  const libraries = useOpenLibs ? OPEN : CLOSED;
  let script: LuaScript | undefined;
  return (object) => {
    try {
      script ??= compileLua(source);
      const globals = { obj: object };
      return {
        health: reportedHealth(
          runLua(script, { globals, ...libraries, now: Math.floor(now() / 1000), limits: LIMITS }),
        ),
      };
    } catch (error) {
      if (!(error instanceof AppError) || error.kind !== 'user') throw error;
      const fault = messageOf(error);
      return { health: health('Unknown', fault), fault };
    }
  };
}
