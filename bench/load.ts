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

/** Writes all folders as one commit of a bare repository; quick, because Git reads one stream. */
export async function fillRepository(folder: string, count: number): Promise<void> {
  const lines: string[] = [
    'commit refs/heads/main',
    'committer bench <bench@example.com> 1700000000 +0000',
    'data 5',
    'start',
  ];
  for (let index = 0; index < count; index += 1) {
    for (const [file, text] of Object.entries(manifestsOf(appName(index))))
      lines.push(...blob(`apps/${appName(index)}/${file}`, text));
  }
  await fastImport(folder, lines);
}

/** One commit on top that changes one file. */
export async function changeFile(folder: string, path: string, text: string): Promise<void> {
  const lines = [
    'commit refs/heads/main',
    'committer bench <bench@example.com> 1700000001 +0000',
    'data 6',
    'change',
    'from refs/heads/main^0',
  ];
  await fastImport(folder, [...lines, ...blob(path, text)]);
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
