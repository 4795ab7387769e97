/** Waits for something that happens by itself soon, in real time. */
const PATIENCE_MILLISECONDS = 5000;

/** Resolves when the condition holds; throws after five seconds. */
export async function until(condition: () => boolean): Promise<void> {
  const end = performance.now() + PATIENCE_MILLISECONDS;
  while (!condition()) {
    if (performance.now() > end) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
