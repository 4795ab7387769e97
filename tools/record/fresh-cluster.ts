/**
 * Reads every object of a real cluster that nobody has used yet, which it starts, and keeps them in a comparable form.
 *
 * usage: node bin/node.mjs tools/record/fresh-cluster.ts
 */
import { writeFileSync } from 'node:fs';
import { isObject, type JsonObject, textAt } from '../../src/base/json-value.ts';
import { clusterContent } from '../../src/testkit/conversation/cluster-content.ts';
import { startRealServer } from '../../src/testkit/conversation/real-server.ts';
import { serverTarget } from '../../src/testkit/conversation/server-target.ts';

const FILE = new URL('../../src/kubelite/testdata/fresh-cluster.json', import.meta.url);
/** Of it, what the embedded API makes as well. */
const MADE = new URL('../../src/kubelite/controllers/control-plane/control-plane.facts.json', import.meta.url);
const MADE_KINDS: Readonly<Record<string, string>> = {
  '/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations': 'PriorityLevelConfiguration',
  '/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas': 'FlowSchema',
  '/apis/apiregistration.k8s.io/v1/apiservices': 'APIService',
  '/apis/networking.k8s.io/v1/servicecidrs': 'ServiceCIDR',
};
/** By then the controllers have made what they make on their own. */
const SETTLING = 15_000;

const server = startRealServer();
const target = serverTarget(server);
try {
  await new Promise((resolve) => setTimeout(resolve, SETTLING));
  const content = await clusterContent(target);
  writeFileSync(FILE, `[\n${content.map((object) => JSON.stringify(object)).join(',\n')}\n]\n`);
  const made = Object.keys(MADE_KINDS).flatMap((at) => content.filter((object) => object['at'] === at));
  const accounts = content
    .filter(({ at }) => at === '/api/v1/serviceaccounts')
    .map((one) => textAt(one, 'metadata', 'name'));
  const objects = made.map((object) => `    ${JSON.stringify(plain(object))}`).join(',\n');
  const serviceAccounts = JSON.stringify(accounts.filter((name) => name !== 'default'));
  writeFileSync(MADE, `{\n  "objects": [\n${objects}\n  ],\n  "serviceAccounts": ${serviceAccounts}\n}\n`);
} finally {
  target.close();
  server.stop();
}

/** The object as one creates it. */
function plain({ at, metadata, spec }: JsonObject): JsonObject {
  const [, apiVersion = ''] = /^\/apis\/(.*)\/[a-z]+$/.exec(String(at)) ?? [];
  const { name, labels, annotations } = isObject(metadata) ? metadata : {};
  const kept = { name, ...(labels && { labels }), ...(annotations && { annotations }) };
  return { apiVersion, kind: MADE_KINDS[String(at)] ?? '', metadata: kept, spec: spec ?? {} };
}
