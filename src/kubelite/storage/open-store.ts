/** The store of a cluster with its keys: in memory, or in a folder that outlives the process. */
import { TokenSigner } from '../authentication/json-web-token.ts';
import { FolderJournal, type FolderJournalOptions } from './folder-journal.ts';
import { type ClusterKeys, folderKeys } from './folder-keys.ts';
import { lockFolder } from './folder-lock.ts';
import { type KeptPort, keptPort } from './kept-port.ts';
import { ObjectStore } from './object-store.ts';

export interface OpenStore {
  readonly store: ObjectStore;
  readonly keys: ClusterKeys;
  /** Where the API was listened on before; nowhere for a store in memory. */
  readonly port: KeptPort;
  /** Resolves when what was written so far may be acknowledged. */
  durable(): Promise<void>;
  /** Gives the folder back. */
  close(): Promise<void>;
}

export interface OpenStoreOptions extends FolderJournalOptions {
  /** Absent: in memory. */
  readonly folder?: string;
  readonly newAuthority: () => ClusterKeys['authority'];
}

/** Throws `kubelite.data-in-use` and `kubelite.broken-data` (both user), and the system's error where the folder can't be written. */
export function openStore(options: OpenStoreOptions): OpenStore {
  const makeKeys = () => ({ authority: options.newAuthority(), tokens: new TokenSigner().keyPem });
  const { folder } = options;
  if (folder === undefined) return inMemory(makeKeys());
  const lock = lockFolder(folder);
  try {
    const keys = folderKeys(folder, makeKeys);
    const journal = new FolderJournal(folder, options);
    const store = new ObjectStore({ journal });
    journal.restore(store, lock);
    return {
      store,
      keys,
      port: keptPort(folder),
      durable: () => journal.durable(),
      close: async () => {
        await journal.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function inMemory(keys: ClusterKeys): OpenStore {
  const settled = () => Promise.resolve();
  return {
    store: new ObjectStore(),
    keys,
    port: { read: () => 0, write: () => undefined },
    durable: settled,
    close: settled,
  };
}
