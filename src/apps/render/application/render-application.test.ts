/** Applications, folders and repositories rendered from real clones on disk and from real servers. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { gitEnvironment } from '../../../testkit/git-environment.ts';
import { temporaryFolder } from '../../../testkit/temporary-folder.ts';
import { runRenderApplication } from './render-application.ts';

const URL = 'https://git.example.com/team/deploy.git';

function configMap(name: string, value = 'one'): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  value: ${value}\n`;
}

/** As it is printed. */
function printed(name: string, value = 'one'): string {
  return `---\napiVersion: v1\ndata:\n  value: ${value}\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
}

function application(name: string, path: string, more: { readonly url?: string; readonly helm?: string } = {}): string {
  const helm = more.helm === undefined ? '' : `\n    helm: ${more.helm}`;
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${name}
spec:
  project: default
  destination: {server: 'https://kubernetes.default.svc', namespace: prod}
  source:
    repoURL: ${more.url ?? URL}
    path: ${path}
    targetRevision: main${helm}
`;
}

const FILES: Readonly<Record<string, string>> = {
  'plain/a.yaml': configMap('plain'),
  'kustomized/kustomization.yaml': 'resources: [../base]\nnamePrefix: my-\n',
  'base/kustomization.yaml': 'resources: [a.yaml]\n',
  'base/a.yaml': configMap('plain'),
  'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
  'chart/values.yaml': 'value: one\n',
  'chart/templates/a.yaml': configMap('{{ .Release.Name }}-{{ .Release.Namespace }}', '{{ .Values.value }}'),
  'apps/chart.yaml': application('charted', 'chart'),
  'apps/root.yaml': application('root', 'apps'),
  'apps/kustomized.yaml': application('kustomized', 'kustomized'),
};

async function environment(files = FILES) {
  const folder = await temporaryFolder();
  const clone = join(folder.path, 'clone');
  mkdirSync(clone);
  const git = (...argv: string[]): string =>
    execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...argv], {
      cwd: clone,
      encoding: 'utf8',
    }).trim();
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    writeFileSync(join(clone, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  git('init', '--quiet', '--initial-branch=main');
  git('remote', 'add', 'origin', URL);
  git('add', '-A');
  git('commit', '--quiet', '-m', 'one');
  return {
    folder: folder.path,
    clone,
    git,
    write,
    render: (...argv: string[]) => render(argv, clone),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

async function render(argv: readonly string[], workingFolder: string) {
  const [out, err]: [string[], string[]] = [[], []];
  const streams = { print: (text: string) => void out.push(text), complain: (text: string) => void err.push(text) };
  const code = await runRenderApplication(argv, streams, { workingFolder });
  return { code, out: out.join(''), err: err.join('') };
}

test('a folder is a source: plain, kustomized with a base beside it, and a chart', async () => {
  await using given = await environment();
  const at = (path: string) => join(given.clone, path);
  expect(await given.render(at('plain'))).toEqual({ code: 0, out: printed('plain'), err: '' });
  expect(await given.render(at('kustomized'))).toEqual({ code: 0, out: printed('my-plain'), err: '' });
  expect(await given.render(at('chart'), '--name', 'web', '-n', 'prod', '--offline')).toEqual({
    code: 0,
    out: printed('web-prod'),
    err: '',
  });
});

test('an Application is rendered from the working tree of the clone around it', async () => {
  await using given = await environment();
  const file = join(given.clone, 'apps/chart.yaml');
  expect(await given.render(file, '--offline')).toEqual({ code: 0, out: printed('charted-prod'), err: '' });
  given.write('chart/values.yaml', 'value: changed\n');
  given.write('chart/templates/b.yaml', configMap('untracked'));
  expect((await given.render(file)).out).toBe(printed('charted-prod', 'changed') + printed('untracked'));
  expect((await given.render(file, '--revision', 'HEAD')).out).toBe(printed('charted-prod'));
});

test('apps of apps: each once, though one is its own', async () => {
  await using given = await environment();
  const root = join(given.clone, 'apps/root.yaml');
  const { code, out, err } = await given.render(root, '--recursive', '--offline');
  expect([code, err]).toEqual([0, '']);
  expect(out.match(/^# .*$/gm)).toEqual([
    `# Application: root, source: ${URL} apps`,
    `# Application: charted, source: ${URL} chart`,
    `# Application: kustomized, source: ${URL} kustomized`,
  ]);
  expect(out).toContain(printed('my-plain'));
  const names = await given.render(root, '-r', '--offline', '-o', 'name');
  expect(names.out.split('\n')).toEqual([
    'application.argoproj.io/charted',
    'application.argoproj.io/kustomized',
    'application.argoproj.io/root',
    'configmap/charted-prod',
    'configmap/my-plain',
    '',
  ]);
});

const NOWHERE = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: nowhere}
spec: {project: default, destination: {}}
`;

test('what fails is told with application, source, file and line; the others are rendered', async () => {
  await using given = await environment({
    ...FILES,
    'broken/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: [\n',
    'all.yaml': `${application('gone', 'none')}---\n${application('bad', 'broken')}---\n${application('good', 'plain')}---\n${NOWHERE}`,
  });
  const { code, out, err } = await given.render(join(given.clone, 'all.yaml'));
  expect(code).toBe(1);
  expect(out).toBe(`# Application: good, source: ${URL} plain\n${printed('plain')}`);
  const [gone, bad, nowhere] = err.split('\n');
  expect(nowhere).toMatch(
    /^Error: Application nowhere \(.*:37\): the Application has no source, or one without repoURL$/,
  );
  expect(gone).toContain(`Error: Application gone (${given.clone}/all.yaml:1), source ${URL} none: `);
  expect(gone).toContain('none: app path does not exist');
  expect(bad).toContain(`source ${URL} broken: `);
  expect(bad).toContain('"a.yaml"');
  expect(bad).toContain('line 4');
});

