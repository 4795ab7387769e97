import { systemClock } from '../adapters/system-clock/system-clock.ts';
import { clockContract } from './contracts/clock.contract.ts';
import { FakeClock } from './fake-clock.ts';

clockContract('of the system', () => ({ clock: systemClock, pass: (milliseconds) => systemClock.sleep(milliseconds) }));

clockContract('that a test moves', () => {
  const clock = new FakeClock();
  return { clock, pass: (milliseconds) => clock.advance(milliseconds) };
});
