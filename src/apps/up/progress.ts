/** The short display while `up` starts: one line that says what is being done. Plain lines where nobody watches. */

export interface Progress {
  step(text: string): void;
  done(): void;
}

export function createProgress(stream: NodeJS.WriteStream): Progress {
  const live = stream.isTTY === true;
  let open = false;
  return {
    step(text) {
      stream.write(live ? `\r\u001b[K· ${text} …` : `· ${text}\n`);
      open = live;
    },
    done() {
      if (open) stream.write('\r\u001b[K');
      open = false;
    },
  };
}
