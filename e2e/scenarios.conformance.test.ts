/**
 * Every recorded scenario on the embedded API, compared with what the real system did. `TIPHYS_SCENARIOS` picks some by
 * expression.
 */
import { describeScenarios } from './describe-scenarios.ts';

describeScenarios('kubelite');
