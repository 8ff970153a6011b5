// The entry, in a chunk of its own: runners that take `node` from their PATH may start it with any version, so nothing else loads before the check.
const NEEDED_NODE = 24;
/** What may still be open after a run that failed, such as a DNS lookup that nobody waits for any more, does not hold up the job. */
const EXIT_AFTER_MS = 500;

async function act(): Promise<number> {
  const { main, systemMachine } = await import('./main.ts');
  return main(systemMachine());
}

async function renew(part: string): Promise<number> {
  const { PARTS } = await import('./renew/main.ts');
  return PARTS[part]?.() ?? 1;
}

if (Number.parseInt(process.versions.node, 10) < NEEDED_NODE) {
  console.log(
    `::error::This action needs Node.js ${NEEDED_NODE}, but the runner started it with Node.js ${process.versions.node}. On GitHub, update the runner to version 2.327.1 or later. On Forgejo, run the job in an image that has Node.js ${NEEDED_NODE}.`,
  );
  process.exitCode = 1;
} else {
  // renew/action.yml starts the same bundle, and says so.
  const part = process.argv[2] ?? '';
  process.exitCode = part.startsWith('renew') ? await renew(part) : await act();
  // Nothing is collected or closed that ends with the process. What was written before has gone out by then.
  if (process.exitCode === 0) process.stdout.write('', () => process.exit());
  // `process.exit` would wait for the thread of a DNS lookup that hangs. The runner takes every exit code but 0 for a failure.
  else setTimeout(() => void process.kill(process.pid, 'SIGKILL'), EXIT_AFTER_MS).unref();
}
