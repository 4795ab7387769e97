/** Lua 5.1. */
export * from './run-lua.ts';
