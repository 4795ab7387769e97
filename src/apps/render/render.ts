/** `tiphys render …`: the renderers of the product without a server. A first word that names no tool is a path. */
import { signalled } from '../signalled.ts';
import { processOutput } from '../terminal-output.ts';
import { runRenderApplication } from './application/render-application.ts';
import { RENDER_USAGE } from './application/render-flags.ts';
import { runRenderHelm } from './render-helm.ts';
import { runRenderJsonnet } from './render-jsonnet.ts';
import { runRenderKustomize } from './render-kustomize.ts';

export async function runRender([tool = '', ...argv]: readonly string[]): Promise<number> {
  const streams = processOutput();
  if (tool === 'helm') return runRenderHelm(argv, streams, process.env);
  if (tool === 'kustomize') return runRenderKustomize(argv, streams, process.env);
  if (tool === 'jsonnet') return runRenderJsonnet(argv, streams, { environment: process.env, folder: process.cwd() });
  if (tool !== '') {
    const ending = new AbortController();
    void signalled().then(() => ending.abort());
    const place = { workingFolder: process.cwd(), signal: ending.signal };
    return runRenderApplication([tool, ...argv], streams, place);
  }
  streams.complain(RENDER_USAGE);
  return 1;
}
