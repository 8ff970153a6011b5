// Starts the bundle for renew/action.yml: it is the same for both actions.
process.argv.push('renew');
await import('../dist/index.js');
