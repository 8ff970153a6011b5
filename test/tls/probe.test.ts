import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import type { Server } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import type { Endpoint } from '../../src/tls/endpoint.ts';
import {
  chooseAddresses,
  probeEndpoint,
  probeEndpoints,
  probeRemedy,
  resolveEndpoint,
  resolveFaultOf,
} from '../../src/tls/probe.ts';
import type { ProbeContext, Resolve } from '../../src/tls/probe.ts';
import { makeAuthority } from '../authority/authority.ts';
import { SILENT_LOG } from '../runner/silent-log.ts';
import { deadlineIn } from '../samples.ts';

const host: Endpoint = { host: 'www.example.com', port: 1, address: undefined };
const at = (address: string): Endpoint => ({ ...host, address });

function contextWith(
  notices: string[] = [],
  stop?: AbortSignal,
): ProbeContext & { deadline: ReturnType<typeof deadlineIn> } {
  const log = { ...SILENT_LOG, notice: (message: string) => void notices.push(message) };
  return { deadline: deadlineIn(60_000, stop), log };
}

describe('probe of an endpoint', () => {
  it('An address that this machine cannot reach is reported, and the other addresses are probed', async () => {
    const notices: string[] = [];
    const resolve: Resolve = async () => ({ reachable: [at('127.0.0.1')], unreachable: [at('2001:db8::1')] });
    const probed = await probeEndpoints([host], contextWith(notices), resolve);
    expect(probed).toEqual([
      { endpoint: at('127.0.0.1'), fault: { kind: 'handshake', what: expect.stringContaining('ECONNREFUSED') } },
    ]);
    expect(notices).toEqual([expect.stringMatching(/^www\.example\.com:1: 2001:db8::1 .*IPv6/u)]);
  });

  describe('IPv6 addresses without a route', () => {
    // TCP leads to no multicast address, whatever the machine has.
    const resolve: Resolve = async () => ({ reachable: [at('127.0.0.1'), at('ff0e::1')], unreachable: [] });
    const servers: Server[] = [];
    afterEach(() => {
      for (const server of servers.splice(0)) server.close();
    });
    const listen = async (): Promise<Endpoint> => {
      const { privateKey, fullChain } = await (await makeAuthority()).issue({ dnsNames: ['www.example.com'] });
      const server = createServer({ key: privateKey, cert: fullChain });
      servers.push(server);
      await new Promise<void>((done) => {
        server.listen(0, '127.0.0.1', done);
      });
      return { ...host, port: (server.address() as AddressInfo).port };
    };

    it('They are a notice if an IPv4 address answers, and tried once', async () => {
      const notices: string[] = [];
      const endpoint = await listen();
      const context = contextWith(notices);
      const both: Resolve = async (each) => ({
        reachable: ['127.0.0.1', 'ff0e::1'].map((address) => ({ ...each, address })),
        unreachable: [],
      });
      const probed = await probeEndpoint(endpoint, context, both);
      expect(probed).toMatchObject([{ endpoint: { address: '127.0.0.1' }, served: {} }]);
      expect(notices).toEqual([expect.stringMatching(/^www\.example\.com:\d+: ff0e::1 .*\(E\w+\)\.$/u)]);
      expect(context.deadline.clock.sleptMs).toBe(0);
    });

    it('They are a fault if no IPv4 address answers', async () => {
      const notices: string[] = [];
      const probed = await probeEndpoint(host, contextWith(notices), resolve);
      expect(probed.map(({ fault }) => fault?.kind)).toEqual(['handshake', 'no_route']);
      expect(notices).toEqual([]);
    });

    it('They are a fault if the address was asked for', async () => {
      const { port } = await listen();
      const probed = await probeEndpoints(
        ['ff0e::1', '127.0.0.1'].map((address) => ({ ...host, port, address })),
        contextWith(),
      );
      expect(probed.map(({ fault }) => fault?.kind)).toEqual(['no_route', undefined]);
    });
  });

  it('What to check names the proxy only if there is one', () => {
    expect(probeRemedy(true)).toMatch(/HTTPS_PROXY.*directly/u);
    expect(probeRemedy(false)).not.toContain('PROXY');
  });

  it('A connection that fails is tried three times', async () => {
    const context = contextWith();
    const [probed] = await probeEndpoint(at('127.0.0.1'), context);
    expect([probed?.fault?.kind, context.deadline.clock.sleptMs]).toEqual(['handshake', 3_000]);
  });

  it.each([
    ['EAI_AGAIN', 'lookup'],
    ['ENOTFOUND', 'unresolved'],
  ])('A name whose look-up fails with %s is looked up three times', async (code, kind) => {
    let count = 0;
    const resolve: Resolve = async () => {
      count += 1;
      throw Object.assign(new Error('x'), { code });
    };
    const context = contextWith();
    const probed = await probeEndpoint(host, context, resolve);
    expect([count, context.deadline.clock.sleptMs]).toEqual([3, 3_000]);
    expect(probed).toEqual([{ endpoint: host, fault: { kind, what: expect.stringContaining(code) } }]);
  });

  it('A name that is found at the second look-up is probed', async () => {
    let count = 0;
    const resolve: Resolve = async () => {
      count += 1;
      if (count === 1) throw Object.assign(new Error('x'), { code: 'EAI_AGAIN' });
      return { reachable: [at('127.0.0.1')], unreachable: [] };
    };
    expect(await probeEndpoint(host, contextWith(), resolve)).toMatchObject([{ endpoint: at('127.0.0.1') }]);
  });

  it('A look-up under way is left behind when the job is cancelled', async () => {
    const stop = new AbortController();
    const resolve: Resolve = async () => {
      stop.abort();
      return new Promise<never>(() => undefined);
    };
    const probing = probeEndpoint(host, contextWith([], stop.signal), resolve);
    await expect(probing).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('addresses of a name', () => {
  it('A name has each address that it resolves to once', async () => {
    const { reachable, unreachable } = await resolveEndpoint({ host: 'localhost', port: 443, address: undefined });
    const addresses = reachable.map(({ address }) => address ?? '');
    expect(addresses.length).toBeGreaterThan(0);
    expect(new Set(addresses).size).toBe(addresses.length);
    expect(unreachable).toEqual([]);
    expect(reachable.every(({ host: name }) => name === 'localhost')).toBe(true);
    expect(addresses.every((address) => ['127.0.0.1', '::1'].includes(address))).toBe(true);
  });

  it('A host that is an address is its own address', async () => {
    for (const address of ['192.0.2.1', '2001:db8::1'])
      expect(await resolveEndpoint({ ...host, host: address })).toEqual({
        reachable: [{ ...host, host: address, address }],
        unreachable: [],
      });
  });

  it('An address in the endpoint is the only address', async () => {
    expect(await resolveEndpoint(at('192.0.2.1'))).toEqual({ reachable: [at('192.0.2.1')], unreachable: [] });
  });

  it.each([
    [true, ['192.0.2.1', '2001:db8::1'], ['192.0.2.1', '2001:db8::1'], []],
    [false, ['192.0.2.1', '2001:db8::1'], ['192.0.2.1'], ['2001:db8::1']],
    [false, ['127.0.0.1', '::1'], ['127.0.0.1', '::1'], []],
    [false, ['2001:db8::1'], ['2001:db8::1'], []],
  ])('With IPv6 support %s, the addresses %j are reduced to %j', (withIpv6, addresses, reachable, unreachable) => {
    expect(chooseAddresses(addresses, withIpv6)).toEqual({ reachable, unreachable });
  });

  it.each([
    ['ENOTFOUND', 'unresolved', /does not resolve/u],
    ['EAI_AGAIN', 'lookup', /name server.*\(EAI_AGAIN\)/u],
    ['', 'lookup', /name server.*\(time-out\)/u],
  ])('A look-up that fails with the code "%s" is the fault "%s"', (code, kind, what) => {
    const fault = resolveFaultOf(Object.assign(new Error('x'), { code }));
    expect(fault).toEqual({ kind, what: expect.stringMatching(what) });
  });
});
