/** Sources that cannot be used: what is printed names the thing and what to do, and no secret. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../testkit/temporary-folder.ts';
import { runRenderApplication } from './render-application.ts';

const URL = 'https://someone:hunter2@git.example.invalid/team/deploy.git';
const CHART = 'apiVersion: v2\nname: chart\nversion: 1.0.0\n';

function application(source: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: app}
spec:
  project: default
  destination: {server: 'https://kubernetes.default.svc', namespace: prod}
  source: ${source}
`;
}
/** Nine times as much with each line. */
function aliases(): string {
  const names = [...'abcdefghi'];
  return names
    .map(
      (name, index) =>
        `${name}: &${name} [${Array(9)
          .fill(index === 0 ? 'x' : `*${names[index - 1]}`)
          .join(', ')}]\n`,
    )
    .join('');
}

const FILES: Readonly<Record<string, string | Uint8Array>> = {
  'bad-chart/Chart.yaml': 'apiVersion: v2\nname: [\n',
  'no-version/Chart.yaml': 'apiVersion: v2\nname: chart\n',
  'bad-template/Chart.yaml': CHART,
  'bad-template/templates/a.yaml': 'a: {{ .Values.x | nosuch }}\n',
  'bad-values/Chart.yaml': CHART,
  'bad-values/values.yaml': 'a: [1\nb: 2\n',
  'required/Chart.yaml': CHART,
  'required/templates/a.yaml': 'a: {{ required "set image.tag" .Values.tag }}\n',
  'dependency/Chart.yaml': `${CHART}dependencies:\n  - {name: redis, version: 1.x.x, repository: 'https://someone:hunter2@charts.example.invalid'}\n`,
  'bad-yaml/a.yaml': 'apiVersion: v1\nkind: ConfigMap\n  metadata: {name: a}\n',
  'no-kind/a.yaml': 'apiVersion: v1\nmetadata: {name: a, labels: {"kind:": x}}\n',
  'no-text/a.yaml': new Uint8Array([0x6b, 0x69, 0x6e, 0x64, 0x3a, 0x20, 0xff, 0xfe, 0x0a]),
  'bomb/a.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n${aliases()}`,
  'bad-base/kustomization.yaml': 'resources: [nowhere.yaml]\n',
  'bad-field/kustomization.yaml': 'resourcez: [a.yaml]\n',
  'far-base/kustomization.yaml': `resources: ['https://someone:hunter2@git.example.invalid/x.git//base?ref=v1']\n`,
  'bad-jsonnet/a.jsonnet': '{ a: 1 +\n',
  'failing-jsonnet/a.jsonnet': "local tag = error 'set the tag'; { kind: 'X', tag: tag }",
  'missing-path.yaml': application(`{repoURL: '${URL}', path: nowhere, targetRevision: main}`),
  'outside.yaml': application(`{repoURL: '${URL}', path: ../.., targetRevision: main}`),
  'other.yaml': application(
    `{repoURL: 'https://someone:hunter2@other.example.invalid/x.git', path: a, targetRevision: main}`,
  ),
  'values-file.yaml': application(
    `{repoURL: '${URL}', path: required, targetRevision: main, helm: {valueFiles: [nowhere.yaml]}}`,
  ),
  'values-outside.yaml': application(
    `{repoURL: '${URL}', path: required, targetRevision: main, helm: {valueFiles: [../../../../etc/passwd]}}`,
  ),
  'values-text.yaml': application(`{repoURL: '${URL}', path: required, targetRevision: main, helm: {values: 'a: [1'}}`),
  'chart-and-path.yaml': application(
    `{repoURL: 'https://charts.example.invalid', chart: redis, targetRevision: 1.0.0}`,
  ),
  'not-an-app.yaml': 'kind: Application\nspec: 7\n',
};

