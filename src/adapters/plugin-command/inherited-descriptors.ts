/**
 * Descriptors that whoever started us left open for our children: Node closes its own for them, not those. On Linux only; other
 * systems tell nothing.
 */
import { readdirSync, readFileSync } from 'node:fs';

const CLOSED_FOR_CHILDREN = 0o2000000;

/** Beyond the standard streams. */
export function inheritedDescriptors(): readonly number[] {
  return descriptors().filter((descriptor) => descriptor > 2 && !isClosedForChildren(descriptor));
}

function descriptors(): readonly number[] {
  try {
    return readdirSync('/proc/self/fdinfo').map(Number);
  } catch {
    return [];
  }
}

/** One that has gone meanwhile is closed. */
function isClosedForChildren(descriptor: number): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'latin1'))?.[1];
    return (Number.parseInt(flags ?? '', 8) & CLOSED_FOR_CHILDREN) !== 0;
  } catch {
    return true;
  }
}
