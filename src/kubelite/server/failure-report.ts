/** Tells of steps of simulated controllers that failed, each failure once until it is another one. */
import type { AppError } from '../../base/errors.ts';
import { workKeyText } from '../controllers/controller.ts';
import type { ControllerLoopOptions } from '../controllers/controller-loop.ts';

const KNOWN_FAILURES = 1000;

export function failureReport(report: (line: string) => void): NonNullable<ControllerLoopOptions['onFailure']> {
  const told = new Map<string, string>();
  return (controller, key, error: AppError) => {
    const about = `${controller} ${workKeyText(key)}`;
    if (told.get(about) === error.message) return;
    if (told.size >= KNOWN_FAILURES) told.clear();
    told.set(about, error.message);
    report(`simulated controller ${about}: ${error.message}`);
  };
}
