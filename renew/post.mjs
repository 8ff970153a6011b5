// Runs after the job, whatever became of it: removes the folder of a renewal that was killed.
process.argv.push('renew-clean-up');
await import('../dist/index.js');
