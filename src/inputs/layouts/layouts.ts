import { ACME_SH } from './acme-sh.ts';
import { CADDY } from './caddy.ts';
import { CERTBOT } from './certbot.ts';
import { DEHYDRATED } from './dehydrated.ts';
import { KUBERNETES } from './kubernetes.ts';
import type { Layout } from './layout.ts';
import { LEGO } from './lego.ts';
import { PEM } from './pem.ts';
import { POSH_ACME } from './posh-acme.ts';
import { TRAEFIK } from './traefik.ts';
import { WIN_ACME } from './win-acme.ts';

/** Every layout that can be told by its files; {@link PEM} is what any other folder is taken for. */
export const LAYOUTS: readonly Layout[] = [
  CERTBOT,
  LEGO,
  ACME_SH,
  DEHYDRATED,
  CADDY,
  TRAEFIK,
  KUBERNETES,
  POSH_ACME,
  WIN_ACME,
];

export { PEM };
