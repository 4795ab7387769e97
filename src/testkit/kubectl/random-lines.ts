/** Random command lines of kubectl over a small cluster, as a session: the same seed gives the same lines. */
import { randomNumbers } from '../conversation/random-programs.ts';
import { parseSessions, type Session } from './parse-sessions.ts';

/** What the lines are about. Nothing in it changes on its own once the Deployment is there. */
const OBJECTS = `
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {app: web, n: "1"}}, data: {k: v, j: "1"}}
- {apiVersion: v1, kind: ConfigMap, metadata: {name: b, labels: {n: "2"}, annotations: {note: text}}, data: {}}
- {apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {p: q}}
- {apiVersion: v1, kind: ServiceAccount, metadata: {name: robot}}
- {apiVersion: v1, kind: Service, metadata: {name: web, labels: {app: web}}, spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}]}}
- {apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: reader}, rules: [{apiGroups: [""], resources: [configmaps], verbs: [get, list]}]}
- {apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: reads}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}, subjects: [{kind: User, name: ann}, {kind: ServiceAccount, name: robot, namespace: default}]}
- {apiVersion: batch/v1, kind: CronJob, metadata: {name: nightly}, spec: {schedule: "0 3 * * *", suspend: true, jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}}}}
- {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: np}, spec: {podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress]}}
- {apiVersion: apps/v1, kind: Deployment, metadata: {name: web, labels: {app: web}}, spec: {replicas: 1, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {terminationGracePeriodSeconds: 0, containers: [{name: main, image: "nginx:1", ports: [{containerPort: 8080}]}]}}}}
`;

const CHANGED = `
apiVersion: v1
kind: ConfigMap
metadata: {name: a, labels: {app: web, more: less}}
data: {k: w}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: fresh}
data: {x: "y"}
`;

const WRONG = `
apiVersion: v1
kind: Service
metadata: {name: wrong}
spec: {prots: [], ports: [{port: 0}]}
`;

type Random = () => number;

function of<T>(random: Random, choices: readonly T[]): T {
  return choices[Math.floor(random() * choices.length)] as T;
}

/** Each with its own chance, in the order given. */
function some(random: Random, chance: number, words: readonly string[]): string {
  return words.filter(() => random() < chance).join(' ');
}

const STABLE = [
  'cm/a',
  'cm/b',
  'secret/s',
  'sa/robot',
  'svc/web',
  'role/reader',
  'rolebinding/reads',
  'cronjob/nightly',
  'netpol/np',
];
const KINDS = [
  'cm',
  'configmaps',
  'secrets',
  'sa',
  'svc',
  'roles',
  'rolebindings.rbac.authorization.k8s.io',
  'cj',
  'netpol',
  'deploy',
  'rs',
  'nonsense',
  'ingresses.v1.networking.k8s.io',
];
const SHAPES = [
  'yaml',
  'json',
  'name',
  'wide',
  'jsonpath={.metadata.labels}',
  'jsonpath={.data.k}',
  'custom-columns=N:.metadata.name,L:.metadata.labels',
  'go-template={{.kind}}',
  'nonsense',
];
const SELECTORS = ['app=web', 'app!=web', 'n in (1,2)', 'n notin (1)', '!n', 'n', 'app==web,n=1', 'n=(', 'a=b=c'];
const DRY = [
  '',
  '--dry-run=server',
  '--dry-run=client',
  '--dry-run=server -o name',
  '--dry-run=client -o yaml',
  '--dry-run=odd',
];
const PATCHES = [
  '{"data":{"k":"z"}}',
  '{"metadata":{"labels":{"p":"q"}}}',
  '{"metadata":{"labels":{"app":null}}}',
  '{"spec":{"suspend":false}}',
  '{"data":{"k":1}}',
  '[{"op":"add","path":"/metadata/labels/z","value":"y"}]',
  '[{"op":"remove","path":"/nowhere"}]',
  '{',
  '{"rules":[]}',
  '{"spec":{"ports":[{"port":80,"name":"renamed"}]}}',
];
const FIELDS = [
  'pod.spec.containers',
  'deployment.spec.strategy',
  'cm',
  'svc.spec.ports.targetPort',
  'cronjob.spec --recursive',
  'job.spec.template.spec.volumes --recursive',
  'ingress --api-version=networking.k8s.io/v1',
  'nowhere',
  'pod.spec.nope',
  'hpa.spec.metrics --output=plaintext-openapiv2',
  'crd.spec.versions',
  'pv.spec --recursive --output=plaintext-openapiv2',
];

