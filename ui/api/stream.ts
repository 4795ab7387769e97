/** Server-sent events of the API as calls; connects again by itself and says whether it is connected. */

export interface StreamListener<T> {
  onEvent(event: T): void;
  /** After each (re)connection: what was missed must be asked for. */
  onOpen?(): void;
  onLost?(): void;
}

const RECONNECT_MILLISECONDS = 500;

/** Returns the function that ends the stream. */
export function openStream<T>(path: string, listener: StreamListener<T>): () => void {
  let source: EventSource | undefined;
  let timer: number | undefined;
  let ended = false;

  function connect(): void {
    source = new EventSource(path);
    source.onopen = () => listener.onOpen?.();
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const frame = JSON.parse(data) as { result?: T };
      if (frame.result !== undefined) listener.onEvent(frame.result);
    };
    source.onerror = () => {
      source?.close();
      listener.onLost?.();
      if (!ended) timer = window.setTimeout(connect, RECONNECT_MILLISECONDS);
    };
  }

  connect();
  return () => {
    ended = true;
    window.clearTimeout(timer);
    source?.close();
  };
}
