import { awsClassic } from '../families/aws-classic.ts';
import { inGroup } from '../vocabulary/index.ts';

/** Crossplane's first AWS provider. */
export const CLOUDFRONT_AWS_CROSSPLANE_IO = inGroup('cloudfront.aws.crossplane.io', {
  Distribution: awsClassic('distribution'),
});
