/** `coroutine.*`. */
import { Coroutine } from '../runtime/coroutine.ts';
import type { Machine } from '../runtime/machine.ts';
import type { LuaFunction, LuaValue, Results } from '../runtime/value.ts';
import { YieldFunction } from '../runtime/yield-function.ts';
import { type Library, library, native } from './library.ts';
import { faultOf } from './protected-call.ts';

export const COROUTINE_LIBRARY: Library = new Map<string, LuaValue>([
  ...library({
    create: (args) => new Coroutine(args.machine, args.function(1), { wrapped: false }),
    resume: (args) => resume(args.machine, args.thread(1), args.values.slice(1)),
    running: ({ machine }) => (machine.thread === undefined ? undefined : machine.resumed),
    status: (args) => statusOf(args.machine, args.thread(1)),
    wrap: (args) => wrap(args.machine, args.function(1)),
  }),
  ['yield', new YieldFunction()],
]);

function resume(machine: Machine, thread: Coroutine, args: LuaValue[]): Results {
  const refused = refusal(machine, thread);
  if (refused !== undefined) {
    if (thread.wrapped) throw machine.fault(refused);
    return [false, refused];
  }
  const { thread: resumer } = machine;
  try {
    const results = thread.resume(machine, args);
    machine.resumed = resumer;
    return thread.wrapped ? results : [true, ...results];
  } catch (error) {
    const fault = faultOf(machine, error);
    thread.end(machine);
    // As in gopher-lua, whose wrapped coroutines count as running once they failed.
    if (thread.wrapped) throw fault;
    machine.resumed = resumer;
    return [false, fault.value];
  }
}

/** Why a coroutine cannot go on; undefined where it can. */
function refusal(machine: Machine, thread: Coroutine): string | undefined {
  if (machine.resumed === thread || machine.thread === thread) return 'can not resume a running thread';
  if (thread.dead) return 'can not resume a dead thread';
  return thread.resumer === undefined ? undefined : 'can not resume a thread that waits for another';
}

/** Only the one that directly waits for who asks is `normal`. */
function statusOf(machine: Machine, thread: Coroutine): string {
  if (machine.resumed === thread) return 'running';
  if (thread.dead) return 'dead';
  return machine.thread?.resumer?.thread === thread ? 'normal' : 'suspended';
}

function wrap(machine: Machine, body: LuaFunction): LuaFunction {
  const thread = new Coroutine(machine, body, { wrapped: true });
  return native((args) => resume(args.machine, thread, args.values));
}
