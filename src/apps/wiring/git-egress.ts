/** The rules of HTTP on who may be connected to, for Git. */
import type { EgressRule, EgressRules } from '../../adapters/git-cli/egress-rule.ts';
import { checkedLookup, checkHost, type Egress } from '../../adapters/http-client/egress.ts';

export function gitEgress(egress: Egress): EgressRules {
  return egress === 'any' ? { far: ruleOf('far'), offLink: ruleOf('offLink') } : { all: ruleOf(egress) };
}

function ruleOf(egress: Egress): EgressRule {
  return { check: (url) => checkHost(url, egress), lookup: checkedLookup(egress) };
}