async function repository() {
  const folder = await temporaryFolder();
  const clone = join(folder.path, 'clone');
  for (const [path, content] of Object.entries(FILES)) {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    writeFileSync(join(clone, path), content);
  }
  mkdirSync(join(clone, 'loop'));
  symlinkSync('b.yaml', join(clone, 'loop/a.yaml'));
  symlinkSync('a.yaml', join(clone, 'loop/b.yaml'));
  mkdirSync(join(clone, 'leading-out'));
  symlinkSync('../../../etc/passwd', join(clone, 'leading-out/a.yaml'));
  mkdirSync(join(clone, 'huge'));
  writeFileSync(
    join(clone, 'huge/a.yaml'),
    `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: "${'x'.repeat(11_000_000)}"}\n`,
  );
  const git = (...argv: string[]) =>
    execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...argv], { cwd: clone });
  git('init', '--quiet', '--initial-branch=main');
  git('remote', 'add', 'origin', URL);
  git('add', '-A');
  git('commit', '--quiet', '-m', 'one');
  return { clone, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

/** What is wrong, what is rendered, and what is printed behind the Application and its source. */
const CASES: readonly (readonly [string, string, string])[] = [
  [
    'a chart that is no YAML',
    'bad-chart',
    '1 … rpc error: code = Unknown desc = failed to execute helm template command: failed running helm: `helm template . --name-template bad-chart --kube-version 1.36.0 <api versions removed> --include-crds` failed exit status 1: Error: cannot load Chart.yaml: error converting YAML to JSON: yaml: line 2: did not find expected node content\n',
  ],
  [
    'a chart without a version',
    'no-version',
    '1 … rpc error: code = Unknown desc = failed to execute helm template command: failed running helm: `helm template . --name-template no-version --kube-version 1.36.0 <api versions removed> --include-crds` failed exit status 1: Error: validation: chart.metadata.version is required\n',
  ],
  [
    'a function that is none',
    'bad-template',
    '1 … rpc error: code = Unknown desc = failed to execute helm template command: failed running helm: `helm template . --name-template bad-template --kube-version 1.36.0 <api versions removed> --include-crds` failed exit status 1: Error: parse error at (chart/templates/a.yaml:1): function "nosuch" not defined\n\nUse --debug flag to render out invalid YAML\n',
  ],
  [
    'values that are no YAML',
    'bad-values',
    "1 … rpc error: code = Unknown desc = failed to execute helm template command: failed running helm: `helm template . --name-template bad-values --kube-version 1.36.0 <api versions removed> --include-crds` failed exit status 1: Error: cannot load values.yaml: cannot unmarshal yaml document: error converting YAML to JSON: yaml: line 1: did not find expected ',' or ']'\n",
  ],
  [
    'a value that the chart wants',
    'required',
    '1 … rpc error: code = Unknown desc = failed to execute helm template command: failed running helm: `helm template . --name-template required --kube-version 1.36.0 <api versions removed> --include-crds` failed exit status 1: Error: execution error at (chart/templates/a.yaml:1:6): set image.tag\n\nUse --debug flag to render out invalid YAML\n',
  ],
  [
    'a password in the address of a dependency',
    'dependency',
    '1 … rpc error: code = Unknown desc = failed to build chart dependencies: dependency redis 1.x.x: https://charts.example.invalid/index.yaml: user information in the address is not permitted\n',
  ],
  [
    'a manifest that is no YAML',
    'bad-yaml',
    '1 … rpc error: code = FailedPrecondition desc = Failed to unmarshal "a.yaml": failed to unmarshal manifest: error converting YAML to JSON: yaml: line 3: mapping values are not allowed in this context\n',
  ],
  [
    'a manifest without a kind',
    'no-kind',
    '1 … rpc error: code = FailedPrecondition desc = Failed to unmarshal "a.yaml": failed to unmarshal manifest: line 1: Object \'Kind\' is missing\n',
  ],
  [
    'what is no UTF-8 is replaced, as Argo CD replaces it',
    'no-text',
    '0 ---\napiVersion: ""\nkind: ��\nmetadata: {}\n',
  ],
  [
    'aliases that multiply',
    'bomb',
    '1 … rpc error: code = FailedPrecondition desc = Failed to unmarshal "a.yaml": failed to unmarshal manifest: error converting YAML to JSON: yaml: document contains excessive aliasing\n',
  ],
  [
    'a base that is not there',
    'bad-base',
    "1 … rpc error: code = Unknown desc = `kustomize build <path to cached source>/bad-base` failed exit status 1: Error: accumulating resources: accumulation err='accumulating resources from 'nowhere.yaml': evalsymlink failure on '<path to cached source>/bad-base/nowhere.yaml' : lstat <path to cached source>/bad-base/nowhere.yaml: no such file or directory': must build at directory: not a valid directory: evalsymlink failure on '<path to cached source>/bad-base/nowhere.yaml' : lstat <path to cached source>/bad-base/nowhere.yaml: no such file or directory (at bad-base/kustomization.yaml: resources[0])\n",
  ],
  [
    'a field that Kustomize does not know',
    'bad-field',
    '1 … rpc error: code = Unknown desc = `kustomize build <path to cached source>/bad-field` failed exit status 1: Error: invalid Kustomization: json: unknown field "resourcez" (at bad-field/kustomization.yaml)\n',
  ],
  [
    'a password in the address of a base that cannot be reached',
    'far-base',
    "1 … rpc error: code = Unknown desc = `kustomize build <path to cached source>/far-base` failed exit status 1: Error: accumulating resources: accumulation err='accumulating resources from 'https://git.example.invalid/x.git//base?ref=v1': URL is a git repository': failed to run 'git fetch --depth=1 https://git.example.invalid/x.git v1': https://git.example.invalid/x.git: cannot connect (ENOTFOUND) (at far-base/kustomization.yaml: resources[0])\n",
  ],
  [
    'a program that ends too early',
    'bad-jsonnet',
    '1 … rpc error: code = FailedPrecondition desc = Failed to evaluate jsonnet "a.jsonnet": <path to cached source>/bad-jsonnet/a.jsonnet:2:1 Unexpected end of file\n\n\n\n\n',
  ],
  [
    'a program that says what is missing',
    'failing-jsonnet',
    '1 … rpc error: code = FailedPrecondition desc = Failed to evaluate jsonnet "a.jsonnet": RUNTIME ERROR: set the tag\n\t<path to cached source>/failing-jsonnet/a.jsonnet:1:13-32\tthunk <tag> from <$>\n\t<path to cached source>/failing-jsonnet/a.jsonnet:1:52-55\tobject <anonymous>\n\tField "tag"\t\n\tDuring manifestation\t\n\n',
  ],
  [
    'a path that is not there',
    'missing-path.yaml',
    '1 … rpc error: code = Unknown desc = nowhere: app path does not exist\n',
  ],
  ['a path that leads out', 'outside.yaml', '1 … rpc error: code = Unknown desc = ../..: app path outside root\n'],
  [
    'a repository that cannot be reached',
    'other.yaml',
    '1 … rpc error: code = Unknown desc = failed to list refs: https://other.example.invalid/x.git: cannot connect (ENOTFOUND)\n',
  ],
  [
    'a value file that is not there',
    'values-file.yaml',
    '1 … rpc error: code = Unknown desc = failed to execute helm template command: failed running helm: `helm template . --name-template app --namespace prod --kube-version 1.36.0 --values <path to cached source>/required/nowhere.yaml <api versions removed> --include-crds` failed exit status 1: Error: open <path to cached source>/required/nowhere.yaml: no such file or directory\n',
  ],
  [
    'a value file outside',
    'values-outside.yaml',
    "1 … rpc error: code = Unknown desc = error resolving helm value files: error resolving value file path: file '../../../../etc/passwd' resolved to outside repository root\n",
  ],
  [
    'values in the Application that are no YAML',
    'values-text.yaml',
    "1 … rpc error: code = Unknown desc = failed to execute helm template command: failed running helm: `helm template . --name-template app --namespace prod --kube-version 1.36.0 --values <values of the Application> <api versions removed> --include-crds` failed exit status 1: Error: failed to parse the values of the Application: cannot unmarshal yaml document: error converting YAML to JSON: yaml: line 1: did not find expected ',' or ']'\n",
  ],
  [
    'a chart repository that cannot be reached',
    'chart-and-path.yaml',
    '1 … rpc error: code = Unknown desc = error fetching chart: https://charts.example.invalid/index.yaml: cannot connect (ENOTFOUND)\n',
  ],
  [
    'an Application that is none',
    'not-an-app.yaml',
    '1 Error: <clone>/not-an-app.yaml: there is no Application in it\n',
  ],
  [
    'links in a circle',
    'loop',
    '1 … rpc error: code = Unknown desc = repository contains out-of-bounds symlinks. file: loop/a.yaml\n',
  ],
  [
    'a link that leads out',
    'leading-out',
    '1 … rpc error: code = Unknown desc = repository contains out-of-bounds symlinks. file: leading-out/a.yaml\n',
  ],
  [
    'a file of 11 MB',
    'huge',
    '1 … rpc error: code = Unknown desc = failed to get potentially valid manifests: exceeded max combined manifest file size at huge/a.yaml (10000000 bytes)\n',
  ],
  ['a folder that is not there', 'nowhere', '1 Error: <clone>/nowhere: no such file or folder\n'],
  ['a revision that is not there', 'no-kind --revision v9.9.9', '1 … <clone>: there is no revision v9.9.9\n'],
  [
    'an option as a revision',
    'no-kind --revision --upload-pack=x',
    '1 Error: --revision --upload-pack=x: begins with a dash\n',
  ],
];

describe('what is printed', async () => {
  const given = await repository();
  afterAll(() => given[Symbol.asyncDispose]());
  test.each(CASES)('%s', { timeout: 30_000 }, async (_reason, subject, expected) => {
    const printed: string[] = [];
    const print = (text: string): void => void printed.push(text);
    const [name = '', ...more] = subject.split(' ');
    const streams = { print, complain: print };
    const code = await runRenderApplication([join(given.clone, name), ...more], streams, {
      workingFolder: given.clone,
    });
    const text = printed.join('');
    expect(text).not.toContain('hunter2');
    expect(`${code} ${text.replaceAll(given.clone, '<clone>').replace(SOURCE, '… ')}`).toBe(expected);
  });
});

/** Application and source stand before every fault of a source. */
const SOURCE =
  /^Error: Application \S+ \(<clone>\/\S+\), source https:\/\/\S+ \S+: (?:failed to generate manifest for source 1 of 1: )?/;
