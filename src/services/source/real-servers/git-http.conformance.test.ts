/** Repositories of Git on real servers, over HTTP and HTTPS. */
import {
  clientCertificatesContract,
  serverCertificatesContract,
} from '../../../testkit/contracts/certificates.contract.ts';
import { credentialsContract } from '../../../testkit/contracts/credentials.contract.ts';
import { guardedGit } from '../../../testkit/guarded/guarded-git.ts';
import { overTls } from '../../../testkit/guarded/over-tls.ts';

credentialsContract('git over http', () => guardedGit());
credentialsContract('git over https', overTls(guardedGit));
credentialsContract('git over https with a client certificate', overTls(guardedGit, { clients: true }));
serverCertificatesContract('git over https', guardedGit);
clientCertificatesContract('git over https', guardedGit);
