import { everyCondition, mariaDb, mariaDbJob, mariaDbReady } from '../families/mariadb.ts';
import { inGroup } from '../vocabulary/index.ts';

/** MariaDB operator. */
export const K8S_MARIADB_COM = inGroup('k8s.mariadb.com', {
  Backup: everyCondition(
    ({ reason: why = '', message = '' }) => `${why} ${message}`,
    ({ reason: why, message }) => why === 'CronJobScheduled' && message === 'Failed',
  ),
  Database: mariaDbReady,
  Grant: mariaDbReady,
  MariaDB: mariaDb,
  SqlJob: mariaDbJob,
  User: mariaDbReady,
});
