import { awsClassic } from '../families/aws-classic.ts';
import { inGroup } from '../vocabulary/index.ts';

/** Crossplane's first AWS provider. */
export const ROUTE53_AWS_CROSSPLANE_IO = inGroup('route53.aws.crossplane.io', {
  ResourceRecordSet: awsClassic('resourcrecordset'),
});
