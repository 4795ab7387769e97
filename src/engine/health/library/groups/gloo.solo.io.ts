import { glooResource } from '../families/gloo.ts';
import { inGroup } from '../vocabulary/index.ts';

/** Gloo Edge. */
export const GLOO_SOLO_IO = inGroup('gloo.solo.io', {
  Proxy: glooResource,
  Settings: glooResource,
  Upstream: glooResource,
  UpstreamGroup: glooResource,
});
