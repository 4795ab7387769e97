import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FakeClock } from '../testkit/fake-clock.ts';
import { ADMIN, createKubelite, type Kubelite } from './index.ts';

interface Recorded {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly header?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly code: number;
  readonly status?: string | { readonly message: string; readonly reason?: string; readonly details?: object };
  readonly warnings?: readonly string[];
}

interface Prerequisite {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: object;
}

const data = JSON.parse(readFileSync(new URL('./testdata/requests.json', import.meta.url), 'utf8')) as {
  readonly prerequisites: readonly Prerequisite[];
  readonly requests: readonly Recorded[];
};

/** What is answered in other words, and why that is no loss. */
const SHOWS_ALL = 'the message shows the whole object, which controllers changed in the recording';
const OTHERWISE: Readonly<Record<string, string>> = {
  'create a custom resource of another version':
    'refused before its fields are looked at, so without a warning of them',
  'create in broken YAML': 'another parser finds the mistake at the same place and expects one character more',
  'merge patch of wrong type': SHOWS_ALL,
  'merge patch with unknown member': SHOWS_ALL,
  'JSON patch with unknown member': SHOWS_ALL,
  'strategic patch of wrong type': 'refused where the result is decoded, not where it is merged',
};

const kubelite = createKubelite({ clock: new FakeClock(), authorization: 'rbac' });
const token = kubelite.issueToken(ADMIN);
for (const object of data.prerequisites) prepare(object);
// A controller makes it in a cluster that has controllers.
prepare({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } });

function ask({ method, path, header = {}, body = '' }: Pick<Recorded, 'method' | 'path' | 'header' | 'body'>) {
  const headers = Object.entries({ authorization: `Bearer ${token}`, 'user-agent': 'facts', ...header });
  const answer = kubelite.handle({
    method,
    url: path,
    headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), [value]])),
    body: Buffer.from(body),
  });
  const text = answer.kind === 'full' ? answer.body.toString() : streamed(answer);
  return { code: answer.status, text, warnings: [answer.headers['warning'] ?? []].flat() };
}

function streamed(answer: Extract<ReturnType<Kubelite['handle']>, { kind: 'stream' }>): string {
  let text = '';
  const write = (chunk: Uint8Array | string): boolean => {
    text += chunk.toString();
    return true;
  };
  answer.start({ write, end: () => undefined })();
  return text;
}

function prepare(object: Prerequisite): void {
  const plurals: Record<string, string> = {
    Namespace: '/api/v1/namespaces',
    CustomResourceDefinition: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    ConfigMap: '/api/v1/namespaces/facts/configmaps',
    Deployment: '/apis/apps/v1/namespaces/facts/deployments',
    ServiceAccount: '/api/v1/namespaces/facts/serviceaccounts',
    Service: '/api/v1/namespaces/facts/services',
    Widget: '/apis/facts.example/v1/namespaces/facts/widgets',
    PriorityClass: '/apis/scheduling.k8s.io/v1/priorityclasses',
    RuntimeClass: '/apis/node.k8s.io/v1/runtimeclasses',
  };
  const answer = ask({ method: 'POST', path: plurals[object.kind] ?? '', body: JSON.stringify(object) });
  if (answer.code !== 201) throw new Error(answer.text);
}

/** What differs from run to run stands in capitals, as in the recording. */
function plain(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, 'UID')
    .replace(/(in record \()\d+/, '$1VERSION')
    .replace(/(current: )\d+/, '$1VERSION')
    .replace(/resourceVersion(\\*)":(\\*)"\d+/g, 'resourceVersion$1":$2"VERSION')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'TIME');
}

function statusIn(text: string): unknown {
  if (!text.startsWith('{')) return text;
  const { kind, message, reason, details } = JSON.parse(plain(text));
  return kind === 'Status' && message !== undefined ? { message, reason, details } : undefined;
}

/** `299 - "text"` → `text`. */
function warningsOf(headers: readonly string[]): readonly string[] {
  return headers.filter((header) => header !== '').map((header) => JSON.parse(header.slice('299 - '.length)));
}

const cases = data.requests.filter(({ name, code }) => !Object.hasOwn(OTHERWISE, name) && code !== 0);

test.each(cases)('$name', (recorded) => {
  const answer = ask(recorded);
  const status = recorded.status === undefined ? undefined : JSON.parse(plain(JSON.stringify(recorded.status)));
  const { code, warnings = [] } = recorded;
  expect({ code: answer.code, status: statusIn(answer.text), warnings: warningsOf(answer.warnings) }).toEqual({
    code,
    status,
    warnings,
  });
});
