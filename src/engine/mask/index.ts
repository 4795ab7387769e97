/** What of Secrets may be shown. */
export * from './mask-secrets.ts';
export * from './resource-diff.ts';
