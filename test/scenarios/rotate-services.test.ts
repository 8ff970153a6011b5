import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clusterRequests, firstRow, idNamed, makeClusterWorld } from '../kubernetes/cluster-world.ts';
import { makeTemp } from '../runner/step.ts';
import { annotationsOf, CERTIFICATE_ID, issueToken, LOAD_BALANCER_ID } from '../simulator/kubernetes.ts';
import { certificatesOf, countPuts, renewedNameOf, rotationOf } from './rotation.ts';
import { errorsOf, useScenario, warningsOf } from './scenario.ts';

const scenario = useScenario();

describe('a load balancer of a cluster whose credentials the token may read', () => {
  it('Its Service is annotated, its load balancer is awaited, and the old certificate is deleted', async () => {
    const { loadBalancer, service, cluster } = await makeClusterWorld(scenario);
    const run = await scenario.run(rotationOf(scenario, { wait_timeout: '600' }));
    expect([run.exitCode, errorsOf(run), warningsOf(run)]).toEqual([0, '', '']);
    const id = idNamed(scenario, renewedNameOf(scenario));
    expect(annotationsOf(service)).toEqual({ [LOAD_BALANCER_ID]: loadBalancer['id'], [CERTIFICATE_ID]: id });
    expect(certificatesOf(loadBalancer)).toEqual([id]);
    expect([scenario.names(), countPuts(scenario)]).toEqual([[renewedNameOf(scenario)], 0]);
    const row = { status: 'rebound', service: 'shop/ingress', error: '' };
    expect(firstRow(run.outputs['load_balancers'])).toMatchObject(row);
    expect([run.outputs['changed'], run.summary.includes('shop/ingress')]).toEqual(['true', true]);

    // As short as the run, for that cluster alone, and masked in whole and in parts.
    const asked = scenario.simulator.requests.filter(({ path }) => path.includes('/credentials'));
    expect(asked.map(({ path }) => path)).toEqual([
      expect.stringMatching(
        new RegExp(`^/v2/kubernetes/clusters/${cluster.id}/credentials\\?expiry_seconds=7\\d\\d$`, 'u'),
      ),
    ]);
    const [token = ''] = cluster.tokens.keys();
    expect([run.masks.includes(token), run.shown.includes(token)]).toEqual([true, false]);
    const withToken = scenario.simulator.requests.filter(({ headers }) => headers.authorization === `Bearer ${token}`);
    expect(withToken.map(({ path }) => path).every((path) => path.startsWith('/api/v1/'))).toBe(true);
  });

  it('A token that the cluster repeats in an error is shown nowhere', async () => {
    const { cluster, old } = await makeClusterWorld(scenario);
    const body = (): unknown => ({
      kind: 'Status',
      code: 403,
      message: `denied for ${[...cluster.tokens.keys()].join()}`,
    });
    scenario.simulator.onRequest = ({ method, path }) => {
      if (method === 'GET' && path.startsWith('/api/v1/services'))
        scenario.simulator.fault({ path: '/api/v1/', method: 'PATCH' }, { kind: 'status', status: 403, body: body() });
    };
    const run = await scenario.run(rotationOf(scenario));
    const [token = ''] = cluster.tokens.keys();
    expect([run.exitCode, run.shown.includes(token.slice(30, 60))]).toEqual([0, false]);
    expect(warningsOf(run)).toContain('denied for ***');
    expect(scenario.names()).toContain('web');
    expect(firstRow(run.outputs['load_balancers'])).toMatchObject({ status: 'kubernetes', service: 'shop/ingress' });
    expect(warningsOf(run)).toContain('service ingress --namespace shop');
    expect(old).not.toBe('');
  });
});

describe('a cluster that DigitalOcean does not manage', () => {
  it('A kubeconfig with a client certificate in files beside it leads to the Service', async () => {
    const { cluster, loadBalancer } = await makeClusterWorld(scenario, {
      isSelfManaged: true,
      usesClientCertificate: true,
      loadBalancer: { tag: '' },
    });
    const workspace = makeTemp();
    mkdirSync(join(workspace, 'kube'));
    const { certificate, privateKey } = cluster.client;
    writeFileSync(join(workspace, 'kube/ca.pem'), scenario.simulator.world.clusterTls?.authority ?? '');
    writeFileSync(join(workspace, 'kube/client.pem'), certificate);
    writeFileSync(join(workspace, 'kube/client.key'), privateKey);
    const kubeconfig = `apiVersion: v1
kind: Config
current-context: ci
clusters:
- name: own
  cluster: # of our own
    certificate-authority: ca.pem
    server: ${cluster.url}
contexts:
- {name: ci, context: {cluster: own, user: 'ci'}}
users:
- name: ci
  user:
    client-certificate: client.pem
    client-key: client.key
`;
    writeFileSync(join(workspace, 'kube/config'), kubeconfig);
    const run = await scenario.run(rotationOf(scenario, { kubeconfig_path: 'kube/config' }), { cwd: workspace });
    expect([run.exitCode, errorsOf(run), warningsOf(run)]).toEqual([0, '', '']);
    expect(certificatesOf(loadBalancer)).toEqual([idNamed(scenario, renewedNameOf(scenario))]);
    expect(scenario.requests().filter((line) => line.includes('/v2/kubernetes'))).toEqual([]);
    const [line = ''] = privateKey.split('\n').slice(1);
    expect([run.masks.includes(line), run.shown.includes(line)]).toEqual([true, false]);
  });

  it('A kubeconfig with a token is masked before anything is logged, also when it cannot be used', async () => {
    const { cluster } = await makeClusterWorld(scenario, { isSelfManaged: true });
    const token = issueToken(cluster);
    const workspace = makeTemp();
    const user = `{"name": "ci", "user": {"token": "${token}", "exec": {"command": "aws"}}}`;
    const context = '{"name": "ci", "context": {"cluster": "own", "user": "ci"}}';
    const server = `{"name": "own", "cluster": {"server": "${cluster.url}"}}`;
    writeFileSync(
      join(workspace, 'config.json'),
      `{"current-context": "ci", "clusters": [${server}], "contexts": [${context}], "users": [${user}]}`,
    );
    const run = await scenario.run(rotationOf(scenario, { kubeconfig_path: 'config.json' }), { cwd: workspace });
    expect([run.exitCode, scenario.simulator.requests.length]).toEqual([1, 0]);
    expect(errorsOf(run)).toMatch(/`kubeconfig_path`.*`exec`/u);
    expect([run.masks.includes(token), run.shown.includes(token.slice(30, 60))]).toEqual([true, false]);
    expect(clusterRequests(scenario)).toEqual([]);
  });
});