test('differences between two commits, and between a commit and the working tree', async () => {
  await using given = await environment({ ...FILES, 'plain/secret.yaml': secret('old-password') });
  const first = given.git('rev-parse', 'HEAD');
  given.write('plain/a.yaml', configMap('plain', 'two'));
  given.write('plain/secret.yaml', secret('new-password'));
  given.git('commit', '--quiet', '-a', '-m', 'two');
  given.write('plain/b.yaml', configMap('added'));
  const plain = join(given.clone, 'plain');
  expect(await given.render(plain, '--diff', 'HEAD')).toEqual({
    code: 1,
    out: `===== /ConfigMap /added ======
--- HEAD
+++ working tree
@@ -0,0 +1,6 @@
+apiVersion: v1
+data:
+  value: one
+kind: ConfigMap
+metadata:
+  name: added
`,
    err: '',
  });
  const between = await given.render(plain, '--revision', 'HEAD', '--diff', first);
  expect(between.code).toBe(1);
  expect(between.out).toContain('-  value: one\n+  value: two\n');
  expect(between.out).toContain('===== /Secret /login ======');
  expect(between.out).not.toMatch(/password|b2xk|bmV3/);
  expect(await given.render(plain, '--revision', first, '--diff', 'HEAD~1')).toEqual({ code: 0, out: '', err: '' });
});

function secret(password: string): string {
  return `apiVersion: v1\nkind: Secret\nmetadata:\n  name: login\nstringData:\n  value: ${password}\n`;
}

test('a difference of the Application itself, and a folder that was not there', async () => {
  await using given = await environment();
  given.write('apps/chart.yaml', application('charted', 'chart', { helm: '{values: "value: two"}' }));
  given.write('new/a.yaml', configMap('new'));
  const changed = await given.render(join(given.clone, 'apps/chart.yaml'), '--diff', 'HEAD');
  expect(changed.code).toBe(1);
  expect(changed.out).toContain('-  value: one\n+  value: two\n');
  const added = await given.render(join(given.clone, 'new'), '--diff', 'HEAD');
  expect([added.code, added.err]).toEqual([1, '']);
  expect(added.out).toContain('+  name: new\n');
  expect((await given.render(join(given.clone, 'new'), '--diff', 'none')).code).toBe(2);
});

test('--local names clones and folders; --offline refuses everything else by name', async () => {
  await using given = await environment();
  const other = 'https://git.example.com/other/place.git';
  const file = join(given.folder, 'app.yaml');
  writeFileSync(file, application('web', 'plain', { url: other }));
  const refused = await given.render(file, '--offline');
  expect([refused.code, refused.out]).toEqual([1, '']);
  expect(refused.err).toContain(other);
  expect(refused.err).toContain('--offline');
  expect((await given.render(file, '--offline', '--local', `${other}=${given.clone}`)).out).toBe(printed('plain'));
  writeFileSync(file, application('web', 'plain', { url: 'git@git.example.com:team/deploy' }));
  expect((await given.render(file, '--offline', '--local', given.clone)).out).toBe(printed('plain'));
});