/** One line of each sort; `$` begins what is compared whole. */
const LINES: readonly ((random: Random) => string)[] = [
  (random) =>
    `$ get ${of(random, STABLE)} -o ${quoted(of(random, SHAPES))} ${some(random, 0.2, ['--show-managed-fields', '--show-labels', '--no-headers'])}`,
  (random) =>
    `$ get ${of(random, KINDS)} ${some(random, 0.3, ['--no-headers', '--show-labels', '-L app,n', '--ignore-not-found', '--chunk-size=1', '--show-kind'])} -l ${quoted(of(random, SELECTORS))}`,
  (random) =>
    `$ get ${of(random, KINDS)},${of(random, KINDS)} ${some(random, 0.3, ['--sort-by=.metadata.name', '-o wide', '-o name', '--field-selector=metadata.name=a', '--field-selector=metadata.nope=a'])}`,
  (random) =>
    `$ get ${of(random, STABLE)} ${of(random, STABLE)} ${some(random, 0.3, ['-o name', '-o wide', '--subresource=status', '--show-labels'])}`,
  (random) =>
    `$ label ${of(random, STABLE)} ${of(random, ['x=y', 'app=other', 'n-', 'bad key=1', 'x=', 'x=y x-', '9'])} ${some(random, 0.3, ['--overwrite', '--list', '--resource-version=1', '--dry-run=server', '-o name'])}`,
  (random) =>
    `$ annotate ${of(random, STABLE)} ${of(random, ['note=new', 'note-', 'other=1', 'a/b/c=d', 'x'])} ${some(random, 0.3, ['--overwrite', '--list', '--dry-run=server', '-o name', '--field-manager=me'])}`,
  (random) =>
    `$ patch ${of(random, STABLE)} --type=${of(random, ['merge', 'json', 'strategic', 'odd'])} -p ${quoted(of(random, PATCHES))} ${some(random, 0.2, ['--dry-run=server', '-o name', '--subresource=status', '--field-manager=me'])}`,
  (random) =>
    `$ create cm ${of(random, ['a', 'new', 'Bad', 'x-y'])} ${some(random, 0.5, ['--from-literal=k=v', '--from-literal=k=w', '--from-file=changed.yaml', '--append-hash'])} ${of(random, DRY)}`,
  (random) =>
    `$ create ${of(random, ['secret generic n --from-literal=a=b', 'secret docker-registry d --docker-username=u --docker-password=p', 'secret tls t --cert=none --key=none', 'sa robot', 'sa fresh', 'role r --verb=get --resource=pods,deployments.apps', 'role r --verb=odd --resource=nope', 'rolebinding rb --clusterrole=view --user=ann --group=g', 'quota q --hard=pods=1,cpu=2 --scopes=BestEffort', 'pdb p --selector=app=web --min-available=50%', 'pdb p --selector=app=web', 'ingress i --rule=a.example.org/*=web:http,tls', 'ingress i --rule=nonsense', 'job j --image=x -- echo hi', 'job j --from=cronjob/nightly', 'cronjob c --image=x --schedule=@daily', 'cronjob c --image=x --schedule=never', 'deployment d --image=x --replicas=0 --port=80', 'svc clusterip c --tcp=80:8080', 'svc nodeport n --tcp=80', 'svc externalname e --external-name=example.org', 'priorityclass pc --value=1 --dry-run=server', 'token robot --duration=1s', 'token nobody'])} ${of(random, ['', '', '--dry-run=server -o yaml', '--dry-run=client -o json', '--dry-run=server', '--validate=strict'])}`,
  (random) =>
    `$ ${of(random, ['apply', 'create', 'replace', 'delete', 'diff', 'get'])} -f ${of(random, ['changed.yaml', 'wrong.yaml', 'absent.yaml'])} ${of(random, ['', '', '--dry-run=server', '--server-side', '--validate=ignore', '--validate=warn', '--field-manager=me', '-o name'])}`,
  (random) =>
    `$ apply ${of(random, ['view-last-applied', 'set-last-applied -f changed.yaml', 'view-last-applied -o json'])} ${of(random, ['cm/a', 'cm/b', '', '-f changed.yaml'])}`,
  (random) =>
    `$ delete ${of(random, ['cm/none', 'cm -l n=2', 'cm', 'role/reader', 'svc,netpol -l app=web', 'nonsense/x'])} ${of(random, ['--dry-run=server', '--dry-run=client', '--ignore-not-found --dry-run=server', '--dry-run=server -o name', '--cascade=odd --dry-run=server'])}`,
  (random) =>
    `$ auth can-i ${of(random, ['get', 'list', '*', 'impersonate', 'bind', 'odd'])} ${of(random, ['pods', 'cm/a', 'deployments.apps', 'nodes', '*', 'nope', 'pods --subresource=log', '/metrics'])} ${of(random, ['', '--as=ann', '--as=ann --as-group=system:masters', '--as=system:serviceaccount:default:robot', '-q'])}`,
  (random) => `$p explain ${of(random, FIELDS)}`,
  (random) =>
    `$ api-resources ${some(random, 0.4, ['--api-group=apps', '--namespaced=false', '--verbs=list,deletecollection', '-o wide', '--no-headers', '--sort-by=kind', '--categories=all'])}`,
  (random) =>
    `$ wait ${of(random, ['deploy/web', 'cm/a', 'svc/web', 'deploy/none'])} --for=${of(random, ['condition=Available', 'condition=Nope', "jsonpath='{.data.k}'=v", 'jsonpath={.spec.replicas}=1', 'delete', 'create', 'condition=Available=false', 'odd'])} --timeout=${of(random, ['1s', '0s'])}`,
  (random) =>
    `$ rollout ${of(random, ['status', 'history', 'pause', 'resume', 'undo --dry-run=server', 'history --revision=1', 'restart --dry-run=server', 'undo --to-revision=9', 'odd'])} ${of(random, ['deploy/web', 'deploy/web', 'deploy/none', 'cm/a'])}`,
  (random) =>
    `$ scale ${of(random, ['deploy/web', 'cronjob/nightly', 'deploy/none'])} --replicas=${of(random, ['1', '3', '-1', 'x'])} --dry-run=server ${some(random, 0.3, ['--current-replicas=1', '--current-replicas=9', '-o name', '--resource-version=1'])}`,
  (random) =>
    `$ set ${of(random, ['image deploy/web main=nginx:2', 'image deploy/web nope=x', 'env deploy/web A=b', 'env deploy/web --list', 'env deploy/web --from=cm/a', 'env deploy/web A-', 'resources deploy/web --limits=cpu=1', 'resources deploy/web --limits=odd', 'sa deploy/web robot', 'selector svc/web app=x', 'subject rolebinding/reads --user=bob'])} ${of(random, ['--dry-run=server', '--dry-run=server -o name', '--dry-run=client -o name', '--local'])}`,
  (random) =>
    `$ ${of(random, ['expose deploy/web --port=81 --name=x', 'expose svc/web --name=y', 'expose cm/a', 'run p --image=x', 'run p --image=x --env=A=b --labels=a=b --port=80', 'autoscale deploy/web --max=3 --cpu=50%', 'autoscale deploy/web --min=5 --max=3', 'run Bad_Name --image=x'])} ${of(random, ['--dry-run=server', '--dry-run=client -o yaml', '--dry-run=server -o name'])}`,
  (random) =>
    `$ describe ${of(random, ['cm/a', 'cm/b', 'secret/s', 'role/reader', 'rolebinding/reads', 'netpol/np', 'sa/robot', 'cm/none', 'nonsense', 'cm -l n'])}`,
  (random) =>
    `$ ${of(random, ['top pods', 'top nodes', 'certificate approve none', 'cordon none', 'drain none', 'api-versions', 'cluster-info', 'auth whoami -o jsonpath={.status.userInfo.username}', 'get --raw /api/v1/namespaces/none', 'get --raw /healthz', 'get --raw /nope', 'get --raw /readyz?verbose', 'events --for=cm/a', 'plugin list', 'version --client=false -o json', 'kustomize absent'])}`,
];

function quoted(word: string): string {
  return /[ !()"{]/.test(word) ? `'${word}'` : word;
}

/** A session of that many lines, after those that make the cluster. */
export function randomLines(seed: number, lines: number): Session {
  const random = randomNumbers(seed);
  // What is listed comes in the order of a Go map.
  const chosen = Array.from({ length: lines }, () => of(random, LINES)(random).trimEnd()).map((line) =>
    line.includes(' --list') ? line.replace(/^\$ /, '$s ') : line,
  );
  const file = (name: string, text: string): string => `file ${name}\n${text.trim().replace(/^/gm, '  ')}`;
  const [session] = parseSessions(
    [
      `== lines ${seed}`,
      file('objects.yaml', OBJECTS),
      file('changed.yaml', CHANGED),
      file('wrong.yaml', WRONG),
      '$~ apply -f objects.yaml',
      '? 1: get deploy web -o jsonpath={.status.availableReplicas}',
      ...chosen,
    ].join('\n'),
  );
  if (session === undefined) throw new Error('a session was written');
  return session;
}
