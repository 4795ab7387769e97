/** What a chart says of itself in its Chart.yaml, for people who decide whether to use it. Pure. */
import type { ChartDetails } from '../../api/application/revision-fields.ts';
import { decodeMetadata } from '../../render/helm/chart/decode-metadata.ts';

/** As Argo CD writes it: who maintains it by name, with the address where there is one. Throws `helm.invalid-chart`. */
export function chartDetails(chartYaml: string): ChartDetails {
  const { description, home, maintainers } = decodeMetadata(chartYaml);
  const named = maintainers.map(({ name, email }) => (email === '' ? name : `${name} <${email}>`.trim()));
  return { description, home, maintainers: named };
}
