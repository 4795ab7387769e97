import { altinityInstallation } from '../families/altinity.ts';
import { inGroup } from '../vocabulary/index.ts';

/** ClickHouse by Altinity. */
export const CLICKHOUSE_ALTINITY_COM = inGroup('clickhouse.altinity.com', {
  ClickHouseInstallation: altinityInstallation('ClickHouse'),
});
