// Which Node runs the product, and with which flags. Plain JavaScript that any Node from 18 on reads.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const MINIMUM = [22, 12];

/** No code from strings, no `__proto__` accessor, and no chatter about type stripping. */
export const NODE_FLAGS = [
  '--disable-proto=delete',
  '--disallow-code-generation-from-strings',
  '--disable-warning=ExperimentalWarning',
];

/** The path of a Node ≥ 22.12; ends the process with one sentence where there is none. */
export function findNode() {
  const bundled = bundledNode();
  if (bundled) return bundled;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return process.execPath;
  process.stderr.write(
    `Tiphys needs Node ${MINIMUM.join('.')} or newer; this is ${process.version}. Install a newer Node, or run "npm ci" on Linux, which brings one.\n`,
  );
  process.exit(1);
}

/** Helm lets a template include itself a thousand times: a render in the main thread takes of the stack what there is. */
export function stackFlags() {
  if (!existsSync('/proc/self/limits')) return [];
  const bytes = Number(/^Max stack size +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? 64 * 2 ** 20);
  const kilobytes = Math.min(Math.floor((bytes * 0.75) / 1024), 32 * 1024);
  return kilobytes > 1024 ? [`--stack-size=${kilobytes}`] : [];
}

function bundledNode() {
  if (process.platform !== 'linux') return undefined;
  try {
    return createRequire(import.meta.url).resolve(`node-linux-${process.arch}/bin/node`);
  } catch {
    return undefined;
  }
}
