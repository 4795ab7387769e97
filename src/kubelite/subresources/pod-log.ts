/** GET of `pods/x/log`: what the simulated containers say, at once or followed as it comes. */
import type { Instant, Timer } from '../../base/clock.ts';
import { textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { formatLogLine, type Log, type LogQuery, logLines } from '../controllers/pod/log-lines.ts';
import type { Pod } from '../controllers/workload-types.ts';
import { type ApiAnswer, type StreamSink, textAnswer } from '../requests/api-request.ts';
import type { Call } from '../requests/call.ts';
import { currentObject } from '../requests/current-object.ts';
import { badRequest, notFound } from '../status/faults.ts';
import { containerOf } from './container-of.ts';
import { type LogOptions, logOptionsOf } from './log-options.ts';

/** A container's log that is asked for. */
interface AskedLog {
  readonly call: Call;
  readonly options: LogOptions;
  readonly container: string;
}

/** Throws 404 without the pod, 400 where a container has no log, and 422 for options that make no sense. */
export function handleLog(call: Call): ApiAnswer {
  const { query, path } = call;
  const options = logOptionsOf(query, path.name);
  const pod = currentObject(call)?.object;
  if (!pod) throw notFound(call.definition, path.name);
  const asked = { call, options, container: containerOf(pod, options.container) };
  // Nobody runs it, so nobody has a log.
  if (!textAt(pod, 'spec', 'nodeName')) return { kind: 'full', status: 204, headers: {}, body: '' };
  const log = readLog(asked, pod, firstQuery(asked));
  if (log.kind === 'none') throw badRequest(log.message);
  if (!options.follow || log.nextAt === undefined)
    return textAnswer(200, cut(textOf(options, log), options.limitBytes));
  return {
    kind: 'stream',
    status: 200,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    start: (sink) => followLog(asked, log, sink),
  };
}

function firstQuery({ call, options, container }: AskedLog): LogQuery {
  const { sinceSeconds, sinceTime, tailLines, previous } = options;
  const since = sinceSeconds === undefined ? sinceTime : call.cluster.clock.now() - sinceSeconds * 1000;
  return { container, previous, ...(since !== undefined && { since }), ...(tailLines !== undefined && { tailLines }) };
}

function readLog({ call }: AskedLog, pod: KubeObject, query: LogQuery) {
  // Defaulting and validation make every stored pod one.
  return logLines(pod as unknown as Pod, call.cluster.clock.now(), query);
}

function followLog(asked: AskedLog, first: Log, sink: StreamSink): () => void {
  const { call, options, container } = asked;
  const { clock } = call.cluster;
  let timer: Timer | undefined;
  let stopped = false;
  let left = options.limitBytes;
  /** False where nothing more may be said. */
  const say = (log: Log): boolean => {
    const text = cut(textOf(options, log), left);
    if (left !== undefined) left -= Buffer.byteLength(text);
    return sink.write(text) && (left === undefined || left > 0);
  };
  const wait = (log: Log, last: Instant): void => {
    if (log.nextAt === undefined) {
      sink.end();
      return;
    }
    timer = clock.after(log.nextAt - clock.now(), () => {
      if (!stopped) next(last);
    });
  };
  const next = (last: Instant): void => {
    const log = readAgain(asked, { container, previous: options.previous, since: last });
    if (!log || !say(log)) {
      sink.end();
      return;
    }
    wait(log, log.lines.at(-1)?.at ?? last);
  };
  if (say(first)) wait(first, first.lines.at(-1)?.at ?? clock.now());
  else sink.end();
  return () => {
    stopped = true;
    timer?.cancel();
  };
}

/** Undefined where the pod or its container is gone. */
function readAgain(asked: AskedLog, query: LogQuery): Log | undefined {
  const stored = currentObject(asked.call);
  const log = stored && readLog(asked, stored.object, query);
  return log?.kind === 'lines' ? log : undefined;
}

function textOf({ timestamps }: LogOptions, log: Log): string {
  return log.lines.map((line) => formatLogLine(line, { timestamps })).join('');
}

function cut(text: string, bytes: number | undefined): string {
  return bytes === undefined ? text : Buffer.from(text).subarray(0, bytes).toString();
}
