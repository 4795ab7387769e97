/** The load: one repository of N folders with ten objects each, and an Application a folder. The same shape as the peer was measured with. */
import { spawn } from 'node:child_process';
import type { KubeObject } from '../src/kube/object/kube-object.ts';

const KEYS = 8;
const CONFIG_MAPS = 8;
const APPS_PER_NAMESPACE = 10;

export function appName(index: number): string {
  return `app-${String(index).padStart(4, '0')}`;
}

export function namespaceOf(index: number): string {
  return `load-${String(Math.floor(index / APPS_PER_NAMESPACE)).padStart(3, '0')}`;
}

export function keyText(app: string, map: number, key: number): string {
  return `value ${key} of ${app}/${map}, some text that fills the line`;
}

/** The ten manifests of an application by file name. */
export function manifestsOf(app: string): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (let map = 1; map <= CONFIG_MAPS; map += 1) files[`cm-${map}.yaml`] = configMap(app, map);
  files['service.yaml'] =
    `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${app}\nspec:\n  selector: {app: ${app}}\n  ports:\n  - {name: http, port: 80, targetPort: 8080}\n`;
  files['deployment.yaml'] =
    `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${app}\nspec:\n  replicas: 0\n  selector:\n    matchLabels: {app: ${app}}\n  template:\n    metadata:\n      labels: {app: ${app}}\n    spec:\n      containers:\n      - name: main\n        image: example.com/load/${app}:1.0.0\n        ports:\n        - {containerPort: 8080}\n`;
  return files;
}

function configMap(app: string, map: number): string {
  const data = Array.from({ length: KEYS }, (_, key) => `  key-${key}: "${keyText(app, map, key)}"`).join('\n');
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${app}-cm-${map}\n  labels: {app.kubernetes.io/part-of: load}\ndata:\n${data}\n`;
}

export function application(index: number, repoURL: string): KubeObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: appName(index), namespace: 'argocd', labels: { load: 'mono' } },
    spec: {
      project: 'default',
      source: { repoURL, targetRevision: 'main', path: `apps/${appName(index)}` },
      destination: { server: 'https://kubernetes.default.svc', namespace: namespaceOf(index) },
      syncPolicy: { automated: { prune: true, selfHeal: true } },
    },
  };
}

/** Sizes of the large applications, each in a folder `big-<size>`. */
export const LARGE_SIZES = [10, 1_000, 3_000, 5_000, 20_000] as const;
const MAPS_PER_FILE = 100;

/** Writes `waves` (ten waves of a ConfigMap each), `hooks` (a ConfigMap between two Jobs) and the large folders as one commit. */
export async function fillSpecial(folder: string): Promise<void> {
  const files: Record<string, string> = {
    'hooks/pre.yaml': hookJob('hook-pre', 'PreSync'),
    'hooks/map.yaml': configMap('hooked', 1),
    'hooks/post.yaml': hookJob('hook-post', 'PostSync'),
  };
  for (let wave = 0; wave < 10; wave += 1) {
    const annotations = `  annotations: {argocd.argoproj.io/sync-wave: "${wave}"}`;
    files[`waves/wave-${wave}.yaml`] = configMap(`wave-${wave}`, 1).replace('\ndata:', `\n${annotations}\ndata:`);
  }
  for (const size of LARGE_SIZES) {
    for (let at = 0; at < size; at += MAPS_PER_FILE) {
      const count = Math.min(MAPS_PER_FILE, size - at);
      files[`big-${size}/part-${at}.yaml`] = largeMaps(size, at, count).join('---\n');
    }
  }
  await commitFiles(folder, files);
}

/** ConfigMaps of a large application from one number on, as text. */
export function largeMaps(size: number, from: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => configMap(`big-${size}-${from + index}`, 1));
}

function hookJob(name: string, hook: string): string {
  return `apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: ${name}\n  annotations: {argocd.argoproj.io/hook: ${hook}, argocd.argoproj.io/hook-delete-policy: BeforeHookCreation}\nspec:\n  backoffLimit: 0\n  template:\n    spec:\n      restartPolicy: Never\n      containers:\n      - {name: main, image: "example.com/load/job:1", command: ["true"]}\n`;
}

/** Writes all folders as one commit of a bare repository; quick, because Git reads one stream. */
export async function fillRepository(folder: string, count: number): Promise<void> {
  const files: Record<string, string> = {};
  for (let index = 0; index < count; index += 1) {
    for (const [file, text] of Object.entries(manifestsOf(appName(index))))
      files[`apps/${appName(index)}/${file}`] = text;
  }
  await commitFiles(folder, files);
}

async function commitFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  const lines = ['commit refs/heads/main', 'committer bench <bench@example.com> 1700000000 +0000', 'data 5', 'start'];
  for (const [path, text] of Object.entries(files)) lines.push(...blob(path, text));
  await fastImport(folder, lines);
}

/** One commit on top that changes one file. */
export async function changeFile(folder: string, path: string, text: string): Promise<void> {
  await pushAtOnce(folder, [{ branch: 'main', path, text }]);
}

export interface BranchChange {
  readonly branch: string;
  readonly path: string;
  readonly text: string;
}

/** A commit on top of each branch that changes one file; all of them are there at the same moment. */
export async function pushAtOnce(folder: string, changes: readonly BranchChange[]): Promise<void> {
  const lines = changes.flatMap(({ branch, path, text }) => [
    `commit refs/heads/${branch}`,
    'committer bench <bench@example.com> 1700000001 +0000',
    'data 6',
    'change',
    `from refs/heads/${branch}^0`,
    ...blob(path, text),
  ]);
  await fastImport(folder, lines);
}

/** A branch at the commit of `main`. */
export async function makeBranch(folder: string, branch: string): Promise<void> {
  await fastImport(folder, [`reset refs/heads/${branch}`, 'from refs/heads/main^0', '']);
}

function blob(path: string, text: string): string[] {
  return [`M 100644 inline ${path}`, `data ${Buffer.byteLength(text)}`, text];
}

function fastImport(folder: string, lines: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['fast-import', '--quiet'], { cwd: folder, stdio: ['pipe', 'ignore', 'inherit'] });
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`git fast-import ended with ${code}`))));
    child.stdin.end(`${lines.join('\n')}\n`);
  });
}
