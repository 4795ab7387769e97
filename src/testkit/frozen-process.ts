/** A process that can be stopped and continued like by SIGSTOP and SIGCONT: time goes on, timers and answers come when it goes on. */
import type { Clock } from '../base/clock.ts';
import type { KubePort } from '../ports/kube.ts';
import type { FakeClock } from './fake-clock.ts';

export interface FrozenProcess {
  /** The clock as this process sees it. */
  readonly clock: Clock;
  /** A connection of this process. What it sends while it is stopped is not sent; what it asked before is answered late. */
  kube(api: KubePort): KubePort;
  freeze(): void;
  thaw(): void;
}

export function frozen(outer: FakeClock): FrozenProcess {
  let stopped: PromiseWithResolvers<void> | undefined;
  const going = async (): Promise<void> => {
    while (stopped !== undefined) await stopped.promise;
  };
  const after: Clock['after'] = (milliseconds, action) => {
    let cancelled = false;
    const timer = outer.after(milliseconds, () => {
      if (stopped === undefined) action();
      else void going().then(() => cancelled || action());
    });
    return {
      cancel: () => {
        cancelled = true;
        timer.cancel();
      },
    };
  };
  const sleep: Clock['sleep'] = async (milliseconds, signal) => {
    await outer.sleep(milliseconds, signal);
    await going();
  };
  const clock: Clock = {
    now: () => outer.now(),
    monotonic: () => outer.monotonic(),
    elapsed: () => outer.elapsed(),
    after,
    sleep,
  };
  const exchange = async <T>(send: () => Promise<T>): Promise<T> => {
    await going();
    const answer = await send();
    await going();
    return answer;
  };
  return {
    clock,
    kube: (api) => ({
      ...api,
      server: api.server,
      get: (...order) => exchange(() => api.get(...order)),
      list: (...order) => exchange(() => api.list(...order)),
      create: (...order) => exchange(() => api.create(...order)),
      update: (...order) => exchange(() => api.update(...order)),
      patch: (...order) => exchange(() => api.patch(...order)),
      delete: (...order) => exchange(() => api.delete(...order)),
      async *watch(...order) {
        for await (const event of api.watch(...order)) {
          await going();
          yield event;
        }
      },
    }),
    freeze: () => (stopped ??= Promise.withResolvers()),
    thaw() {
      stopped?.resolve();
      stopped = undefined;
    },
  };
}
