import { openClient } from '../../src/digitalocean/client.ts';
import type { Client } from '../../src/digitalocean/client.ts';
import { NO_PROXIES } from '../../src/digitalocean/proxies.ts';
import type { Log } from '../../src/log.ts';
import { makeShow } from '../../src/text.ts';
import type { Show } from '../../src/text.ts';
import type { Deadline } from '../../src/waiting.ts';
import { SILENT_LOG } from '../runner/silent-log.ts';
import type { Simulator } from '../simulator/simulator.ts';

export interface SimulatorClientOptions {
  readonly deadline: Deadline;
  readonly log?: Log;
  readonly show?: Show;
  /** From 0 up to 1: how much of each pause that varies by chance is waited. */
  readonly jitter?: number;
}

/** A client for a simulator, as `main` opens it for the API. */
export async function openSimulatorClient(
  { url, token }: Simulator,
  { deadline, log = SILENT_LOG, show = makeShow([]), jitter = 0.5 }: SimulatorClientOptions,
): Promise<Client> {
  return openClient({ apiUrl: new URL(url), token, proxies: NO_PROXIES, random: () => jitter, deadline, log, show });
}
