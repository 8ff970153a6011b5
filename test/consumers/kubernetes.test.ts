import { describe, expect, it } from 'vitest';
import { annotateCommand, isKubernetesLoadBalancer } from '../../src/consumers/kubernetes.ts';
import { idOf } from '../samples.ts';

describe('load balancers of a cluster', () => {
  it.each([
    ['front-door', [`k8s:${idOf(1)}`], true],
    ['front-door', ['', `k8s:${idOf(1)}`], true],
    ['a0123456789abcdef0123456789abcde', [], true],
    ['front-door', ['k8s-nodes'], false],
    ['front-door', ['k8s:web'], false],
    ['a0123456789abcdef', [], false],
    ['', [], false],
  ])('A load balancer named "%s" with the tags %j belongs to a cluster: %s', (name, tags, expected) => {
    expect(isKubernetesLoadBalancer(name, tags)).toBe(expected);
  });

  it('The command has both annotations, in quotes that a shell takes', () => {
    const command = annotateCommand({ id: idOf(1), name: "it's" });
    expect(command).toContain(`-id=${idOf(1)}'`);
    expect(command).toContain(String.raw`-name=it'\''s'`);
  });

  it('The command leaves out a name that would be cut off', () => {
    expect(annotateCommand({ id: idOf(1), name: 'x'.repeat(256) })).not.toContain('-name=');
  });
});
