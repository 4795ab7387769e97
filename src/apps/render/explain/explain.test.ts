/** Where values come from, told by the command as people run it, over folders on disk. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../testkit/temporary-folder.ts';
import { runRenderApplication } from '../application/render-application.ts';
import { parseExplainedPath } from './explained-path.ts';

const configMap = (name: string, value: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: {value: ${value}, other: fixed}\n`;

const FILES: Readonly<Record<string, string>> = {
  'plain/a.yaml': configMap('plain', 'one'),
  'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
  'chart/values.yaml': 'lamp: {colour: red, size: big}\nunused: 1\n',
  'chart/templates/a.yaml': configMap('lamp', "'{{ .Values.lamp.colour }}-{{ .Values.suffix }}'"),
  'chart/templates/s.yaml':
    'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {key: CANARY-{{ .Values.lamp.size }}}\n',
  'base/kustomization.yaml': 'resources: [deployment.yaml]\n',
  'base/deployment.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 1, template: {spec: {containers: [{name: web, image: "web:1"}]}}}\n',
  'prod/kustomization.yaml':
    'resources: [../base]\nnamespace: prod\nimages: [{name: web, newTag: "2"}]\npatches: [{path: more.yaml}, {path: label.yaml}]\n',
  'prod/more.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 3}\n',
  'prod/label.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, labels: {tier: front}}\n',
  'jsonnet/a.jsonnet':
    '{apiVersion: "v1", kind: "ConfigMap", metadata: {name: "j"}, data: {value: std.extVar("colour"), other: "x"}}\n',
};

const PLUGIN_FILES: Readonly<Record<string, string>> = {
  'plugin/in.txt': 'size: big\n',
  'plugins/plugin.yaml':
    'kind: ConfigManagementPlugin\napiVersion: argoproj.io/v1alpha1\nmetadata: {name: sizes}\nspec: {generate: {command: [sh, make.sh]}}\n',
  'plugin/make.sh':
    'size="$(sed "s/size: //" in.txt)"\necho "{apiVersion: v1, kind: ConfigMap, metadata: {name: p}, data: {size: \'$size $ARGOCD_ENV_WHO\'}}"\n',
};

interface Explained {
  readonly path: string;
  readonly options?: object;
  readonly flags?: (folder: string) => readonly string[];
  readonly files?: Readonly<Record<string, string>>;
}

async function explain(path: string, app: Explained) {
  await using folder = await temporaryFolder();
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(folder.path, name)), { recursive: true });
    writeFileSync(join(folder.path, name), text);
  };
  for (const [name, text] of Object.entries(app.files ?? FILES)) write(name, text);
  const source = { repoURL: 'https://git.test/a', path: app.path, ...app.options };
  const spec = { project: 'default', destination: { namespace: 'n' }, source };
  const type = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' };
  write('app.json', JSON.stringify({ ...type, metadata: { name: 'web' }, spec }));
  const local = `https://git.test/a=${folder.path}`;
  let [out, err] = ['', ''];
  const streams = {
    print(text: string): void {
      out += text;
    },
    complain(text: string): void {
      err += text;
    },
  };
  const flags = app.flags?.(folder.path) ?? [];
  const argv = [join(folder.path, 'app.json'), '--local', local, '--offline', '--explain', path, ...flags];
  const code = await runRenderApplication(argv, streams, { workingFolder: folder.path });
  return { code, out, err };
}

test('a value of a file stands there', async () => {
  expect(await explain('ConfigMap/plain:data.value', { path: 'plain' })).toEqual({
    code: 0,
    out: 'ConfigMap/plain:/data/value = "one"\nmade by plain/a.yaml, document 1 (Directory)\nit stands there as it is\n',
    err: '',
  });
});

test('a value that is not there is set by nothing', async () => {
  expect(await explain('ConfigMap/plain:data.more', { path: 'plain' })).toEqual({
    code: 0,
    out: 'ConfigMap/plain:/data/more = absent\nmade by plain/a.yaml, document 1 (Directory)\nnothing sets it\n',
    err: '',
  });
});

test('Helm: the key of the values file, and the parameter, each with what would be without it', async () => {
  const helm = {
    parameters: [
      { name: 'suffix', value: 'x' },
      { name: 'unused', value: '2' },
    ],
  };
  const { out, code } = await explain('configmap/lamp:data.value', { path: 'chart', options: { helm } });
  expect(code).toBe(0);
  expect(out.split('\n')).toEqual([
    'configmap/lamp:/data/value = "red-x"',
    'made by chart/templates/a.yaml, document 1 (Helm)',
    'what has a say, the last word last:',
    '  chart/values.yaml: lamp.colour: without it "-x"',
    '  spec.source.helm.parameters[0] ({"name":"suffix","value":"x"}): without it "red-"',
    'not known: which line of the template wrote it',
    '',
  ]);
});

test('Helm: what the template itself says is nobody else’s', async () => {
  const { out } = await explain('configmap/lamp:data.other', { path: 'chart' });
  expect(out).toMatch(
    /= "fixed"\n.*\nit stands there as it is: none of \d+ other things changes it\nnot known: which line/,
  );
});

test('Secrets are explained without being told', async () => {
  const { out } = await explain('secret/s:data.key', { path: 'chart' });
  expect(out).toContain('/data/key = "++++++++"\n');
  expect(out).toContain('chart/values.yaml: lamp.size: without it "++++++++++++"\n');
  expect(out).not.toMatch(/CANARY|Q0FOQVJZ/);
});

test('Kustomize: base, patch and transformer', async () => {
  const lines = async (path: string, options: object = {}) =>
    (await explain(path, { path: 'prod', options })).out.split('\n').slice(2, -1);
  expect(await lines('deployment/web:spec.replicas')).toEqual([
    'what has a say, the last word last:',
    '  prod/kustomization.yaml: patches[0] ({"path":"more.yaml"}): without it 1',
    expect.stringMatching(/^not known: whether these have a say, for nothing is rendered without them: .*resources/),
  ]);
  expect((await lines('deployment/web:spec.template.spec.containers[0].image'))[1]).toBe(
    '  prod/kustomization.yaml: images[0] ({"name":"web","newTag":"2"}): without it "web:1"',
  );
  expect((await lines('deployment/web:/metadata/labels/tier'))[1]).toBe(
    '  prod/kustomization.yaml: patches[1] ({"path":"label.yaml"}): without it absent',
  );
  const kustomize = { replicas: [{ name: 'web', count: 5 }] };
  expect((await lines('deployment/web:spec.replicas', { kustomize })).slice(1, 2)).toEqual([
    '  spec.source.kustomize.replicas[0] ({"name":"web","count":5}): without it 3',
  ]);
});

test('Jsonnet: variables from outside are told where something is rendered without them', async () => {
  const directory = { jsonnet: { extVars: [{ name: 'colour', value: 'red' }] } };
  const given = { path: 'jsonnet', options: { directory } };
  expect((await explain('configmap/j:data.value', given)).out).toMatch(
    /= "red"\nmade by jsonnet\/a.jsonnet, document 1 \(Directory\)\n[\s\S]*spec.source.directory.jsonnet.extVars\[0\]/,
  );
  expect((await explain('configmap/j:data.other', given)).out).toContain('= "x"\n');
});

test('what is not made, and what cannot be rendered', async () => {
  const absent = await explain('configmap/none:data', { path: 'plain' });
  expect(absent).toEqual({ code: 1, out: '', err: 'Error: no Application makes configmap/none\n' });
  expect((await explain('configmap/none:data', { path: 'nowhere' })).err).toContain('nowhere: app path does not exist');
});

test.each([
  ['Deployment/web:spec.replicas', { kind: 'Deployment', name: 'web', steps: ['spec', 'replicas'] }],
  ['role/system:node:rules[0].verbs[1]', { kind: 'role', name: 'system:node', steps: ['rules', '0', 'verbs', '1'] }],
  ['a/b:/x~1y/z', { kind: 'a', name: 'b', steps: ['x/y', 'z'] }],
  ['a/b:', { kind: 'a', name: 'b', steps: [] }],
])('%s', (text, path) => {
  expect(parseExplainedPath(text)).toEqual(path);
});

test.each(['', 'a', 'a/b', '/b:c', 'a/:c'])('no path: %s', (text) => {
  expect(() => parseExplainedPath(text)).toThrow('it is KIND/NAME:PATH');
});

test('a variable that nothing is made without is tried with another value', async () => {
  const directory = { jsonnet: { extVars: [{ name: 'colour', value: 'red' }] } };
  const { out } = await explain('configmap/j:data.value', { path: 'jsonnet', options: { directory } });
  expect(out.split('\n').slice(2)).toEqual([
    'what has a say, the last word last:',
    '  spec.source.directory.jsonnet.extVars[0] ({"name":"colour","value":"red"}): with another value "red-another"',
    '',
  ]);
});

test('plugins: which files they got, which of them have a say, and their variables', async () => {
  const plugin = { name: 'sizes', env: [{ name: 'WHO', value: 'me' }] };
  const flags = (folder: string) => ['--plugins', join(folder, 'plugins')];
  const app = { path: 'plugin', options: { plugin }, flags, files: PLUGIN_FILES };
  const { out, err } = await explain('configmap/p:data.size', app);
  expect(err).toBe('');
  expect(out.split('\n')).toEqual([
    'configmap/p:/data/size = "big me"',
    'made by output of plugin sizes, document 1 (Plugin)',
    'what has a say, the last word last:',
    '  plugin/in.txt: with it empty " me"',
    '  plugin/make.sh: with it empty the object is not there, or has another name',
    '  spec.source.plugin.env[0] ({"name":"WHO","value":"me"}): without it "big "',
    'the plugin got 4 files; the value stands in none of them',
    'not known: how the plugin made it',
    '',
  ]);
});
