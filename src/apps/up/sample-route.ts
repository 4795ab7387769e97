/** The sample repository under `/git/` of the API's port. */
import type { GitHandler } from '../../adapters/git-server/git-handler.ts';
import type { ExtraRoute } from '../../transport/server.ts';

const PREFIX = '/git';

export function sampleRoute(handler: GitHandler): ExtraRoute {
  return (request, response, url) => {
    if (!url.pathname.startsWith(`${PREFIX}/`)) return false;
    request.url = (request.url ?? '').slice(PREFIX.length);
    handler(request, response).then(
      (handled) => handled || response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n'),
      () => response.destroy(),
    );
    return true;
  };
}
