import { awsClassic } from '../families/aws-classic.ts';
import { type Check, inGroup } from '../vocabulary/index.ts';

function named(kind: string): Check {
  return awsClassic({ available: `Waiting for ${kind} to be available`, created: `Waiting for ${kind} to be created` });
}

/** Crossplane's first AWS provider. */
export const IAM_AWS_CROSSPLANE_IO = inGroup('iam.aws.crossplane.io', {
  Policy: named('Policy'),
  Role: named('Role'),
  RolePolicyAttachment: named('RolePolicyAttachment'),
});
