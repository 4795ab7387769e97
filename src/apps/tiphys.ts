/** The program: `tiphys up`, `tiphys <component>` and the verbs of the command line, which is also installed as `argocd`. */
import { AppError } from '../base/errors.ts';
import { processOutput, writeTo } from './terminal-output.ts';

const COMPONENTS: Readonly<Record<string, () => Promise<(argv: readonly string[]) => Promise<number>>>> = {
  up: async () => (await import('./up/up.ts')).runUp,
  kubelite: async () => (await import('./kubelite.ts')).runKubelite,
  render: async () => (await import('./render/render.ts')).runRender,
};

async function main(argv: readonly string[]): Promise<number> {
  const [first = '', ...rest] = argv;
  const component = Object.hasOwn(COMPONENTS, first) ? COMPONENTS[first] : undefined;
  if (component) return (await component())(rest);
  return runVerb(argv);
}

async function runVerb(argv: readonly string[]): Promise<number> {
  const { runLine } = await import('./cli/run-line.ts');
  return runLine(argv, { name: 'tiphys', description: DESCRIPTION, output: processOutput(), env: process.env });
}

const DESCRIPTION =
  'GitOps continuous delivery. "tiphys up" starts everything; "tiphys kubelite" only the embedded Kubernetes API; "tiphys render" makes manifests without a server; each tells more with --help.';

/** Timers of ours do not keep a process alive; a start that waits for its next attempt must not end it. */
const awake = setInterval(() => undefined, 2 ** 30);

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  writeTo(process.stderr, `${error.message}\n${error.hint ? `${error.hint}\n` : ''}`);
  process.exitCode = 1;
}
clearInterval(awake);
if (process.connected) process.disconnect();
