import { CERTBOT } from './certbot.ts';
import type { Layout } from './layout.ts';
import { PEM } from './pem.ts';

/** Every layout that can be told by its files; {@link PEM} is what any other folder is taken for. */
export const LAYOUTS: readonly Layout[] = [CERTBOT];

export { PEM };
