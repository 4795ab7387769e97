#!/usr/bin/env node
// Runs a TypeScript entry point on a Node that can: this one, or the one that the project brings along on Linux.
// usage: node bin/node.mjs [node options] FILE [arguments]. Any Node from 18 on can start it.
import { spawn } from 'node:child_process';
import { findNode, NODE_FLAGS } from './find-node.mjs';

const child = spawn(findNode(), [...NODE_FLAGS, ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
