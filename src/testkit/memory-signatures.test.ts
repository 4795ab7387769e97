import { signaturesContract } from './contracts/signatures.contract.ts';
import { createMemorySignatures, memorySigned } from './memory-signatures.ts';

signaturesContract('memory', async () => ({
  port: createMemorySignatures(),
  keys: ['ada', 'bob'],
  sign: async (text) => memorySigned(text, 'ada'),
  signBeside: async (text) => memorySigned(text, 'ada'),
  [Symbol.asyncDispose]: async () => undefined,
}));
