/** Credentials in memory. */
import { AppError } from '../base/errors.ts';
import type { CredentialContent, SecretsErrorCode, SecretsPort, StoredCredential } from '../ports/secrets.ts';

export interface MemorySecrets extends SecretsPort {
  /** What somebody else made: removing it lets it go. */
  plant(name: string, content: CredentialContent): void;
}

export function createMemorySecrets(): MemorySecrets {
  const stored = new Map<string, StoredCredential>();
  let version = 0;
  function put(name: string, content: CredentialContent, isManaged: boolean): StoredCredential {
    version += 1;
    const { kind, data, labels, annotations } = content;
    const found = { name, kind, data: new Map(data), labels, annotations, isManaged, version: String(version) };
    stored.set(name, found);
    return found;
  }
  function required(name: string): StoredCredential {
    const found = stored.get(name);
    if (found === undefined) throw fault('secrets.not-found', name);
    return found;
  }
  return {
    plant: (name, content) => void put(name, content, false),
    list: async (kind) =>
      [...stored.values()].filter((one) => one.kind === kind).sort((a, b) => (a.name < b.name ? -1 : 1)),
    get: async (name) => stored.get(name),
    async create(name, content) {
      if (stored.has(name)) throw fault('secrets.already-exists', name);
      return put(name, content, true);
    },
    async replace(name, content, seen) {
      const before = required(name);
      if (before.version !== seen) throw fault('secrets.conflict', name);
      return put(name, content, before.isManaged);
    },
    async remove(name) {
      required(name);
      stored.delete(name);
    },
  };
}

function fault(code: SecretsErrorCode, name: string): AppError {
  return new AppError({ code, kind: 'user', message: `credentials ${name}: ${code}` });
}