test('charts and their dependencies are refused offline by name', async () => {
  await using given = await environment({
    ...FILES,
    'chart/Chart.yaml': `${FILES['chart/Chart.yaml']}dependencies: [{name: db, version: 1.0.0, repository: 'https://charts.example.com'}]\n`,
  });
  const { code, err } = await given.render(join(given.clone, 'chart'), '--offline');
  expect(code).toBe(1);
  expect(err).toContain('charts.example.com');
});

test('a repository of a server, at a revision, and its differences', async () => {
  await using server = await gitEnvironment();
  await using folder = await temporaryFolder();
  const repository = await server.createTestRepository('deploy');
  const first = await repository.commit({ files: { 'plain/a.yaml': configMap('a') } });
  await repository.commit({ files: { 'plain/a.yaml': configMap('a', 'two') } });
  const from = ['--repo', repository.url, '--path', 'plain'];
  expect(await render(from, folder.path)).toEqual({ code: 0, out: printed('a', 'two'), err: '' });
  expect((await render([...from, '--revision', first], folder.path)).out).toBe(printed('a'));
  expect((await render([...from, '--diff', first.slice(0, 10)], folder.path)).out).toContain(
    '-  value: one\n+  value: two\n',
  );
  const bare = await render(['--repo', repository.folder, '--path', 'plain', '--offline'], folder.path);
  expect(bare).toEqual({ code: 0, out: printed('a', 'two'), err: '' });
});

test('several sources of the working tree, and a project of a file', async () => {
  await using given = await environment({ ...FILES, 'values/prod.yaml': 'value: referenced\n' });
  const sources = `[{repoURL: '${URL}', path: chart, helm: {valueFiles: [$v/values/prod.yaml]}}, {repoURL: '${URL}', ref: v}]`;
  const [head = ''] = application('several', 'chart').split('  source:');
  given.write('several.yaml', `${head}  sources: ${sources}\n`);
  const file = join(given.clone, 'several.yaml');
  expect(await given.render(file, '--offline')).toEqual({
    code: 0,
    out: printed('several-prod', 'referenced'),
    err: '',
  });
  const settings = join(given.folder, 'settings.yaml');
  const metadata = { name: 'default' };
  const project = { apiVersion: 'argoproj.io/v1alpha1', kind: 'AppProject', metadata, spec: { sourceRepos: [] } };
  writeFileSync(settings, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [project] }));
  given.write('kustomized/kustomization.yaml', `resources: ['${URL}//base']\n`);
  const forbidden = await given.render(join(given.clone, 'kustomized'), '--argocd-cm', settings);
  expect([forbidden.code, forbidden.out]).toEqual([1, '']);
  expect(forbidden.err).toContain(`base repo ${URL} is not permitted in project 'default'`);
});

test('a base in the same repository: of the working tree, or of the ref that is named', async () => {
  await using given = await environment();
  const base = (ref: string) => `resources: ['${URL}//base${ref}']\n`;
  given.write('base/a.yaml', configMap('changed'));
  given.write('kustomized/kustomization.yaml', base(''));
  const folder = join(given.clone, 'kustomized');
  expect(await given.render(folder, '--offline')).toEqual({ code: 0, out: printed('changed'), err: '' });
  given.write('kustomized/kustomization.yaml', base('?ref=main'));
  expect((await given.render(folder, '--offline')).out).toBe(printed('plain'));
});

test('--trace tells what was read', async () => {
  await using given = await environment();
  const { err } = await given.render(join(given.clone, 'kustomized'), '--trace');
  expect(err).toContain(`trace of kustomized: ${URL} kustomized\n`);
  expect(err).toMatch(/^ {2}entry base\/a\.yaml → file [0-9a-f]{12}$/m);
});

/** Every tool in one repository: what each makes of the number in its own file. */
const TOOLS: Readonly<Record<string, string>> = {
  'directory/a.yaml': configMap('one', '"7"'),
  'jsonnet/a.jsonnet': `local lib = import 'lib/number.libsonnet'; {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'one'}, data: {value: lib.number}}`,
  'jsonnet/lib/number.libsonnet': `{number: '7'}`,
  'kustomize/kustomization.yaml': 'resources: [a.yaml]\n',
  'kustomize/a.yaml': configMap('one', '"7"'),
  'helm/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
  'helm/values.yaml': 'value: 7\n',
  'helm/templates/a.yaml': configMap('one', '{{ .Values.value | quote }}'),
  'plugin/number.txt': '7',
};

