// Not on Windows: it sends signals or makes special files.
// Slow, and left to CI: it measures how long processes take to end
import { describe, expect, it } from 'vitest';
import { addIssued } from '../faults/rotation-world.ts';
import { startSimulator } from '../simulator/simulator.ts';
import type { Simulator } from '../simulator/simulator.ts';
import type { SimulatorOptions } from '../simulator/world.ts';
import { useServers } from './hangs.ts';
import { rotationOf, rule } from './rotation.ts';
import { uploadOf, useScenario } from './scenario.ts';

const scenario = useScenario();
const servers = useServers();

/** Cancelling a job kills it ten seconds after the first signal; half of that is for what the runner does itself. */
const EXIT_MS = 5_000;
/** From the request that will not be answered, or the last one before a pause, to the signal. */
const BEFORE_CANCEL_MS = 500;

interface Step {
  readonly inputs: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** What a job waits for when it is cancelled. */
interface Wait {
  readonly during: string;
  readonly options?: SimulatorOptions;
  /** Prepares the account, and everything else. */
  readonly begin: (simulator: Simulator, cancel: () => void) => Step | Promise<Step>;
  /** The request that begins the wait, and which of them; without it, `begin` calls `cancel`. */
  readonly request?: readonly [start: string, number: number];
  /** The output `changed`. */
  readonly changed: string;
}

const inUse = (simulator: Simulator): string => {
  const old = addIssued(simulator, 'web', scenario.web);
  simulator.addLoadBalancer({ name: 'front-door', forwarding_rules: [rule(old)] });
  return old;
};
const hangs = (simulator: Simulator, method: string, path = ''): void =>
  simulator.fault({ method, path }, { kind: 'late', effect: true });
const rotation = (more: Readonly<Record<string, string>> = {}): Step => ({ inputs: rotationOf(scenario, more) });
const LIST: Step = { inputs: { operation: 'list' } };
const LOAD_BALANCERS = '/v2/load_balancers';

const REQUESTS: Wait[] = [
  {
    during: 'a list that hangs',
    begin: (simulator) => {
      hangs(simulator, 'GET');
      return LIST;
    },
    request: ['GET', 1],
    changed: 'false',
  },
  {
    during: 'a response whose body stops',
    begin: async (_, cancel) => {
      const port = await servers.http((__, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).write('{"certificates": [');
        cancel();
      });
      return { inputs: { operation: 'list', api_url: `http://127.0.0.1:${port}` } };
    },
    changed: 'false',
  },
  {
    during: 'an upload that hangs',
    begin: (simulator) => {
      hangs(simulator, 'POST');
      return { inputs: { ...uploadOf(scenario.web), operation: 'create' } };
    },
    request: ['POST', 1],
    changed: '',
  },
  {
    during: 'an update that hangs',
    begin: (simulator) => {
      inUse(simulator);
      hangs(simulator, 'PUT');
      return rotation();
    },
    request: ['PUT', 1],
    changed: 'true',
  },
  {
    during: 'a deletion that hangs',
    begin: (simulator) => {
      addIssued(simulator, 'web', scenario.web);
      hangs(simulator, 'DELETE');
      return { inputs: { operation: 'delete', name: 'web' } };
    },
    request: ['DELETE', 1],
    changed: '',
  },
];

const PAUSES: Wait[] = [
  {
    during: 'the pause that the API asks for',
    begin: (simulator) => {
      simulator.fault({ times: 9 }, { kind: 'status', status: 429, headers: { 'retry-after': '45' } });
      return LIST;
    },
    request: ['GET', 1],
    changed: 'false',
  },
  {
    during: 'the pause for the rate limit of CDN endpoints',
    begin: (simulator) => {
      const old = addIssued(simulator, 'web', scenario.web);
      for (let count = 0; count < 3; count += 1) simulator.addCdnEndpoint({ certificate_id: old });
      return rotation();
    },
    request: ['/v2/cdn', 5],
    changed: 'true',
  },
  {
    during: 'the pause after an update that failed',
    begin: (simulator) => {
      inUse(simulator);
      simulator.fault({ method: 'PUT' }, { kind: 'status', status: 503, headers: { 'retry-after': '45' } });
      return rotation();
    },
    request: ['PUT', 1],
    changed: 'true',
  },
  {
    during: 'the pause for a load balancer that is busy',
    begin: (simulator) => {
      inUse(simulator);
      const message = "Load Balancer can't be updated while it processes previous actions";
      simulator.fault({ method: 'PUT', times: 9 }, { kind: 'status', status: 403, body: { id: 'forbidden', message } });
      return rotation();
    },
    request: ['PUT', 2],
    changed: 'true',
  },
  {
    during: 'the wait until a load balancer is bound',
    options: { settlingMs: 600_000 },
    begin: (simulator) => {
      inUse(simulator);
      return rotation();
    },
    request: [`GET ${LOAD_BALANCERS}/`, 3],
    changed: 'true',
  },
  {
    during: 'the wait until an endpoint serves the certificate',
    begin: async (simulator, cancel) => {
      inUse(simulator);
      const port = await servers.tls(scenario.web, cancel);
      return rotation({ endpoints: `www.example.com@127.0.0.1:${port}` });
    },
    changed: 'true',
  },
  {
    during: 'the wait until a certificate is issued',
    options: { letsEncrypt: { issueMs: 600_000 } },
    begin: () => ({ inputs: { operation: 'present', name: 'web', type: 'lets_encrypt', dns_names: 'a.example.com' } }),
    request: ['GET', 2],
    changed: 'true',
  },
  {
    during: 'the wait until a certificate is not in use any more',
    options: { inUseForMs: 600_000 },
    begin: (simulator) => {
      inUse(simulator);
      return rotation();
    },
    request: ['DELETE', 1],
    changed: 'true',
  },
];

