/** Scripts of actions: the live object is the global `obj`, parameters are the texts in `actionParams`. */
import { compileLua, type LuaResult, runLua } from '../../../lang/lua/index.ts';
import type { ActionInput } from '../action.ts';

/** A person waits for it; objects may be large. */
const LIMITS = { steps: 20_000_000, memory: 128 * 1024 * 1024 };

/** Throws `lua.syntax`, `lua.compile`, `lua.failed` or `lua.exhausted` (user). Argo CD opens no more libraries for actions. */
export function runScript(source: string, { object, parameters, now }: ActionInput): LuaResult {
  return runLua(compileLua(source), {
    globals: { obj: object, actionParams: parameters },
    libraries: ['table'],
    requirable: ['os'],
    now: Math.floor(now / 1000),
    limits: LIMITS,
  });
}
