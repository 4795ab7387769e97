/** Headers of random requests and the paths that are none of a resource. */

/** Numbers in [0, 1). */
export type Random = () => number;

type Header = readonly [name: string, value: string];

const META = 'v=v1;g=meta.k8s.io';
const TABLE = `application/json;as=Table;${META}`;

/** What clients say they take; never protobuf alone or first, in which we do not answer. */
export const ACCEPTS: readonly string[] = [
  ...[
    'application/json',
    '*/*',
    'application/*',
    'text/html',
    'application/yaml',
    'application/cbor',
    'text/plain',
    '',
  ],
  ...[
    TABLE,
    `${TABLE},application/json`,
    `application/yaml;as=Table;${META}`,
    `application/json;as=Table;g=meta.k8s.io;v=v1beta1`,
  ],
  ...[
    `application/json;as=Table;v=v2;g=meta.k8s.io`,
    'application/json;as=Table',
    `application/json;as=Other;${META}`,
    `*/*;as=Table;${META}`,
  ],
  ...[`application/json;as=PartialObjectMetadata;${META}`, `application/json;as=PartialObjectMetadataList;${META}`],
  ...[
    `application/yaml;as=PartialObjectMetadataList;${META}`,
    `application/json;as=PartialObjectMetadata;${META},application/json`,
  ],
  ...[
    'text/html, application/json;q=0.9',
    'application/json;q=0.1, application/yaml',
    'application/json;q=0, application/yaml;q=0.5',
  ],
  ...[
    'application/yaml;q=0.2, */*;q=0.1',
    'application/json;q=x',
    'application/json;stream=watch',
    'application/json; charset=utf-8',
  ],
  ...[
    'application/json;pretty=1',
    'application/json;pretty=true',
    'application/yaml;pretty=0',
    'json',
    '/',
    'a/b/c',
    ';',
    ',',
    ',application/yaml',
    '*',
  ],
  ...[
    '*/json',
    'APPLICATION/JSON',
    'application/json,application/vnd.kubernetes.protobuf;q=0.5',
    'application/json;profile=nothing',
  ],
  ...[
    `application/json;as=Table;${META};q=0.5,application/yaml`,
    'application/apply-patch+yaml',
    'application/json;v=v1',
    'application/json;g=meta.k8s.io',
  ],
];

/** The same for the documents about the API. */
export const ACCEPTS_OF_DOCUMENTS: readonly string[] = [
  ...ACCEPTS.slice(0, 8),
  ...[
    'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
    'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json',
  ],
  ...[
    'application/json;g=apidiscovery.k8s.io;v=v3;as=APIGroupDiscoveryList',
    'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/yaml;q=0.1',
  ],
  ...[TABLE, 'application/yaml;q=0.5,application/json;q=0.1', 'json', ',', '*'],
];

export const DOCUMENTS: readonly string[] = [
  ...[
    '/api',
    '/apis',
    '/api/',
    '/apis/',
    '/api/v1',
    '/api/v1/',
    '/api/v2',
    '/apis/apps',
    '/apis/apps/v1',
    '/apis/apps/v9',
    '/apis/none',
    '/apis/none/v1',
  ],
  ...[
    '/apis/apps/',
    '/apis/apps/v1/',
    '/version',
    '/version/',
    '/healthz',
    '/livez',
    '/readyz',
    '/healthz/ping',
    '/healthz/none',
    '/openapi/v3',
    '/openapi/v2',
  ],
  ...[
    '/openapi/v3/none',
    '/openapi/v3/api/v1',
    '/openapi',
    '/apis/requests.example',
    '/apis/requests.example/v1',
    '/apis/requests.example/v2',
    '/api/none',
  ],
  ...['/openapi/v3/apis/apps/v1', '/openid/v1/none', '/.well-known/none', '/healthz/', '/livez/ping/x', '/'],
];

