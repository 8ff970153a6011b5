import type { SharedFacts } from '../x509/shared-facts.ts';
import { readSupplied } from '../x509/supplied.ts';
import type { PemSource } from '../x509/supplied.ts';
import type { Candidate } from './directory-names.ts';
import type { EntryOptions } from './directory-reading.ts';
import { quotePath } from './folder-checks.ts';
import type { FoundText } from './folder.ts';

/** What certificates are judged by, and what is known of those before. */
export type Judging = EntryOptions & { readonly shared: SharedFacts };

/** Checks the files of one certificate by all the rules of one that is supplied by itself. */
export function readFiles(
  { key, leaf, chain }: Candidate['files'],
  { now, allowsTestCa, shared }: Judging,
): ReturnType<typeof readSupplied> {
  return readSupplied(
    {
      privateKey: sourceOf(key),
      isStored: true,
      leafCertificate: sourceOf(leaf),
      ...(chain === undefined || isEmpty(chain) ? {} : { certificateChain: sourceOf(chain) }),
    },
    now,
    { allowsTestCa, shared },
  );
}

function isEmpty(text: FoundText): boolean {
  return 'blocks' in text ? text.blocks.length === 0 : !('content' in text) || text.content.trim() === '';
}

/** With the file's path, as messages name it between backticks: hardly any is named. */
function sourceOf(text: FoundText): PemSource {
  if ('blocks' in text)
    return {
      blocks: text.blocks,
      get input() {
        return inputOf(text.path);
      },
    };
  return {
    content: 'content' in text ? text.content : '',
    get input() {
      return inputOf(text.path);
    },
  };
}

function inputOf(path: string): string {
  return quotePath(path).replaceAll(/^"|"$|`/gu, '');
}
