import { awsClassic } from '../families/aws-classic.ts';
import { inGroup } from '../vocabulary/index.ts';

/** Crossplane's first AWS provider. */
export const RDS_AWS_CROSSPLANE_IO = inGroup('rds.aws.crossplane.io', {
  DBCluster: awsClassic('DBCluster'),
  DBInstance: awsClassic('DBInstance'),
});
