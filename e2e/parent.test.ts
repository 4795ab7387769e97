/** Nothing survives the end of the parent, however it ended. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { startProduct, until } from './product.ts';

test('a killed launcher takes the product, its thread and its files along', async () => {
  const product = await startProduct(['--no-sample']);
  const { pid, kubeconfig, url } = product.ready;
  expect(existsSync(`/proc/${pid}`)).toBe(true);
  await product.kill('SIGKILL');
  await until(
    () => !existsSync(`/proc/${pid}`),
    () => `process ${pid} still runs`,
    { seconds: 10 },
  );
  expect(existsSync(kubeconfig)).toBe(false);
  expect(existsSync(dirname(kubeconfig)) ? readdirSync(dirname(kubeconfig)) : []).toEqual([]);
  await expect(fetch(url)).rejects.toThrow();
  await product[Symbol.asyncDispose]();
});
