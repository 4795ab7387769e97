// Starts dist/tiphys.mjs (built by `npm ci`, built again from a clone whose sources are newer) with this process's arguments.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findNode, NODE_FLAGS, stackFlags } from './find-node.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundle = join(root, 'dist', 'tiphys.mjs');
const node = findNode();

if (isStale()) {
  const built = spawnSync(node, [...NODE_FLAGS, join(root, 'tools/build/main.ts')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (built.status !== 0) process.exit(built.status ?? 1);
}

// What the engine compiled is kept beside the bundle, where that can be written: a cold start is a fifth shorter.
const env = { NODE_COMPILE_CACHE: join(root, 'dist', 'compiled'), ...process.env };

// The channel tells the child when this process is gone, however it ended.
const argv = process.argv.slice(2);
const child = spawn(node, [...NODE_FLAGS, ...(argv[0] === 'render' ? stackFlags() : []), bundle, ...argv], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  env,
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));

function isStale() {
  if (!existsSync(join(root, 'src'))) return false;
  if (!existsSync(bundle)) return true;
  const built = statSync(bundle).mtimeMs;
  return ['src', 'ui'].some((folder) => newerThan(join(root, folder), built));
}

function newerThan(folder, time) {
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { withFileTypes: true }).some((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? newerThan(path, time) : statSync(path).mtimeMs > time;
  });
}
