/**
 * Random single requests to a Kubernetes API, odd ones above all: paths, methods, queries, headers and bodies that clients send by
 * mistake or on purpose. A conversation in a namespace of its own; the same number gives the same one.
 */
import type { Conversation, Step } from './parse-conversations.ts';
import { randomBody, randomOptions, randomPatch } from './random-bodies.ts';
import { ACCEPTS, ACCEPTS_OF_DOCUMENTS, DOCUMENTS, ODD_PATHS, type Random, sentHeaders } from './random-headers.ts';
import { PLACES, type Place } from './random-places.ts';
import { randomNumbers } from './random-programs.ts';
import { deleteQuery, listQuery, readQuery, watchQuery, writeQuery } from './random-queries.ts';

export interface RequestsOptions {
  readonly seed: number;
  readonly steps: number;
}

/** A conversation: objects to begin with, versions and tokens of lists, then the requests. */
export function randomRequests({ seed, steps }: RequestsOptions): Conversation {
  const random = randomNumbers(seed);
  const made = Array.from({ length: steps }, () => randomStep(random, seed));
  return { title: `requests ${seed}`, namespace: `requests-${seed}`, steps: [...beginning(seed), ...made] };
}

/** Two objects at each place, so that there is something to find. */
function beginning(seed: number): readonly Step[] {
  const objects = PLACES.filter(({ writable }) => writable).flatMap((place) =>
    ['a', 'b'].map((name, index) => {
      const metadata = { name: nameAt(place, name, seed), labels: { app: name, seed: String(seed), n: String(index) } };
      return step('POST', collectionOf(place), { body: JSON.stringify({ ...place.object, metadata }) });
    }),
  );
  const [first, ...others] = objects;
  const saves = [{ name: 'first', path: 'metadata.resourceVersion' }];
  const page = `/api/v1/namespaces/\${ns}/configmaps?limit=1`;
  const token = { ...step('GET', page), saves: [{ name: 'next', path: 'metadata.continue' }] };
  const now = { ...step('GET', page), saves: [{ name: 'now', path: 'metadata.resourceVersion' }], only: ['kind'] };
  return [...(first ? [{ ...first, saves }] : []), ...others, token, now];
}

function randomStep(random: Random, seed: number): Step {
  const place = pick(PLACES, random);
  const at = { place, random, seed, name: nameAt(place, pick(NAMES, random), seed) };
  const choice = random();
  if (choice < 0.12) return readStep(at);
  if (choice < 0.34) return listStep(at);
  if (choice < 0.4) return watchStep(at);
  if (choice < 0.55) return createStep(at);
  if (choice < 0.68) return changeStep(at);
  if (choice < 0.78) return deleteStep(at);
  if (choice < 0.9) return oddStep(at);
  return documentStep(random);
}

interface Subject {
  readonly place: Place;
  readonly random: Random;
  readonly seed: number;
  readonly name: string;
}

const NAMES = ['a', 'a', 'a', 'b', 'c', 'none', 'Bad_Name', 'x%20y', '..', '%2e', '%C3%A4', `x${'y'.repeat(260)}`];
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND'];

function readStep({ place, random, name }: Subject): Step {
  const url = `${collectionOf(place)}/${name}${subresourceOf(random)}`;
  return step('GET', `${url}${readQuery(random)}`, { headers: sentHeaders(random, ACCEPTS) });
}

function listStep({ place, random, seed }: Subject): Step {
  const everywhere = place.namespaced && random() < 0.1;
  const url = everywhere ? rootOf(place) : collectionOf(place);
  const query = listQuery(random, { own: everywhere || !place.namespaced ? seed : undefined });
  return step('GET', `${url}${query}`, {
    headers: sentHeaders(random, ACCEPTS),
    own: (!query.includes('seed') && !place.namespaced) || everywhere,
  });
}

function watchStep({ place, random, name }: Subject): Step {
  const path = random() < 0.2 ? `${collectionOf(place)}/${name}` : collectionOf(place);
  const url = random() < 0.1 ? path.replace(/^(\/api(?:s\/[^/]+)?\/[^/]+)/, '$1/watch') : path;
  const made = step('GET', `${url}${watchQuery(random)}`, {
    headers: sentHeaders(random, ACCEPTS),
    own: !place.namespaced,
  });
  return { ...made, events: 100 };
}

