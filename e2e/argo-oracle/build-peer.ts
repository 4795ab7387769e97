/** Builds a released Argo CD from its Go module with the Go of this machine; repeated, it does nothing. */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { BINARY, DEFINITIONS, HOME } from './folders.ts';

/** The newest release whose module holds the engine that it is built with. */
const MODULE = 'github.com/argoproj/argo-cd/v3@v3.2.12';
const KINDS = ['application', 'applicationset', 'appproject'];

/** A function that the module calls and does not hold; it only looks at the address of a link. */
const MISSING_FILE = 'util/settings/external_url_of_stories.go';
const MISSING_SOURCE = `package settings

import "net/url"

func ValidateExternalURL(address string) error {
	_, err := url.Parse(address)
	return err
}
`;

/** Needs `go` and, the first time, the module; takes minutes. Throws where either is missing. */
export function buildPeer(): void {
  if (existsSync(BINARY)) {
    console.log(`${BINARY} is built`);
    return;
  }
  mkdirSync(dirname(BINARY), { recursive: true });
  const source = mkdtempSync(join(tmpdir(), 'argo-oracle-source-'));
  try {
    copyModule(source);
    for (const kind of KINDS)
      cpSync(join(source, `manifests/crds/${kind}-crd.yaml`), join(DEFINITIONS, `${kind}.yaml`));
    execFileSync('go', ['build', '-C', source, '-o', BINARY, './cmd'], { stdio: 'inherit' });
  } finally {
    rmSync(source, { recursive: true, force: true });
  }
  console.log(`built ${BINARY}`);
}

/** A copy that can be written to, with what it lacks. */
function copyModule(to: string): void {
  const answer = execFileSync('go', ['mod', 'download', '-json', MODULE], { cwd: HOME, encoding: 'utf8' });
  const { Dir: from } = JSON.parse(answer) as { readonly Dir: string };
  execFileSync('cp', ['-r', `${from}/.`, to]);
  execFileSync('chmod', ['-R', 'u+w', to]);
  chmodSync(to, 0o700);
  writeFileSync(join(to, MISSING_FILE), MISSING_SOURCE);
}
