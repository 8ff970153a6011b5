import { describe, expect, it } from 'vitest';
import { certificatesOf, countPuts, renewedNameOf, rotationOf, rule } from '../scenarios/rotation.ts';
import { errorsOf, useScenario, warningsOf } from '../scenarios/scenario.ts';
import { addIssued } from '../faults/rotation-world.ts';
import {
  annotate,
  annotationsOf,
  CERTIFICATE_ID,
  CERTIFICATE_NAME,
  LOAD_BALANCER_ID,
  seedService,
} from '../simulator/kubernetes.ts';
import type { Raw } from '../simulator/world.ts';
import { clusterRequests, firstRow, idNamed, makeClusterWorld } from './cluster-world.ts';
import type { ClusterShape } from './cluster-world.ts';

const scenario = useScenario({ now: () => scenario.clock.now() }, { inProcess: true });
const newId = (): string => idNamed(scenario, renewedNameOf(scenario));
const codeOf = ({ summary }: { readonly summary: string }): string =>
  /<code>(.*?)<\/code>/u.exec(summary.replaceAll('&#95;', '_'))?.[1] ?? '';
const patches = (): string[] => clusterRequests(scenario, 'PATCH');

describe('the annotations of a Service', () => {
  it('The annotation with the name is changed only if it exists, and nothing else is', async () => {
    const metadata = { labels: { app: 'shop' }, finalizers: ['service.kubernetes.io/load-balancer-cleanup'] };
    const annotations = { [CERTIFICATE_NAME]: 'web', other: 'kept' };
    const { service, loadBalancer } = await makeClusterWorld(scenario, { metadata, annotations });
    const before = structuredClone(service);
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(annotationsOf(service)).toEqual({
      [LOAD_BALANCER_ID]: loadBalancer['id'],
      [CERTIFICATE_ID]: newId(),
      [CERTIFICATE_NAME]: renewedNameOf(scenario),
      other: 'kept',
    });
    const without = ({ metadata: all, ...rest }: Raw): unknown => {
      const { annotations: _, resourceVersion: __, ...others } = all as Raw;
      return { ...rest, metadata: others };
    };
    expect(without(service)).toEqual(without(before));
  });

  it('A Service annotated by name alone gets the id, which takes precedence', async () => {
    const { service, loadBalancer } = await makeClusterWorld(scenario, {
      annotations: { [CERTIFICATE_ID]: '', [CERTIFICATE_NAME]: 'web' },
    });
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(annotationsOf(service)).toMatchObject({ [CERTIFICATE_ID]: newId() });
    expect(certificatesOf(loadBalancer)).toEqual([newId()]);
  });

  it('A Service that is annotated rightly is not patched, and its controller is awaited', async () => {
    const { cluster, service, loadBalancer } = await makeClusterWorld(scenario, { controllerMs: 120_000 });
    const id = addIssued(scenario.simulator, renewedNameOf(scenario), scenario.renewed);
    annotate(cluster, service, { [CERTIFICATE_ID]: id });
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run), patches()]).toEqual([0, '', []]);
    expect([certificatesOf(loadBalancer), scenario.names()]).toEqual([[id], [renewedNameOf(scenario)]]);
    expect(scenario.clock.sleptMs).toBeGreaterThan(100_000);
  });

  it.each([
    ['a certificate that does not exist any more', '0123abcd-0123-0123-0123-0123456789ab'],
    ['an id with quotes', '"0123abcd-0123-0123-0123-0123456789ab"'],
    ['what is no id at all', "'; kubectl delete service ingress; '"],
  ])('A Service annotated with %s is stuck, and is freed', async (_, annotated) => {
    const { loadBalancer } = await makeClusterWorld(scenario, { annotations: { [CERTIFICATE_ID]: annotated } });
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run), certificatesOf(loadBalancer)]).toEqual([0, '', [newId()]]);
  });

  it('A Service annotated with another certificate that exists is left as it is', async () => {
    const other = scenario.simulator.addCertificate({ name: 'other' }).public.id;
    const { service } = await makeClusterWorld(scenario, {
      annotations: { [CERTIFICATE_ID]: other },
      controllerMs: 10_000_000,
    });
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, patches()]).toEqual([0, []]);
    expect(annotationsOf(service)[CERTIFICATE_ID]).toBe(other);
    expect(warningsOf(run)).toContain('is annotated with certificate "other"');
    expect(scenario.names()).toContain('web');
  });

  it('A Service that got another load balancer before it was annotated is left as it is', async () => {
    const { cluster, service } = await makeClusterWorld(scenario);
    let reads = 0;
    scenario.simulator.onRequest = ({ method, path }) => {
      reads += method === 'GET' && path.includes('/services/ingress') ? 1 : 0;
      // Read by the round, and then to be annotated.
      if (reads === 2) annotate(cluster, service, { [LOAD_BALANCER_ID]: '0123abcd-0123-0123-0123-0123456789ab' });
    };
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, patches()]).toEqual([0, []]);
    expect(warningsOf(run)).toContain('kubectl annotate');
    expect(scenario.names()).toContain('web');
  });

  it('A load balancer that was changed by hand is annotated too, before the certificate of its annotation is deleted', async () => {
    const { loadBalancer, service } = await makeClusterWorld(scenario, { controllerMs: 10_000_000 });
    const id = addIssued(scenario.simulator, renewedNameOf(scenario), scenario.renewed);
    loadBalancer['forwarding_rules'] = [rule(id)];
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run), scenario.names()]).toEqual([0, '', [renewedNameOf(scenario)]]);
    expect(annotationsOf(service)[CERTIFICATE_ID]).toBe(id);
  });

  it.each([
    ['Helm', { labels: { 'app.kubernetes.io/managed-by': 'Helm' } }],
    ['Argo CD', { annotations: { 'argocd.argoproj.io/tracking-id': 'shop:/Service:shop/ingress' } }],
    ['Flux', { labels: { 'kustomize.toolkit.fluxcd.io/name': 'shop', 'app.kubernetes.io/managed-by': 'Helm' } }],
  ])('A Service of %s is annotated, and a notice names the tool', async (tool, { labels, annotations }: Raw) => {
    await makeClusterWorld(scenario, {
      ...(labels === undefined ? {} : { metadata: { labels } }),
      ...(annotations === undefined ? {} : { annotations: annotations as Raw }),
    });
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, warningsOf(run)]).toEqual([0, '']);
    const notices = run.annotations.filter(({ level }) => level === 'notice').map(({ message }) => message);
    expect(notices.join()).toContain(`managed by ${tool},`);
    expect(notices.join()).toContain(newId());
  });
});

