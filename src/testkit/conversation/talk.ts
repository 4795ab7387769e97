/** Holds conversations: sends their requests to an API, whichever it is, and keeps the answers in a comparable form. */
import { setTimeout as sleep } from 'node:timers/promises';
import { tryParseJson } from '../../base/json/parse.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { readYaml } from '../../lang/yaml/read.ts';
import type { Conversation, Step } from './parse-conversations.ts';
import { PlainAnswers } from './plain-answer.ts';

export interface TalkRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface TalkReply {
  readonly code: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

/** An API to talk with. */
export interface TalkTarget {
  send(request: TalkRequest): Promise<TalkReply>;
  /** Reads a watch until it said so many lines or was silent for two seconds. */
  watch(request: TalkRequest, lines: number): Promise<TalkReply>;
  /** Lets the cluster work for a moment. */
  rest(): Promise<void>;
}

/** An answer as it is kept. */
export interface TalkAnswer {
  readonly step: string;
  readonly code: number;
  readonly headers: JsonObject;
  readonly body: Json;
}

const HEADERS = ['content-type', 'warning', 'cache-control', 'vary', 'etag', 'retry-after', 'allow', 'location'];
const TRIES = 300;

/** All answers of a conversation, in order. */
export async function talk(target: TalkTarget, conversation: Conversation): Promise<readonly TalkAnswer[]> {
  await prepare(target, conversation.namespace);
  const saved = new Map([['ns', conversation.namespace]]);
  const plain = new PlainAnswers();
  const answers: TalkAnswer[] = [];
  for (const step of conversation.steps) {
    const reply = await say(target, step, saved);
    const value = firstEvents(readReply(reply), step.events);
    for (const { name, path } of step.saves) saved.set(name, savedText(step, reply, value, path));
    answers.push(answerOf(plain, step, reply, value));
  }
  return answers;
}

async function prepare(target: TalkTarget, name: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const body = Buffer.from(JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }));
  await target.send({ method: 'POST', url: '/api/v1/namespaces', headers, body });
  for (const object of ['serviceaccounts/default', 'configmaps/kube-root-ca.crt']) {
    const ask = { method: 'GET', url: `/api/v1/namespaces/${name}/${object}`, headers: {}, body: Buffer.from('') };
    for (let tries = 0; tries < TRIES && (await target.send(ask)).code !== 200; tries += 1) await target.rest();
  }
}

async function say(target: TalkTarget, step: Step, saved: ReadonlyMap<string, string>): Promise<TalkReply> {
  const request = requestOf(step, saved);
  if (step.events > 0) return target.watch(request, step.events);
  for (let tries = 0; ; tries += 1) {
    const reply = await target.send(request);
    if (step.until === undefined || isReached(step.until, reply)) return reply;
    if (tries > TRIES)
      throw new Error(`${step.title}: never ${step.until.path}: ${reply.body.toString().slice(0, 2000)}`);
    await target.rest();
  }
}

function isReached({ path, value }: NonNullable<Step['until']>, reply: TalkReply): boolean {
  if (path === 'code') return String(reply.code) === value;
  const found = memberOf(readReply(reply), path);
  return value === undefined ? found !== undefined : String(found) === value;
}

function requestOf(step: Step, saved: ReadonlyMap<string, string>): TalkRequest {
  const filled = (text: string) => text.replace(/\$\{(\w+)\}/g, (_, name: string) => saved.get(name) ?? `\${${name}}`);
  const url = filled(step.path)
    .replace(/^~\//, `/api/v1/namespaces/${saved.get('ns')}/`)
    .replace(/^~([^/]+\/[^/]+)/, `/apis/$1/namespaces/${saved.get('ns')}`);
  const byName = Map.groupBy(step.headers, ([name]) => name.toLowerCase());
  // A header that stands several times is sent as often.
  const named = Object.fromEntries(
    [...byName].map(([name, lines]) => [name, lines.map(([, value]) => filled(value)).join('\u0000')]),
  );
  const text = step.body && filled(step.body.text);
  const body = text === undefined ? '' : step.body?.kind === 'yaml' ? stringifyJson(readYaml(text) as Json) : text;
  const type = text === undefined ? {} : { 'content-type': 'application/json' };
  return { method: step.method, url, headers: { 'user-agent': 'talk/1', ...type, ...named }, body: bytesOf(body) };
}

/** Text that begins with `hex:` stands for bytes, `blank:` for so many spaces. */
function bytesOf(body: string): Uint8Array {
  if (body.startsWith('hex:')) return Buffer.from(body.slice(4).replace(/\s/g, ''), 'hex');
  return body.startsWith('blank:') ? Buffer.alloc(Number(body.slice(6)), ' ') : Buffer.from(body);
}

/** What comes in one piece may hold more events than were waited for. */
function firstEvents(value: Json, count: number): Json {
  return count > 0 && isList(value) ? value.slice(0, count) : value;
}

function readReply({ body, headers }: TalkReply): Json {
  const text = body.toString();
  const type = String(headers['content-type'] ?? '');
  if (!type.includes('json') && !text.startsWith('{"')) return text;
  const whole = tryParseJson(text);
  if (whole !== undefined && !/^\{"type":"[A-Z]+","object"/.test(text)) return whole;
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => tryParseJson(line) ?? line);
}

/** A member at a path of names and indexes, e.g. `items.0.metadata.name`; a `/` may stand for the dots where names have them. */
export function memberOf(value: Json, path: string): Json | undefined {
  let found: Json | undefined = value;
  for (const name of path.includes('|') ? path.split('|') : path.split('.')) {
    if (isList(found)) found = found[Number(name)];
    else if (isObject(found)) found = found[name];
    else return undefined;
  }
  return found;
}

function savedText(step: Step, reply: TalkReply, value: Json, path: string): string {
  const found = path.startsWith('header:') ? reply.headers[path.slice('header:'.length)] : memberOf(value, path);
  if (found === undefined) throw new Error(`${step.title}: no ${path} in ${reply.body.toString().slice(0, 2000)}`);
  return typeof found === 'object' ? JSON.stringify(found) : String(found);
}

function answerOf(plain: PlainAnswers, step: Step, reply: TalkReply, value: Json): TalkAnswer {
  const shown =
    step.only.length === 0 ? value : Object.fromEntries(step.only.map((path) => [path, memberOf(value, path) ?? null]));
  const headers = HEADERS.flatMap((name): [string, Json][] => {
    const found = reply.headers[name];
    if (found === undefined) return [];
    if (name === 'etag') return [[name, 'ETAG']];
    return [[name, plain.text([found].flat().join(', '))]];
  });
  return { step: step.title, code: reply.code, headers: Object.fromEntries(headers), body: plain.plain(shown) };
}

/** Waits for a real cluster. */
export const REST = (): Promise<void> => sleep(50);
