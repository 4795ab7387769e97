/** Definitions with rules in CEL, and objects judged by them. */
import type { JsonObject } from '../../base/json-value.ts';
import { textAt } from '../../base/json-value.ts';
import type { TalkTarget } from '../conversation/talk.ts';
import { type AnswerView, ask } from './answer-view.ts';

export interface RuleCase {
  readonly name: string;
  readonly schema: JsonObject;
  /** The kind has a status of its own. */
  readonly status?: boolean;
  /** Members of an object: the first that is accepted is created, later ones replace it. `$status` writes the status. */
  readonly objects?: readonly JsonObject[];
  /** Of the definition, then of each object. */
  readonly answers?: readonly AnswerView[];
}

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const TRIES = 100;

/** What a server answers. */
export async function ruleAnswers(target: TalkTarget, one: RuleCase, index: number): Promise<readonly AnswerView[]> {
  const plural = `rules${index}s`;
  const collection = `/apis/rules.example/v1/${plural}`;
  const created = await ask(target, 'POST', DEFINITIONS, definition(one, plural));
  const answers = [created.view];
  if (created.view.code >= 300) return answers;
  for (let turn = 0; turn < TRIES; turn += 1) {
    if ((await ask(target, 'GET', collection)).view.code === 200) break;
    await target.rest();
  }
  let version: string | undefined;
  for (const { $status, ...members } of one.objects ?? []) {
    const metadata = { name: 'a', ...(version !== undefined && { resourceVersion: version }) };
    const object = { apiVersion: 'rules.example/v1', kind: `Rules${index}`, metadata, ...members };
    const url = version === undefined ? collection : `${collection}/a${$status === true ? '/status' : ''}`;
    const reply = await ask(target, version === undefined ? 'POST' : 'PUT', url, object);
    answers.push(reply.view);
    if (reply.view.code < 300) version = textAt(reply.body, 'metadata', 'resourceVersion');
  }
  await ask(target, 'DELETE', `${DEFINITIONS}/${plural}.rules.example`);
  return answers;
}

function definition({ schema, status }: RuleCase, plural: string): JsonObject {
  const version = {
    ...{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } },
    ...(status && { subresources: { status: {} } }),
  };
  const kind = `Rules${plural.slice('rules'.length, -1)}`;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.rules.example` },
    spec: { group: 'rules.example', scope: 'Cluster', names: { kind, plural }, versions: [version] },
  };
}
