// The simulator by itself: `npm run simulator -- --port 8080 --token dop_v1_…`. Ends on Ctrl-C.
import { parseArgs } from 'node:util';
import { startSimulator } from './simulator.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' }, token: { type: 'string' } } });
const simulator = await startSimulator(
  {
    ...(values.token === undefined ? {} : { token: values.token }),
    rateLimit: { perMinute: 250, perHour: 5_000, cdnPer10s: 5 },
  },
  Number(values.port),
);
console.log(`DigitalOcean, as far as certificates go, at ${simulator.url}`);
console.log(`api_url: ${simulator.url}`);
console.log(`token: ${simulator.token}`);