const CONNECTIONS: Wait[] = [
  {
    during: 'a TLS handshake of a check that hangs',
    begin: async (_, cancel) => {
      const port = await servers.silent(cancel);
      return { inputs: { operation: 'check', endpoints: `www.example.com@127.0.0.1:${port}` } };
    },
    changed: 'false',
  },
  {
    during: 'a TLS handshake of a rotation that hangs',
    begin: async (simulator, cancel) => {
      inUse(simulator);
      const port = await servers.silent(cancel);
      return rotation({ endpoints: `www.example.com@127.0.0.1:${port}` });
    },
    changed: 'true',
  },
  {
    during: 'a TLS handshake with the API that hangs',
    begin: async (_, cancel) => {
      const port = await servers.silent(cancel);
      return { inputs: { operation: 'list', api_url: `https://127.0.0.1:${port}` } };
    },
    changed: 'false',
  },
  {
    during: 'a proxy that says nothing',
    begin: async (_, cancel) => {
      const port = await servers.silent(cancel);
      const inputs = { operation: 'list', api_url: 'https://api.example.com' };
      return { inputs, env: { HTTPS_PROXY: `http://127.0.0.1:${port}` } };
    },
    changed: 'false',
  },
  {
    during: 'a call of GitHub that hangs',
    begin: async (simulator, cancel) => {
      simulator.addCertificate({ name: 'web', not_after: '2020-01-01T00:00:00Z' });
      const port = await servers.http(cancel);
      const inputs = { operation: 'check', report_issue: 'true', github_token: `ghs_${'a1B2'.repeat(9)}` };
      return { inputs, env: { GITHUB_API_URL: `http://127.0.0.1:${port}` } };
    },
    changed: 'false',
  },
];

/** Each alternates between the two signals. */
const BOTH = ['SIGINT', 'SIGTERM'] as const;
const rows = (waits: readonly Wait[]) => waits.map((wait, at) => ({ ...wait, signal: BOTH[at % 2] ?? 'SIGINT' }));

async function expectToEnd({ options, begin, request, changed, signal }: Wait & { signal: 'SIGINT' | 'SIGTERM' }) {
  const simulator = await startSimulator({ ...options, token: scenario.simulator.token });
  const controller = new AbortController();
  let cancelledMs = Infinity;
  let sent = 0;
  const cancel = (): void => {
    setTimeout(() => {
      cancelledMs = Math.min(cancelledMs, performance.now());
      sent = simulator.requests.length;
      controller.abort();
    }, BEFORE_CANCEL_MS);
  };
  let count = 0;
  simulator.onRequest = ({ method, path }) => {
    if (request === undefined || !`${method} ${path}`.includes(request[0])) return;
    count += 1;
    if (count === request[1]) cancel();
  };
  try {
    const { inputs, env = {} } = await begin(simulator, cancel);
    const api = { api_url: simulator.url, ...inputs };
    const run = await scenario.run(api, { env, signal: controller.signal, cancelWith: signal });
    expect(performance.now() - cancelledMs).toBeLessThan(EXIT_MS);
    expect(run.exitCode).not.toBe(0);
    expect(run.annotations.map(({ message }) => message).join('\n')).toContain('cancelled');
    expect(run.outputs['changed']).toBe(changed);
    // Nothing new begins.
    expect(simulator.requests.length - sent).toBe(0);
  } finally {
    await simulator.close();
  }
}

describe.concurrent('a job that is cancelled', () => {
  it.for(rows(REQUESTS))('Ends within five seconds after $signal during $during', expectToEnd);
  it.for(rows(PAUSES))('Ends within five seconds after $signal during $during', expectToEnd);
  it.for(rows(CONNECTIONS))('Ends within five seconds after $signal during $during', expectToEnd);
});
