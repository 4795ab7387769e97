import { mariaDb } from '../families/mariadb.ts';
import { inGroup } from '../vocabulary/index.ts';

/** MariaDB operator, under its first group. */
export const MARIADB_MMONTES_IO = inGroup('mariadb.mmontes.io', { MariaDB: mariaDb });