describe('a controller of a cluster', () => {
  it('A controller that takes five minutes is awaited before anything is deleted', async () => {
    const { loadBalancer } = await makeClusterWorld(scenario, { controllerMs: 300_000 });
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run), certificatesOf(loadBalancer)]).toEqual([0, '', [newId()]]);
    expect(patches().length).toBe(1);
    expect(scenario.clock.sleptMs).toBeLessThan(340_000);
  });

  it('What a controller that refuses says is reported, and the old certificate stays', async () => {
    await makeClusterWorld(scenario, { refusal: 'certificate quota exceeded' });
    const run = await scenario.run(rotationOf(scenario, { wait_timeout: '120' }));
    expect([run.exitCode, scenario.names().length]).toEqual([1, 2]);
    expect(errorsOf(run)).toContain('certificate quota exceeded');
    expect(firstRow(run.outputs['load_balancers'])).toMatchObject({ status: 'failed', service: 'shop/ingress' });
    expect(scenario.clock.sleptMs).toBeLessThan(155_000);
  });

  it('An annotation that something changes back each time ends in an error that says so', async () => {
    const { cluster, service, old } = await makeClusterWorld(scenario, { controllerMs: 60_000 });
    scenario.simulator.onRequest = ({ method, path }) => {
      if (method === 'GET' && path.startsWith('/v2/load_balancers/') && patches().length > 0)
        annotate(cluster, service, { [CERTIFICATE_ID]: old });
    };
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, codeOf(run)]).toEqual([1, 'came_back']);
    expect([patches().length, scenario.names()]).toEqual([3, ['web', renewedNameOf(scenario)]]);
  });

  it('A cluster that takes a load balancer over in the middle is annotated by the next round', async () => {
    const old = addIssued(scenario.simulator, 'web', scenario.web);
    const cluster = await scenario.simulator.addCluster();
    const loadBalancer = scenario.simulator.addLoadBalancer({ name: 'front', forwarding_rules: [rule(old)] });
    scenario.simulator.onRequest = ({ method, path }) => {
      if (method !== 'GET' || !path.startsWith('/v2/load_balancers/') || cluster.services.length > 0) return;
      loadBalancer['tags'] = [`k8s:${cluster.id}`];
      seedService(cluster, 'shop/ingress', { [LOAD_BALANCER_ID]: loadBalancer['id'], [CERTIFICATE_ID]: old });
    };
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run), countPuts(scenario)]).toEqual([0, '', 0]);
    expect([certificatesOf(loadBalancer), scenario.names()]).toEqual([[newId()], [renewedNameOf(scenario)]]);
  });
});

