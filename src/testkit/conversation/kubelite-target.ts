/** The embedded API as a partner of conversations: in process, on a clock that moves only while somebody waits. */
import { ADMIN, createKubelite, type Kubelite } from '../../kubelite/index.ts';
import { wholeBody } from '../../kubelite/requests/api-request.ts';
import { FakeClock } from '../fake-clock.ts';
import type { TalkReply, TalkRequest, TalkTarget } from './talk.ts';

export interface KubeliteTarget extends TalkTarget {
  readonly kubelite: Kubelite;
  /** Moves time. */
  pass(milliseconds: number): Promise<void>;
}

/** A new cluster with simulated controllers, which authorises by roles. */
export function kubeliteTarget(): KubeliteTarget {
  const clock = new FakeClock();
  const kubelite = createKubelite({ clock, controllers: true, authorization: 'rbac' });
  const token = kubelite.issueToken(ADMIN);
  clock.advanceSync(1000);
  const handle = ({ method, url, headers, body }: TalkRequest) => {
    const sent = { authorization: `Bearer ${token}`, ...headers };
    const lists = Object.entries(sent).map(([name, value]) => [name, value.split('\u0000')]);
    return kubelite.handle({ method, url, headers: Object.fromEntries(lists), body });
  };
  const watch = async (request: TalkRequest, lines: number): Promise<TalkReply> => {
    const answer = handle(request);
    if (answer.kind === 'full') return { code: answer.status, headers: answer.headers, body: wholeBody(answer) };
    const chunks: Buffer[] = [];
    let ended = false;
    const write = (chunk: Uint8Array | string): boolean => chunks.push(Buffer.from(chunk)) > 0;
    const stop = answer.start({ write, end: () => (ended = true) });
    for (let round = 0; round < 20 && chunks.length < lines && !ended; round += 1) clock.advanceSync(100);
    stop();
    return { code: answer.status, headers: answer.headers, body: Buffer.concat(chunks) };
  };
  return {
    kubelite,
    watch,
    send: async (request) => watch(request, 0),
    rest: async () => clock.advanceSync(100),
    pass: async (milliseconds) => clock.advanceSync(milliseconds),
  };
}
