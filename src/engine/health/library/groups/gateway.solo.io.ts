import { glooResource } from '../families/gloo.ts';
import { inGroup } from '../vocabulary/index.ts';

/** Gloo Edge, its gateways. */
export const GATEWAY_SOLO_IO = inGroup('gateway.solo.io', {
  Gateway: glooResource,
  MatchableHttpGateway: glooResource,
  RouteOption: glooResource,
  RouteTable: glooResource,
  VirtualHostOption: glooResource,
  VirtualService: glooResource,
});
