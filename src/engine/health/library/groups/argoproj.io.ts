import { health } from '../../health.ts';
import { argoRollout } from '../families/argo-rollout.ts';
import {
  byCondition,
  byState,
  type Condition,
  firstOf,
  INVALID,
  inConditions,
  inGroup,
  inWordsAt,
  when,
  without,
} from '../vocabulary/index.ts';

const ANALYSIS_RUN = firstOf(
  [
    byState(
      'status.phase',
      {
        Pending: health('Progressing', 'Analysis run is running'),
        Running: health('Progressing', 'Analysis run is running'),
        Successful: inWordsAt('status.message', 'Healthy', 'Analysis run completed successfully'),
        Failed: inWordsAt('status.message', 'Degraded', 'Analysis run failed'),
        Error: inWordsAt('status.message', 'Degraded', 'Analysis run had an error'),
        Inconclusive: inWordsAt('status.message', 'Unknown', 'Analysis run was inconclusive'),
      },
      INVALID,
    ),
    without('status', health('Progressing', 'Waiting for analysis run to finish: status has not been reconciled.')),
  ],
  INVALID,
);

const EXPERIMENT = firstOf(
  [
    byState(
      'status.phase',
      {
        Pending: health('Progressing', 'Experiment is pending'),
        Running: health('Progressing', 'Experiment is running'),
        Successful: health('Healthy', 'Experiment is successful'),
        Failed: health('Degraded', 'Experiment has failed'),
        Error: health('Degraded', 'Experiment had an error'),
      },
      INVALID,
    ),
    without('status', health('Progressing', 'Waiting for experiment to finish: status has not been reconciled.')),
  ],
  INVALID,
);

const APPLICATION_SET = firstOf(
  [
    byCondition(
      when('ErrorOccurred=True', 'Degraded'),
      when('ResourcesUpToDate=False', 'Degraded'),
      when('RolloutProgressing=True', 'Progressing'),
      when('ResourcesUpToDate=True', 'Healthy'),
    ),
  ],
  health('Progressing', 'Waiting for the status to be reported'),
);

const CRON_WORKFLOW = firstOf(
  [
    inConditions(
      when('SpecError=True', 'Degraded'),
      when('SubmissionError=True', 'Degraded'),
      when('Completed=True', 'Healthy'),
    ),
  ],
  health('Healthy', 'CronWorkflow is healthy.'),
);

const EVENT_BUS = firstOf(
  [
    inConditions(
      when('Deployed=False', 'Degraded', messageOrReason),
      when('Deployed=True', 'Healthy', messageOrReason),
    ),
  ],
  health('Progressing', 'Waiting for initialization'),
);

function messageOrReason(condition: Condition): string | undefined {
  return condition.message ?? condition.reason;
}

/** Argo's own kinds. Application has none on purpose: users bring one where a wave is to wait for a child (D10). */
export const ARGOPROJ_IO = inGroup('argoproj.io', {
  AnalysisRun: ANALYSIS_RUN,
  ApplicationSet: APPLICATION_SET,
  CronWorkflow: CRON_WORKFLOW,
  EventBus: EVENT_BUS,
  Experiment: EXPERIMENT,
  Rollout: argoRollout,
});
