import { awsClassic } from '../families/aws-classic.ts';
import { inGroup } from '../vocabulary/index.ts';

/** Crossplane's first AWS provider. */
export const S3_AWS_CROSSPLANE_IO = inGroup('s3.aws.crossplane.io', { Bucket: awsClassic('Bucket') });
