/** GET of `pods/x/log`: what the simulated containers say, at once or followed as it comes. */
import type { Instant, Timer } from '../../base/clock.ts';
import { formatLogLine, type Log, type LogQuery, logLines } from '../controllers/pod/log-lines.ts';
import type { Pod } from '../controllers/workload-types.ts';
import type { ApiAnswer, StreamSink } from '../requests/api-request.ts';
import { textAnswer } from '../requests/api-request.ts';
import type { Call } from '../requests/call.ts';
import { badRequest, notFound } from '../status/faults.ts';

/** Throws 404 without the pod and 400 where a container has no log. */
export function handleLog(call: Call): ApiAnswer {
  const { query } = call;
  const log = read(call, queryOf(call));
  const follow = isTrue(query.get('follow')) && log.nextAt !== undefined;
  if (!follow) return textAnswer(200, limited(textOf(call, log), query));
  return {
    kind: 'stream',
    status: 200,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    start: (sink) => followLog(call, log, sink),
  };
}

function read({ cluster, definition, path }: Call, query: LogQuery): Log {
  const stored = cluster.store.get(definition.shelf, path.namespace, path.name);
  if (!stored) throw notFound(definition, path.name);
  // Defaulting and validation make every stored pod one.
  const log = logLines(stored.object as unknown as Pod, cluster.clock.now(), query);
  if (log.kind === 'none') throw badRequest(log.message);
  return log;
}

function queryOf({ query, cluster }: Call): LogQuery {
  const container = query.get('container');
  const seconds = numberOf(query.get('sinceSeconds'));
  const sinceTime = query.get('sinceTime');
  const since = seconds === undefined ? timeOf(sinceTime) : cluster.clock.now() - seconds * 1000;
  const tailLines = numberOf(query.get('tailLines'));
  return {
    ...(container && { container }),
    previous: isTrue(query.get('previous')),
    ...(since !== undefined && { since }),
    ...(tailLines !== undefined && { tailLines }),
  };
}

function followLog(call: Call, first: Log, sink: StreamSink): () => void {
  let timer: Timer | undefined;
  let stopped = false;
  const { tailLines: _, ...query } = queryOf(call);
  const wait = (log: Log, last: Instant): void => {
    if (log.nextAt === undefined) {
      sink.end();
      return;
    }
    timer = call.cluster.clock.after(log.nextAt - call.cluster.clock.now(), () => {
      if (!stopped) next(last);
    });
  };
  const next = (last: Instant): void => {
    const log = readAgain(call, { ...query, since: last });
    if (!log || !sink.write(textOf(call, log))) {
      sink.end();
      return;
    }
    wait(log, log.lines.at(-1)?.at ?? last);
  };
  sink.write(textOf(call, first));
  wait(first, first.lines.at(-1)?.at ?? call.cluster.clock.now());
  return () => {
    stopped = true;
    timer?.cancel();
  };
}

/** Undefined where the pod or its container is gone. */
function readAgain(call: Call, query: LogQuery): Log | undefined {
  const stored = call.cluster.store.get(call.definition.shelf, call.path.namespace, call.path.name);
  if (!stored) return undefined;
  const log = logLines(stored.object as unknown as Pod, call.cluster.clock.now(), query);
  return log.kind === 'none' ? undefined : log;
}

function textOf({ query }: Call, log: Log): string {
  const timestamps = isTrue(query.get('timestamps'));
  return log.lines.map((line) => formatLogLine(line, { timestamps })).join('');
}

function limited(text: string, query: URLSearchParams): string {
  const limit = numberOf(query.get('limitBytes'));
  return limit === undefined ? text : Buffer.from(text).subarray(0, limit).toString();
}

function isTrue(value: string | null): boolean {
  return value === 'true' || value === '1';
}

function numberOf(text: string | null): number | undefined {
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}

function timeOf(text: string | null): Instant | undefined {
  const instant = Date.parse(text ?? '');
  return Number.isNaN(instant) ? undefined : instant;
}
