/** A service that keeps what it is told, and refuses on request. */
import { AppError } from '../base/errors.ts';
import type { Notification, NotifierErrorCode, NotifierPort } from '../ports/notifier.ts';

export interface SentNotification extends Notification {
  readonly recipient: string;
}

/** How a service is: well, not to be reached, denying the credentials, busy, or with no such recipient. */
export type ServiceMood = 'well' | 'down' | 'denying' | 'busy' | 'unknown-recipient';

export interface MemoryNotifier {
  readonly port: NotifierPort;
  readonly sent: readonly SentNotification[];
  mood: ServiceMood;
}

const FAULTS: Readonly<Record<Exclude<ServiceMood, 'well'>, NotifierErrorCode>> = {
  down: 'notifier.unreachable',
  denying: 'notifier.authentication',
  busy: 'notifier.rate-limited',
  'unknown-recipient': 'notifier.rejected',
};

export function createMemoryNotifier(): MemoryNotifier {
  const sent: SentNotification[] = [];
  const notifier: MemoryNotifier = {
    sent,
    mood: 'well',
    port: {
      async send(notification, recipient) {
        const { mood } = notifier;
        if (mood !== 'well') throw fault(FAULTS[mood]);
        sent.push({ ...notification, recipient });
        return { id: String(sent.length) };
      },
    },
  };
  return notifier;
}

function fault(code: NotifierErrorCode): AppError {
  const kind = code === 'notifier.unreachable' || code === 'notifier.rate-limited' ? 'transient' : 'user';
  const cause = code === 'notifier.rate-limited' ? { cause: { retryAfter: 7000 } } : {};
  return new AppError({ code, kind, message: `memory: ${code}`, ...cause });
}
