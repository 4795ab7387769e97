/** A clock for ages on the page: ticks once in ten seconds. */
import { useEffect, useState } from 'react';

const TICK_MILLISECONDS = 10_000;

export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MILLISECONDS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
