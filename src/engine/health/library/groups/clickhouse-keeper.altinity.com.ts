import { altinityInstallation } from '../families/altinity.ts';
import { inGroup } from '../vocabulary/index.ts';

/** ClickHouse Keeper by Altinity. */
export const CLICKHOUSE_KEEPER_ALTINITY_COM = inGroup('clickhouse-keeper.altinity.com', {
  ClickHouseKeeperInstallation: altinityInstallation('ClickHouseKeeper'),
});
