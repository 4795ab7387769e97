/** kubectl sessions with the embedded API beside what the same kubectl said to a real server. */
import { readFileSync } from 'node:fs';
import { systemClock } from '../../adapters/system-clock/system-clock.ts';
import { ADMIN, createKubelite, type Kubelite } from '../../kubelite/index.ts';
import { parseSessions, type Session } from './parse-sessions.ts';
import { inStableOrder } from './plain-output.ts';
import { runSession, type SessionAnswer } from './run-session.ts';

const FOLDER = new URL('../../kubelite/testdata/kubectl/', import.meta.url);

/** The sessions of a file. */
export function sessionsOf(file: string): readonly Session[] {
  return parseSessions(readFileSync(new URL(`${file}.session`, FOLDER), 'utf8'));
}

/** What kubectl of a version said to a real server in that session. */
export function recordedSession(file: string, version: string, title: string): readonly SessionAnswer[] {
  const text = readFileSync(new URL(`${file}.${version}.json`, FOLDER), 'utf8');
  return (JSON.parse(text) as Record<string, readonly SessionAnswer[]>)[title] ?? [];
}

/** What is said otherwise on purpose: by command, and why. */
export const SAID_OTHERWISE = JSON.parse(readFileSync(new URL('otherwise.json', FOLDER), 'utf8')) as readonly {
  readonly session: string;
  readonly command: string;
  readonly reason: string;
}[];

/** A cluster with controllers and roles that is listened on; the caller closes it. */
export async function listeningKubelite(): Promise<Kubelite> {
  const kubelite = createKubelite({ clock: systemClock, controllers: true, authorization: 'rbac' });
  await kubelite.listen();
  return kubelite;
}

/** The answers that are compared: those of the embedded API and the real server's. */
export async function sessionBesideReal(
  kubelite: Kubelite,
  asked: { readonly file: string; readonly session: Session; readonly kubectl: string; readonly version: string },
) {
  const { session } = asked;
  const isCompared = ({ command }: SessionAnswer): boolean =>
    !SAID_OTHERWISE.some((one) => one.session === session.title && one.command === command);
  const ours = await runSession(session, { kubectl: asked.kubectl, kubeconfig: kubelite.kubeconfig(ADMIN) });
  const theirs = recordedSession(asked.file, asked.version, session.title);
  return { ours: ours.filter(isCompared).map(stable), theirs: theirs.filter(isCompared).map(stable) };
}

function stable(answer: SessionAnswer): SessionAnswer {
  return answer.out === undefined ? answer : { ...answer, out: inStableOrder(answer.out) };
}
