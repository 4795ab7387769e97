import { httpContract } from './contracts/http.contract.ts';
import { createMemoryHttp } from './memory-http.ts';

httpContract('memory', async () => {
  const http = createMemoryHttp();
  return {
    port: http.port,
    serve: async (server) => http.serve(server),
    [Symbol.asyncDispose]: async () => undefined,
  };
});