function createStep({ place, random, name, seed }: Subject): Step {
  const { type, text } = randomBody({ place, random, name, seed });
  const named = random() < 0.06 ? `/${name}` : '';
  const headers = [...type, ...sentHeaders(random, ACCEPTS)];
  return step('POST', `${collectionOf(place)}${named}${writeQuery(random)}`, { headers, body: text });
}

function changeStep({ place, random, name, seed }: Subject): Step {
  const query = writeQuery(random);
  const url = `${collectionOf(place)}/${name}${random() < 0.08 ? subresourceOf(random) : ''}${query}`;
  if (random() < 0.4) {
    const { type, text } = randomBody({ place, random, name, seed });
    return step('PUT', url, { headers: [...type, ...sentHeaders(random, ACCEPTS)], body: text });
  }
  const { type, text } = randomPatch({ place, random, name, seed });
  return step('PATCH', url, { headers: [...type, ...sentHeaders(random, ACCEPTS)], body: text });
}

function deleteStep({ place, random, name, seed }: Subject): Step {
  const { type, text } = randomOptions(random);
  const headers = [...type, ...sentHeaders(random, ACCEPTS)];
  const body = text === undefined ? {} : { body: text };
  if (place.namespaced && random() < 0.3) {
    const query = listQuery(random, { own: seed });
    return step('DELETE', `${collectionOf(place)}${query}${deleteQuery(random, '&')}`, { headers, ...body });
  }
  return step('DELETE', `${collectionOf(place)}/${name}${deleteQuery(random, '?')}`, { headers, ...body });
}

/** Its real end takes a real cluster seconds, in which answers depend on the moment. */
const OWN_NAMESPACE = `/api/v1/namespaces/\${ns}`;

/** Any method at any path. */
function oddStep({ place, random, name }: Subject): Step {
  const known = [
    collectionOf(place),
    `${collectionOf(place)}/${name}`,
    rootOf(place),
    `${collectionOf(place)}/${name}${subresourceOf(random)}`,
  ];
  const found = pick(random() < 0.3 ? known : ODD_PATHS, random);
  const method = pick(METHODS, random);
  const url = method === 'DELETE' && found === OWN_NAMESPACE ? `${found}?dryRun=All` : found;
  const bodiless = method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
  const headers = sentHeaders(random, ACCEPTS);
  const body = bodiless ? {} : { body: pick(['', '{}', 'x'], random) };
  return step(method, url, { headers, ...body, own: true });
}

function documentStep(random: Random): Step {
  const headers = sentHeaders(random, ACCEPTS_OF_DOCUMENTS);
  return {
    ...step('GET', pick(DOCUMENTS, random), { headers }),
    only: ['code', 'kind', 'message', 'reason', 'details', 'status'],
  };
}

function subresourceOf(random: Random): string {
  return pick(['', '', '', '', '/status', '/scale', '/none', '/log', '/status/x'], random);
}

function nameAt({ namespaced }: Place, name: string, seed: number): string {
  return namespaced || !/^(?:[abc]|none)$/.test(name) ? name : `requests-${seed}-${name}`;
}

function rootOf({ group, version, plural }: Place): string {
  return `${group === '' ? '/api' : `/apis/${group}`}/${version}/${plural}`;
}

function collectionOf(place: Place): string {
  const { group, version, plural } = place;
  if (!place.namespaced) return rootOf(place);
  return `${group === '' ? '/api' : `/apis/${group}`}/${version}/namespaces/\${ns}/${plural}`;
}

interface StepOptions {
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
  /** Others have objects there as well: only what the answer is, not what it holds, is looked at. */
  readonly own?: boolean;
}

function step(method: string, path: string, { headers = [], body, own = false }: StepOptions = {}): Step {
  const type = body !== undefined && !headers.some(([name]) => name === 'Content-Type') ? JSON_TYPE : [];
  const sent = body === undefined ? {} : { body: { kind: 'text' as const, text: body } };
  const only = own ? ['kind', 'apiVersion', 'code', 'message', 'reason', 'details'] : [];
  const title = [method, path, JSON.stringify(headers), body ?? ''].join(' ');
  return { title, method, path, headers: [...type, ...headers], ...sent, saves: [], only, events: 0 };
}

const JSON_TYPE = [['Content-Type', 'application/json']] as const;

function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}
