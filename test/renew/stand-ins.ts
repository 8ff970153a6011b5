import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { makeAuthority } from '../authority/authority.ts';
import type { Authority } from '../authority/authority.ts';
import { makeTemp, ROOT } from '../runner/step.ts';

export const RENEW_ACTION = join(ROOT, 'renew/action.yml');
export const PLAN_ACTION = join(ROOT, 'renew/plan/action.yml');

/** A CA that knows one account, and a program in lego's place that hands out a certificate made before. */
export interface Issuance {
  /** The inputs that lead a renewal to both. */
  readonly inputs: Readonly<Record<string, string>>;
  /** The root of the server's certificate, as a file. */
  readonly rootFile: string;
  readonly authority: Authority;
  /** The new certificate's SHA-1. */
  readonly sha1Fingerprint: string;
  readonly privateKey: string;
  /** What the CA was asked, as `METHOD /path`. */
  readonly asked: string[];
  /** The environment that lego saw last; empty if it did not run. */
  legoSaw(): string;
  close(): Promise<void>;
}

/** Starts the CA on loopback; this process trusts it until `close()`. */
export async function startIssuance(dnsName: string): Promise<Issuance> {
  const authority = await makeAuthority();
  const [server, issued] = await Promise.all([
    authority.issue({ dnsNames: ['localhost'] }),
    authority.issue({ dnsNames: [dnsName], notAfter: new Date(Date.now() + 90 * 86_400_000) }),
  ]);
  const folder = makeTemp();
  const file = (name: string, content: string, mode = 0o600): string => {
    writeFileSync(join(folder, name), content, { mode });
    return join(folder, name);
  };
  const asked: string[] = [];
  const https = createServer({ cert: server.fullChain, key: server.privateKey }, (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    request.resume();
    const { port } = https.address() as AddressInfo;
    const at = (path: string): string => `https://localhost:${port}/${path}`;
    response.setHeader('replay-nonce', `nonce-${asked.length}`);
    if (request.url === '/account') response.setHeader('location', at('account/1'));
    const urls = { newNonce: at('nonce'), newAccount: at('account'), newOrder: at('order') };
    response.end(JSON.stringify(request.url === '/dir' ? urls : {}));
  });
  await new Promise<void>((done) => {
    https.listen(0, '127.0.0.1', done);
  });
  const trusted = getCACertificates('default');
  setDefaultCACertificates([...trusted, authority.root]);
  const [key, chain] = [file('new.key', issued.privateKey), file('new.crt', issued.fullChain)];
  const seen = join(folder, 'seen');
  const lego = `#!/bin/sh
if [ "$1" = --version ]; then echo "lego version 4.35.2 linux/amd64"; exit 0; fi
env >"${seen}"
mkdir -p "$LEGO_PATH/certificates"
cp "${key}" "$LEGO_PATH/certificates/x.key"
cp "${chain}" "$LEGO_PATH/certificates/x.crt"
`;
  return {
    inputs: {
      name: 'web',
      dns_names: dnsName,
      acme_account_key: String(
        generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
      ),
      acme_server: `https://localhost:${(https.address() as AddressInfo).port}/dir`,
      lego_path: file('lego', lego, 0o700),
    },
    rootFile: file('root.pem', authority.root),
    authority,
    sha1Fingerprint: issued.sha1Fingerprint,
    privateKey: issued.privateKey,
    asked,
    legoSaw: () => (existsSync(seen) ? readFileSync(seen, 'utf8') : ''),
    close: async () => {
      setDefaultCACertificates(trusted);
      https.closeAllConnections();
      await new Promise((done) => https.close(done));
    },
  };
}
