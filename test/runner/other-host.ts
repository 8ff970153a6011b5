import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach } from 'vitest';

/** A host on loopback that nothing should be sent to. */
export interface OtherHost {
  /** Known once the tests run. */
  readonly url: string;
  /** What was sent to it all the same, in this test: method and path. */
  readonly strayed: string[];
}

/** Runs such a host for the tests of a file. It answers everything with this JSON, so that whoever follows to it notices nothing. */
export function useOtherHost(json = '[]'): OtherHost {
  const strayed: string[] = [];
  const server = createServer((request, response) => {
    strayed.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.writeHead(200, { 'content-type': 'application/json' }).end(json);
  });
  beforeAll(
    () =>
      new Promise<void>((done) => {
        server.listen(0, '127.0.0.1', done);
      }),
  );
  beforeEach(() => void (strayed.length = 0));
  afterAll(() => new Promise((done) => server.close(done)));
  return {
    strayed,
    get url() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
  };
}
