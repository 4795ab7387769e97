/** Repositories of Git on real servers, over HTTP and HTTPS. */
import {
  clientCertificatesContract,
  serverCertificatesContract,
} from '../../../testkit/contracts/certificates.contract.ts';
import { credentialsContract } from '../../../testkit/contracts/credentials.contract.ts';
import { guardedGit } from '../../../testkit/guarded/guarded-git.ts';

credentialsContract('git over http', () => guardedGit());
serverCertificatesContract('git over https', guardedGit);
clientCertificatesContract('git over https', guardedGit);
