import { awsClassic } from '../families/aws-classic.ts';
import { inGroup } from '../vocabulary/index.ts';

/** Crossplane's first AWS provider. */
export const IAM_AWS_CROSSPLANE_IO = inGroup('iam.aws.crossplane.io', {
  Policy: awsClassic('Policy'),
  Role: awsClassic('Role'),
  RolePolicyAttachment: awsClassic('RolePolicyAttachment'),
});
