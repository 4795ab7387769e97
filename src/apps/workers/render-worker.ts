/** Renders one source after the other in a thread of its own. Started by `render-threads.ts`. */
import { parentPort } from 'node:worker_threads';
import { messageOf } from '../../base/errors.ts';
import type { Renderer } from '../../render/contract.ts';
import { createRenderSource } from '../../render/render-source.ts';
import { attemptTask, type RenderObject, type RenderTask } from '../../services/source/index.ts';
import type { FromRenderer, ToRenderer } from '../render-messages.ts';

interface Session {
  readonly task: RenderTask;
  readonly objects: Map<string, RenderObject>;
}

const port = parentPort;
if (port) {
  const renderer = createRenderSource();
  let session: Session | undefined;
  port.on('message', (message: ToRenderer) => {
    if (message.kind === 'open') session = { task: message.task, objects: new Map() };
    else if (message.kind === 'close') session = undefined;
    else if (session !== undefined) {
      for (const [oid, object] of message.objects) session.objects.set(oid, object);
      port.postMessage(attempted(renderer, session));
    }
  });
}

function attempted(renderer: Renderer, { task, objects }: Session): FromRenderer {
  try {
    return attemptTask(task, objects, renderer);
  } catch (error) {
    return { kind: 'broken', message: messageOf(error) };
  }
}
