/** Listens where a run before did, so that kubeconfigs from then still work. */
import { hasCode } from '../../base/errors.ts';
import type { KeptPort } from '../storage/kept-port.ts';
import { type Listener, type ListenerOptions, listenHttps } from './https-listener.ts';

/** A port that is asked for is taken or refused; without one the kept port is tried, then any free one. Throws `kubelite.cannot-listen`. */
export async function listenAsBefore(kept: KeptPort, options: ListenerOptions): Promise<Listener> {
  const listener = await listen(options.port === 0 ? kept.read() : 0, options);
  kept.write(listener.port);
  return listener;
}

async function listen(before: number, options: ListenerOptions): Promise<Listener> {
  if (before === 0) return listenHttps(options);
  try {
    return await listenHttps({ ...options, port: before });
  } catch (error) {
    if (!hasCode(error, 'kubelite.cannot-listen')) throw error;
    return listenHttps(options);
  }
}