describe('a cluster that cannot be reached or does not allow it', () => {
  const cases: [string, ClusterShape, string][] = [
    [
      'whose tag names a cluster that does not exist',
      { loadBalancer: { tag: 'k8s:0123abcd-0123-0123-0123-0123456789ab' } },
      'no such cluster',
    ],
    ['whose name alone says that a cluster owns it', { loadBalancer: { tag: '' } }, '`kubeconfig_path`'],
    ['whose API server does not respond', { server: 'https://127.0.0.1:1' }, 'If it is private'],
    ['whose API server has a plain address', { server: 'http://127.0.0.1:1' }, 'no https server'],
    ['whose API server has a password in its address', { server: 'https://a:b@127.0.0.1:1' }, 'no https server'],
    ['whose Services may not be listed', { rights: [] }, 'no right to list Services'],
    ['whose Services may not be read', { rights: ['list', 'patch'] }, 'no right to read the Service'],
    ['whose Services may not be patched', { rights: ['list', 'get', 'events'] }, 'no right to patch the Service'],
    ['that none of its Services has', { annotations: { [LOAD_BALANCER_ID]: 'another' } }, 'no Service of its cluster'],
  ];

  it.each(cases)('A load balancer %s is left, with the command to run', async (_, shape, why) => {
    const { old } = await makeClusterWorld(scenario, shape);
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect(warningsOf(run)).toContain(why);
    expect(warningsOf(run)).toContain('kubectl annotate service');
    expect([scenario.names(), countPuts(scenario)]).toEqual([['web', renewedNameOf(scenario)], 0]);
    expect(firstRow(run.outputs['load_balancers'])['status']).toBe('kubernetes');
    expect(scenario.simulator.certificates.some((each) => each.public.id === old)).toBe(true);
  });

  it.each(cases)(
    'With `kubernetes: annotate` a load balancer %s fails the run, and others are rebound',
    async (_, shape, why) => {
      const { old } = await makeClusterWorld(scenario, shape);
      const other = scenario.simulator.addLoadBalancer({ name: 'front', forwarding_rules: [rule(old)] });
      const run = await scenario.run(rotationOf(scenario, { kubernetes: 'annotate' }));
      expect([run.exitCode, codeOf(run)]).toEqual([1, 'not_rebound']);
      expect(errorsOf(run)).toContain(why);
      expect([certificatesOf(other), scenario.names()]).toEqual([[newId()], ['web', renewedNameOf(scenario)]]);
      expect(run.outputs['load_balancers']).toContain('"failed"');
    },
  );

  it('Without the scope the warning names it', async () => {
    await makeClusterWorld(scenario);
    scenario.simulator.fault(
      { path: '/v2/kubernetes/' },
      { kind: 'status', status: 403, body: { id: 'forbidden', message: 'You are missing the required permission.' } },
    );
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, clusterRequests(scenario)]).toEqual([0, []]);
    expect(warningsOf(run)).toContain('kubernetes:access_cluster');
  });

  it('With `kubernetes: leave` no cluster is asked', async () => {
    await makeClusterWorld(scenario);
    const run = await scenario.run(rotationOf(scenario, { kubernetes: 'leave' }));
    expect([run.exitCode, clusterRequests(scenario)]).toEqual([0, []]);
    expect(scenario.requests().some((line) => line.includes('/v2/kubernetes'))).toBe(false);
    expect(warningsOf(run)).toContain('kubectl annotate service SERVICE');
  });

  it('A load balancer that two Services claim is left, and both are named', async () => {
    const { cluster, loadBalancer } = await makeClusterWorld(scenario);
    seedService(cluster, 'copy/ingress', { [LOAD_BALANCER_ID]: loadBalancer['id'] });
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, patches()]).toEqual([0, []]);
    expect(warningsOf(run)).toContain('shop/ingress and copy/ingress');
  });

  it('A Service of another type, or with a name that can be none, is no Service of a load balancer', async () => {
    const { cluster, loadBalancer } = await makeClusterWorld(scenario);
    seedService(cluster, 'copy/ingress', { [LOAD_BALANCER_ID]: loadBalancer['id'] }, { spec: { type: 'ClusterIP' } });
    seedService(
      cluster,
      'default/x',
      { [LOAD_BALANCER_ID]: loadBalancer['id'] },
      { metadata: { name: '../../secrets' } },
    );
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, warningsOf(run), patches().length]).toEqual([0, '', 1]);
    expect(clusterRequests(scenario).join()).not.toContain('secrets');
  });
});

