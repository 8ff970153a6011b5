// Starts a TypeScript file with Node 24: `node test/tools/start.mjs FILE …`. In JavaScript, since an older Node is to say so in one sentence.
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';

if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    `This needs Node 24, and your Node is ${process.versions.node}. npm has no package of it for this machine: install it from https://nodejs.org, and run this again.`,
  );
  process.exit(1);
}
process.argv.splice(1, 1);
await import(pathToFileURL(resolve(process.argv[1])).href);
