import type { ClusterAccess, Clusters, LazyClusters } from './clusters.ts';

/** See {@link LazyClusters}. */
export function makeLazyClusters(access: ClusterAccess): LazyClusters {
  let opened: Promise<Clusters> | undefined;
  return {
    open: () => (opened ??= import('./kubernetes-clusters.ts').then(({ makeClusters }) => makeClusters(access))),
    close: async () => {
      await (await opened)?.close();
    },
  };
}