describe('lists and conflicts', () => {
  it('A list of many pages is read whole, and again when a continuation expired', async () => {
    const { cluster } = await makeClusterWorld(scenario, { longestPage: 10, expiredContinuations: 2 });
    const [own] = cluster.services.splice(0);
    for (let at = 0; at < 45; at += 1) seedService(cluster, `default/service-${at}`, {});
    if (own !== undefined) cluster.services.push(own);
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, warningsOf(run), patches().length]).toEqual([0, '', 1]);
    const lists = clusterRequests(scenario).filter((line) => line.includes('/services?limit'));
    // Two that were given up, and five pages.
    expect(lists.length).toBe(2 * 2 + 5);
  });

  it('A continuation that is always expired, or never ends, is not asked for ever', async () => {
    const { cluster } = await makeClusterWorld(scenario, { longestPage: 1, expiredContinuations: 1_000 });
    seedService(cluster, 'default/other', {});
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, patches()]).toEqual([0, []]);
    expect(clusterRequests(scenario).length).toBeLessThan(12);
    expect(warningsOf(run)).toContain('too old');
  });

  it('A patch that conflicts is built from another reading, each time', async () => {
    await makeClusterWorld(scenario, { conflicts: 3 });
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run), patches().length]).toEqual([0, '', 4]);
    const versions = scenario.simulator.requests
      .filter(({ method }) => method === 'PATCH')
      .map(({ body }) => ((body as Raw)['metadata'] as Raw)['resourceVersion']);
    expect(new Set(versions).size).toBe(4);
  });

  it('A Service that was moved to another namespace is found again', async () => {
    const { cluster, service } = await makeClusterWorld(scenario);
    scenario.simulator.onRequest = ({ method, path }) => {
      if (method !== 'GET' || !path.includes('/namespaces/shop/')) return;
      (service['metadata'] as Raw)['namespace'] = 'store';
    };
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, errorsOf(run)]).toEqual([0, '']);
    expect([cluster.services.length, firstRow(run.outputs['load_balancers'])['service']]).toEqual([1, 'store/ingress']);
  });
});

describe('a run that writes nothing', () => {
  it('A dry run names the Service, and patches nothing', async () => {
    await makeClusterWorld(scenario);
    const run = await scenario.run(rotationOf(scenario, { dry_run: 'true' }));
    expect([run.exitCode, patches(), scenario.names()]).toEqual([0, [], ['web']]);
    expect(run.log.join('\n')).toMatch(/Rebind load balancer .*"shop\/ingress"/u);
    expect(firstRow(run.outputs['load_balancers'])).toMatchObject({ status: 'planned', service: 'shop/ingress' });
  });

  it('A check names the Service whose load balancer uses an older certificate that expires', async () => {
    await makeClusterWorld(scenario);
    addIssued(scenario.simulator, renewedNameOf(scenario), scenario.renewed);
    const run = await scenario.run({ operation: 'check', name: 'web', min_days: '30' });
    expect([run.exitCode, patches()]).toEqual([1, []]);
    expect(errorsOf(run)).toContain('of the Service "shop/ingress"');
  });

  it('A second run changes nothing, and asks no cluster', async () => {
    await makeClusterWorld(scenario);
    await scenario.run(rotationOf(scenario));
    const before = scenario.simulator.requests.length;
    const run = await scenario.run(rotationOf(scenario));
    expect([run.exitCode, run.outputs['changed']]).toEqual([0, 'false']);
    expect(scenario.simulator.requests.slice(before).some(({ path }) => path.includes('/api/v1/'))).toBe(false);
  });
});