const NUMBER_PLUGIN = `apiVersion: argoproj.io/v1alpha1
kind: ConfigManagementPlugin
metadata: {name: number}
spec:
  discover: {fileName: number.txt}
  generate:
    command: [sh, -c, 'printf "apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: one}\\ndata: {value: \\"%s\\"}\\n" "$(cat number.txt)"']
`;

test.each([
  ['directory', 'a.yaml', /entry directory\/a\.yaml → file/],
  ['jsonnet', 'lib/number.libsonnet', /entry jsonnet\/lib\/number\.libsonnet → file/],
  ['kustomize', 'a.yaml', /entry kustomize\/a\.yaml → file/],
  ['helm', 'values.yaml', /entry helm\/values\.yaml → file/],
  ['plugin', 'number.txt', /plugin \(any\) in \S*plugin, generate → /],
])('%s: rendered, traced, and compared with a commit', async (tool, file, read) => {
  await using given = await environment(TOOLS);
  const plugins = join(given.folder, 'plugins');
  mkdirSync(plugins);
  writeFileSync(join(plugins, 'number.yaml'), NUMBER_PLUGIN);
  const at = (...argv: readonly string[]) => given.render(join(given.clone, tool), '--plugins', plugins, ...argv);
  const { code, out, err } = await at('--trace');
  expect([code, out]).toEqual([0, printed('one', '"7"')]);
  expect(err).toMatch(read);
  expect(await at('--diff', 'HEAD')).toEqual({ code: 0, out: '', err: '' });
  const path = `${tool}/${file}`;
  given.write(path, (TOOLS[path] ?? '').replace('7', '8'));
  const changed = await at('--diff', 'HEAD');
  expect([changed.code, changed.out]).toEqual([1, expect.stringContaining('-  value: "7"\n+  value: "8"\n')]);
});

const FLEET = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: fleet}
spec: {generators: [{list: {elements: []}}], template: {metadata: {name: x}, spec: {project: default, destination: {}}}}
`;

test('ApplicationSets are named: those of the file always, those among the manifests where apps of apps are rendered', async () => {
  await using given = await environment({ ...FILES, 'apps/set.yaml': FLEET, 'only.yaml': FLEET });
  given.write('both.yaml', `${FLEET}---\n${application('root', 'apps')}`);
  const both = await given.render(join(given.clone, 'both.yaml'), '-r', '-o', 'name', '--offline');
  const note = (origin: string) =>
    `Note: ApplicationSet fleet (${origin}) is not expanded: its Applications are not rendered\n`;
  expect([both.code, both.err]).toEqual([
    0,
    note(`${given.clone}/both.yaml:1`) + note('a manifest of Application root'),
  ]);
  expect(both.out).toContain('applicationset.argoproj.io/fleet\n');
  expect((await given.render(join(given.clone, 'apps/root.yaml'), '--offline')).err).toBe('');
  const only = join(given.clone, 'only.yaml');
  expect(await given.render(only)).toEqual({
    code: 1,
    out: '',
    err: `Error: ${only}: there is no Application in it; ApplicationSet fleet (${only}:1) is not expanded\n`,
  });
});

test('a value is explained in what an app of apps makes', async () => {
  await using given = await environment();
  const path = ['--explain', 'configmap/charted-prod:data.value', '--offline'];
  const file = join(given.clone, 'apps/root.yaml');
  expect((await given.render(file, ...path)).code).toBe(1);
  const { code, out } = await given.render(file, ...path, '--recursive');
  expect([code, out.split('\n')[0]]).toEqual([0, `# Application: charted, source: ${URL} chart`]);
});

test('a revision that is a constraint is the newest tag that it accepts, as for a source', async () => {
  await using given = await environment();
  for (const tag of ['v1.0.0', 'v1.1.0', 'v2.0.0']) {
    given.write('plain/a.yaml', configMap('plain', tag));
    given.git('commit', '--quiet', '-a', '-m', tag);
    given.git('tag', tag);
  }
  const plain = join(given.clone, 'plain');
  expect((await given.render(plain, '--revision', '1.x')).out).toBe(printed('plain', 'v1.1.0'));
  expect((await given.render(plain, '--revision', '~1.0')).out).toBe(printed('plain', 'v1.0.0'));
  expect((await given.render('--repo', given.clone, '--path', 'plain', '--revision', '>=1')).out).toBe(
    printed('plain', 'v2.0.0'),
  );
  expect((await given.render(plain, '--revision', '3.x')).err).toContain(`${given.clone}: there is no revision 3.x\n`);
});

