/** Every recorded scenario on a real API server, compared with what the real system did there. */
import { describeScenarios } from './describe-scenarios.ts';

describeScenarios('real');
