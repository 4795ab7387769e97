/** `npm run check`: types, lint, import and size laws, tests; stops at the first that fails. */
import { spawnSync } from 'node:child_process';

for (const script of ['types', 'lint', 'laws', 'test']) {
  const { status } = spawnSync('npm', ['run', '--silent', script], { stdio: 'inherit' });
  if (status !== 0) {
    process.stderr.write(`npm run ${script} failed\n`);
    process.exit(status ?? 1);
  }
}
