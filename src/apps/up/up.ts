/**
 * `tiphys up`: everything in one process. Starts the cluster (embedded in a thread of its own, or the one of a kubeconfig),
 * makes sure that what a control plane needs is there, starts controllers and API, and says how to get in.
 */
import { randomBytes } from 'node:crypto';
import { requireGit } from '../../adapters/git-cli/git-version.ts';
import { createGitHandler } from '../../adapters/git-server/git-handler.ts';
import { createPinoLog } from '../../adapters/pino-log/pino-log.ts';
import { createPromMetrics } from '../../adapters/prom-metrics/prom-metrics.ts';
import { systemClock } from '../../adapters/system-clock/system-clock.ts';
import { AppError } from '../../base/errors.ts';
import { Secret } from '../../base/secret.ts';
import { pageFolder } from '../page-folder.ts';
import { signalled } from '../signalled.ts';
import { startApi } from '../wiring/api-server.ts';
import { startControlPlane } from '../wiring/control-plane.ts';
import { makeServerCertificate } from '../wiring/server-certificate.ts';
import { parseUpArguments, type UpArguments, USAGE } from './arguments.ts';
import { openCluster } from './cluster.ts';
import { openFolders } from './folders.ts';
import { readInitialPassword } from './initial-password.ts';
import { metricsRoute } from './metrics-route.ts';
import { createProgress } from './progress.ts';
import { type Ready, writeReadyFile } from './ready-file.ts';
import { createSampleApplications, createSampleRepository, SAMPLE_REPOSITORY } from './sample.ts';
import { sampleRoute } from './sample-route.ts';
import { untilSynced } from './until-synced.ts';
import { welcome } from './welcome.ts';

const HOST = '127.0.0.1';
/** Milliseconds that a start waits for the sample to run. */
const SAMPLE_PATIENCE = 15_000;
/** Names under which a browser may ask for this machine. */
const HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

/** Runs until a signal; the answer is the exit code. Throws user faults that say what to change. */
export async function runUp(argv: readonly string[]): Promise<number> {
  const options = parseUpArguments(argv);
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  await using running = await start(options);
  process.stdout.write(welcome(running.ready, { ...options, standsBy: running.standsBy }));
  const why = await Promise.race([signalled(), running.clusterEnded]);
  if (why === undefined) return 0;
  const message = `the embedded Kubernetes API ended: ${why}`;
  throw new AppError({ code: 'up.cluster-ended', kind: 'terminal', message });
}

interface Running extends AsyncDisposable {
  readonly ready: Ready;
  /** Another process led when this one got ready. */
  readonly standsBy: boolean;
  readonly clusterEnded: Promise<string>;
}

async function start(options: UpArguments): Promise<Running> {
  const progress = createProgress(process.stderr);
  const stack = new AsyncDisposableStack();
  try {
    const parts = await startParts(options, { progress, stack });
    progress.done();
    if (options.readyFile) writeReadyFile(options.readyFile, parts.ready);
    return { ...parts, [Symbol.asyncDispose]: () => stack.disposeAsync() };
  } catch (error) {
    progress.done();
    await stack.disposeAsync();
    throw error;
  }
}

interface Parts {
  readonly progress: ReturnType<typeof createProgress>;
  readonly stack: AsyncDisposableStack;
}

async function startParts(
  options: UpArguments,
  { progress, stack }: Parts,
): Promise<Omit<Running, keyof AsyncDisposable>> {
  const clock = systemClock;
  const log = createPinoLog({ level: options.verbose ? 'info' : 'error' });
  const metrics = createPromMetrics({ descriptions: {}, process: false });
  await requireGit();
  const folders = stack.use(await openFolders(options.data));

  progress.step(options.kubeconfig ? 'connecting to the cluster' : 'starting the embedded Kubernetes API');
  const cluster = stack.use(await openCluster(options, { clock, metrics, log, folders }));

  progress.step('starting the controllers');
  const { namespace } = options;
  const controlPlane = stack.use(
    await startControlPlane({
      namespace,
      kube: cluster.kubeOf('argocd-application-controller'),
      inCluster: cluster.inCluster,
      cacheFolder: folders.mirrors,
      plugins: { sockets: options.pluginSockets, commands: options.plugins },
      egress: options.egress,
      clock,
      log,
      metrics,
    }),
  );

  progress.step('opening the page');
  const pushPassword = randomBytes(12).toString('base64url');
  const isNew = options.sample && (await createSampleRepository(folders.repositories));
  const repository = createGitHandler({
    root: folders.repositories,
    pushCredentials: { username: 'sample', password: new Secret(pushPassword) },
    onPush: () => controlPlane.manifests.notice(repoUrl),
  });
  const tls = makeServerCertificate(clock.now(), ['127.0.0.1', 'localhost']);
  const server = await startApi({
    controlPlane,
    kube: cluster.kubeOf('argocd-server'),
    namespace,
    host: HOST,
    port: options.port,
    hosts: HOSTS,
    tls,
    pageFolder: pageFolder(),
    extraRoutes: [sampleRoute(repository), metricsRoute(metrics)],
    clock,
    log,
  });
  stack.defer(() => server.close());
  const url = `http://${HOST}:${server.port}`;
  const repoUrl = `${url}/git/${SAMPLE_REPOSITORY}.git`;

  const admin = cluster.admin;
  if (options.sample) {
    progress.step('syncing the sample applications');
    const names = await createSampleApplications({ kube: admin, namespace, repoUrl, isNew });
    const wait = { ...controlPlane, namespace, clock, milliseconds: SAMPLE_PATIENCE };
    await Promise.all(names.map((name) => untilSynced({ ...wait, name })));
  }
  const ready = {
    url,
    kubeconfig: cluster.kubeconfig,
    username: 'admin',
    password: await readInitialPassword(admin, namespace),
    sampleRepository: options.sample ? repoUrl.replace('://', `://sample:${pushPassword}@`) : '',
    pid: process.pid,
  };
  return { ready, standsBy: controlPlane.standsBy(), clusterEnded: cluster.ended };
}
