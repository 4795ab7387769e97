/** Static chart repositories on real servers, over HTTP and HTTPS. */
import {
  clientCertificatesContract,
  serverCertificatesContract,
} from '../../../testkit/contracts/certificates.contract.ts';
import { credentialsContract } from '../../../testkit/contracts/credentials.contract.ts';
import { guardedCharts } from '../../../testkit/guarded/guarded-charts.ts';
import { overTls } from '../../../testkit/guarded/over-tls.ts';

credentialsContract('a chart repository over http', () => guardedCharts());
credentialsContract('a chart repository over https', overTls(guardedCharts));
serverCertificatesContract('a chart repository over https', guardedCharts);
clientCertificatesContract('a chart repository over https', guardedCharts);
