// Starts the bundle for renew/plan/action.yml: it is the same for all actions.
process.argv.push('renew-plan');
await import('../../dist/index.js');
