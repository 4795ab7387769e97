/** `tiphys render TOOL …`: the renderers of the product without a server. */
import { runRenderHelm } from './render-helm.ts';
import { runRenderJsonnet } from './render-jsonnet.ts';
import { runRenderKustomize } from './render-kustomize.ts';

const USAGE = `usage: tiphys render helm [NAME] CHART [flags]
       tiphys render kustomize [DIR | URL] [flags]
       tiphys render jsonnet FILE [flags]
Renders as the product does, in process, and prints the manifests. "tiphys render TOOL --help" lists the flags.
`;

export async function runRender([tool = '', ...argv]: readonly string[]): Promise<number> {
  const streams = {
    print: (text: string) => void process.stdout.write(text),
    complain: (text: string) => void process.stderr.write(text),
  };
  if (tool === 'helm') return runRenderHelm(argv, streams, process.env);
  if (tool === 'kustomize') return runRenderKustomize(argv, streams, process.env);
  if (tool === 'jsonnet') return runRenderJsonnet(argv, streams, { environment: process.env, folder: process.cwd() });
  if (tool === '--help' || tool === '-h') {
    streams.print(USAGE);
    return 0;
  }
  streams.complain(USAGE);
  return 1;
}
