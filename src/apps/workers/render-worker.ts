/** Renders one attempt after the other in a thread of its own. Started by `render-thread.ts`. */
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
  const sessions = new Map<number, Session>();
  port.on('message', (message: ToRenderer) => {
    if (message.kind === 'close') {
      sessions.delete(message.session);
      return;
    }
    if (message.task) sessions.set(message.session, { task: message.task, objects: new Map() });
    const session = sessions.get(message.session);
    for (const [oid, object] of message.objects) session?.objects.set(oid, object);
    port.postMessage(attempted(renderer, session));
  });
  port.postMessage({ kind: 'ready' } satisfies FromRenderer);
}

function attempted(renderer: Renderer, session: Session | undefined): FromRenderer {
  if (session === undefined) return { kind: 'broken', message: 'there is no such session' };
  try {
    return attemptTask(session.task, session.objects, renderer);
  } catch (error) {
    return { kind: 'broken', message: messageOf(error) };
  }
}
