/** Times and switches of reconciling (features A19, A21, C23, C24, O4). All times in milliseconds; 0 is never. */
import { type SettingTexts, settingDuration, settingFlag, settingNumber } from './setting-text.ts';

export interface ReconcileSettings {
  /** How often revisions are resolved again. */
  readonly resync: number;
  readonly resyncJitter: number;
  readonly hardResync: number;
  /** How refreshes are spread where a push concerns many Applications. */
  readonly pushJitter: number;
  /** So many Applications are refreshed at once whatever that jitter. */
  readonly pushJitterThreshold: number;
  /** Fixed pause of self-heal; 0 where the back-off below holds. */
  readonly selfHealTimeout: number;
  readonly selfHealBackoff: { readonly initial: number; readonly factor: number; readonly cap: number };
  readonly syncTimeout: number;
  readonly syncWaveDelay: number;
  readonly repositoryErrorGrace: number;
  readonly serverSideDiff: boolean;
  /** Health of resources stands in the Application, too. */
  readonly persistResourceHealth: boolean;
}

const SECOND = 1000;
const DEFAULT_THRESHOLD = 10;

/** From argocd-cm and argocd-cmd-params-cm; what cannot be read is the default. */
export function reconcileSettings(cm: SettingTexts, parameters: SettingTexts): ReconcileSettings {
  const seconds = (key: string, otherwise: number) => settingNumber(parameters, key, otherwise) * SECOND;
  return {
    resync: settingDuration(cm, 'timeout.reconciliation', 120 * SECOND),
    resyncJitter: settingDuration(cm, 'timeout.reconciliation.jitter', 60 * SECOND),
    hardResync: settingDuration(cm, 'timeout.hard.reconciliation', 0),
    pushJitter: settingDuration(cm, 'webhook.refresh.jitter', 0),
    pushJitterThreshold: atLeastNothing(settingNumber(cm, 'webhook.refresh.jitter.threshold', DEFAULT_THRESHOLD)),
    selfHealTimeout: seconds('controller.self.heal.timeout.seconds', 0),
    selfHealBackoff: {
      initial: seconds('controller.self.heal.backoff.timeout.seconds', 2),
      factor: settingNumber(parameters, 'controller.self.heal.backoff.factor', 3),
      cap: seconds('controller.self.heal.backoff.cap.seconds', 300),
    },
    syncTimeout: seconds('controller.sync.timeout.seconds', 0),
    syncWaveDelay: seconds('controller.sync.wave.delay.seconds', 2),
    repositoryErrorGrace: seconds('controller.repo.error.grace.period.seconds', 180),
    serverSideDiff: settingFlag(parameters, 'controller.diff.server.side', { default: false }),
    persistResourceHealth: settingFlag(parameters, 'controller.resource.health.persist', { default: false }),
  };
}

function atLeastNothing(threshold: number): number {
  return threshold < 0 ? DEFAULT_THRESHOLD : threshold;
}
