/** `GET /metrics`: counters of this process in the text form that Prometheus reads. They hold no names of users' things. */
import type { PromMetrics } from '../../adapters/prom-metrics/prom-metrics.ts';
import type { ExtraRoute } from '../../transport/server.ts';

export function metricsRoute(metrics: Pick<PromMetrics, 'text' | 'contentType'>): ExtraRoute {
  return (request, response, { pathname }) => {
    if (pathname !== '/metrics' || request.method !== 'GET') return false;
    metrics.text().then(
      (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
      () => response.destroy(),
    );
    return true;
  };
}
