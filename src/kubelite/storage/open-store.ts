/** The store of a cluster with its keys: in memory, or in a folder that outlives the process. */

import { TokenSigner } from '../authentication/json-web-token.ts';
import { certificateAuthority } from '../tls/certificate.ts';
import { FolderJournal } from './folder-journal.ts';
import { type ClusterKeys, folderKeys } from './folder-keys.ts';
import { lockFolder } from './folder-lock.ts';
import { ObjectStore } from './object-store.ts';

export interface OpenStore {
  readonly store: ObjectStore;
  readonly keys: ClusterKeys;
  /** Gives the folder back. */
  close(): void;
}

/** Without a folder everything is in memory. Throws `kubelite.data-in-use` and `kubelite.broken-data`. */
export function openStore(folder: string | undefined): OpenStore {
  if (folder === undefined) return { store: new ObjectStore(), keys: newKeys(), close: () => undefined };
  const unlock = lockFolder(folder);
  const keys = folderKeys(folder, newKeys);
  const journal = new FolderJournal(folder);
  const store = new ObjectStore({ journal });
  journal.restore(store);
  return {
    store,
    keys,
    close: () => {
      journal.close();
      unlock();
    },
  };
}

function newKeys(): ClusterKeys {
  const subject = { commonName: 'kubelite-ca', serial: Buffer.from([1]), validFrom: 0, validTo: 0 };
  return { authority: certificateAuthority(subject).keyPem, tokens: new TokenSigner().keyPem };
}