test('what is silently nothing is told: an empty folder, absent files and folders of flags, a lost indentation', async () => {
  await using given = await environment({ ...FILES, 'empty/readme.md': 'x' });
  const empty = join(given.clone, 'empty');
  expect(await given.render(empty)).toEqual({
    code: 0,
    out: '',
    err: `Note: Application empty (${empty}), source ${URL} empty: there are no manifests\n`,
  });
  const file = join(given.clone, 'apps/root.yaml');
  expect(await given.render(file, '--argocd-cm', '/nowhere')).toEqual({
    code: 1,
    out: '',
    err: "Error: /nowhere: cannot be read: ENOENT: no such file or directory, open '/nowhere'\n",
  });
  for (const flag of ['--plugins', '--plugin-sockets'])
    expect((await given.render(file, flag, '/nowhere')).err).toBe(`Error: ${flag} /nowhere: no such folder\n`);
  given.write('flat.yaml', application('web', 'plain').replaceAll(/^ +/gm, ''));
  expect((await given.render(join(given.clone, 'flat.yaml'))).err).toBe(
    `Error: ${given.clone}/flat.yaml:1: the Application has no metadata; its fields must be indented\n`,
  );
  given.write('plugged.yaml', `${application('web', 'plain')}    plugin: {name: gone}\n`);
  expect((await given.render(join(given.clone, 'plugged.yaml'))).err).toContain(
    'could not find cmp-server plugin with name "gone" supporting the given repository (--plugins DIR or',
  );
});

test('links out of the repository are not followed', async () => {
  await using given = await environment();
  writeFileSync(join(given.folder, 'outside.yaml'), configMap('CANARY'));
  symlinkSync('../../outside.yaml', join(given.clone, 'plain/link.yaml'));
  const plain = await given.render(join(given.clone, 'plain'));
  expect(plain.out + plain.err).not.toContain('CANARY');
  expect(plain.code).toBe(1);
  symlinkSync(given.folder, join(given.clone, 'away'));
  given.write('kustomized/kustomization.yaml', 'resources: [../away/outside.yaml]\n');
  const kustomized = await given.render(join(given.clone, 'kustomized'));
  expect(kustomized.code).toBe(1);
  expect(kustomized.out).toBe('');
});

test('Applications cannot name folders of this machine, nor programs', async () => {
  await using given = await environment();
  await using other = await environment({ 'plain/a.yaml': configMap('CANARY') });
  for (const url of [`file://${other.clone}`, other.clone, `ext::sh -c "git upload-pack ${other.clone}"`]) {
    given.write('hostile.yaml', application('hostile', 'plain', { url: JSON.stringify(url) }));
    const { code, out, err } = await given.render(join(given.clone, 'hostile.yaml'));
    expect([url, code, out]).toEqual([url, 1, '']);
    expect(err).toContain('Error: Application hostile');
  }
});

test('an interrupted command ends at once', async () => {
  await using given = await environment();
  const argv = [join(given.clone, 'plain'), '--offline'];
  const streams = { print: () => undefined, complain: () => undefined };
  const place = { workingFolder: given.clone, signal: AbortSignal.abort() };
  expect(await runRenderApplication(argv, streams, place)).toBe(130);
});

test('texts that a program could take for options or commands are refused', async () => {
  await using given = await environment();
  const plain = join(given.clone, 'plain');
  const cases: readonly (readonly [reason: string, argv: readonly string[]])[] = [
    ['an option of git', ['--repo', '--upload-pack=touch /tmp/x']],
    ['a transport that runs a program', ['--repo', 'ext::sh -c id']],
    ['a host that is an option of ssh', ['--repo', 'ssh://-oProxyCommand=id/x']],
    ['a revision that is an option', [plain, '--revision', '--output=/tmp/x']],
    ['a revision that is one', [plain, '--revision=-x']],
    ['a difference to an option', [plain, '--diff=--no-index']],
    ['a revision that is none', [plain, '--revision', 'HEAD;id']],
  ];
  for (const [reason, argv] of cases) {
    const { code, out, err } = await given.render(...argv);
    expect([reason, code, out]).toEqual([reason, 1 + Number(err.includes('no revision') && argv[1] === '--diff'), '']);
    expect(err).toMatch(/^Error: /);
  }
  expect((await given.render()).code).toBe(1);
  expect((await given.render(plain, '--path', 'x')).err).toContain('--path goes with --repo');
});