export const ODD_PATHS: readonly string[] = [
  ...[
    '/',
    '//',
    '/api',
    '/apis',
    '/api/v1',
    '/api/v1/',
    '/api/v1/none',
    '/api/v2/pods',
    '/apis/none/v1/pods',
    '/apis/apps/v9/deployments',
    '/apis/apps/v1/none',
  ],
  ...[
    '/apis/requests.example/v1/none',
    '/apis/requests.example/v9/widgets',
    '/apis/apps',
    '/apis//v1/pods',
    '/apix',
    '/none',
    '/API/v1',
    '/api/v1/Pods',
  ],
  ...[
    `/api/v1/namespaces/\${ns}`,
    `/api/v1/namespaces/\${ns}/`,
    `/api/v1/namespaces/\${ns}/none`,
    `/api/v1/namespaces/\${ns}/configmaps/`,
    `/api/v1/namespaces/\${ns}/configmaps//a`,
  ],
  ...[
    `/api/v1/namespaces/\${ns}/configmaps/a/b/c`,
    `/api/v1/namespaces/\${ns}/nodes`,
    `/api/v1/namespaces/\${ns}/nodes/x`,
    '/api/v1/configmaps/a',
    '/api/v1/nodes/none/status',
  ],
  ...[
    '/api/v1/namespaces/none/configmaps',
    '/api/v1/namespaces/none/configmaps/a',
    '/api/v1/namespaces//configmaps',
    '/api/v1/namespaces/%20/configmaps',
    '/api//v1/pods',
  ],
  ...[
    `/api/v1/namespaces/\${ns}/finalize`,
    `/api/v1/namespaces/\${ns}/status`,
    `/api/v1/namespaces/none/finalize`,
    `/api/v1/namespaces/\${ns}/pods/a/exec`,
    `/api/v1/namespaces/\${ns}/pods/a/log`,
  ],
  ...[
    `/api/v1/namespaces/\${ns}/pods/a/portforward`,
    `/api/v1/namespaces/\${ns}/pods/none/log`,
    `/api/v1/namespaces/\${ns}/pods/a/attach`,
    `/api/v1/namespaces/\${ns}/services/x/proxy/`,
  ],
  ...[
    `/api/v1/watch/namespaces/\${ns}/none`,
    '/api/v1/watch',
    '/api/v1/watch/',
    '/apis/apps/v1/watch',
    '/api/v1/proxy/namespaces',
    '/metrics/none',
    '/logs',
  ],
  ...[
    `/api/v1/namespaces/\${ns}/bindings`,
    `/api/v1/namespaces/\${ns}/pods/a/binding`,
    `/api/v1/namespaces/\${ns}/pods/a/eviction`,
    `/api/v1/namespaces/\${ns}/serviceaccounts/default/token`,
  ],
  ...[
    '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews/x',
    '/apis/authentication.k8s.io/v1/tokenreviews',
  ],
  ...[
    `/apis/requests.example/v1/namespaces/\${ns}/widgets/a/scale`,
    `/apis/requests.example/v1/namespaces/\${ns}/widgets/a/status/x`,
    `/apis/requests.example/v1/widgets/a`,
  ],
  ...[
    '/api/v1/%',
    '/api/v1/%zz',
    '/api%2fv1',
    '/api/v1/../v1',
    '/./api/v1',
    '/api/v1/componentstatuses/none',
    '/api/v1?x',
    '/api/v1/pods?limit',
    '/api/v1/pods?&&',
    '/api/v1/pods?;',
  ],
  ...[
    '/healthz?verbose',
    '/livez?verbose=x',
    '/version?x=1',
    '/index.html',
    '/favicon.ico',
    '/ui',
    '/swagger.json',
    '/swaggerapi',
    '/apis/metrics.k8s.io/v1beta1/nodes',
  ],
];

const USERS = ['ann', '', 'system:serviceaccount:default:default', 'system:anonymous', 'system:admin', 'a b'];

/** Mostly an Accept, now and then something about who asks or what is known already. */
export function sentHeaders(random: Random, accepts: readonly string[]): readonly Header[] {
  const headers: Header[] = [];
  if (random() < 0.5) headers.push(['Accept', pick(accepts, random)]);
  if (random() < 0.03) headers.push(['Accept', pick(accepts, random)]);
  if (random() < 0.03) headers.push(['Impersonate-User', pick(USERS, random)]);
  if (random() < 0.02) headers.push(['Impersonate-Group', pick(['system:masters', 'team', ''], random)]);
  if (random() < 0.01) headers.push(['Impersonate-Extra-Scopes', 'view']);
  if (random() < 0.01) headers.push(['Impersonate-Uid', 'u']);
  if (random() < 0.02)
    headers.push(['Authorization', pick(['Bearer wrong', 'Basic YTpi', 'Bearer', '', 'bearer  '], random)]);
  if (random() < 0.02) headers.push(['If-None-Match', pick(['*', '"x"', 'W/"x"'], random)]);
  if (random() < 0.02) headers.push(['If-Match', pick(['*', '"x"'], random)]);
  if (random() < 0.01) headers.push(['If-Modified-Since', 'Mon, 02 Jan 2006 15:04:05 GMT']);
  if (random() < 0.02) headers.push(['X-HTTP-Method-Override', 'DELETE']);
  if (random() < 0.02) headers.push(['Origin', 'https://example.com']);
  return headers;
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}
