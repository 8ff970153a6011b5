/** What a release is made of, as texts. */
export interface ReleaseFiles {
  readonly packageJson: string;
  /** `src/version.ts` */
  readonly versionTs: string;
  readonly changelog: string;
}

/** The lines of CHANGELOG.md about one version, without its heading; undefined if there is no heading with a date. */
export function notesOf(changelog: string, version: string): string | undefined {
  const sections = changelog.split(/^## /mu);
  const section = sections.find((part) => part.startsWith(`[${version}]`));
  const [heading = '', ...lines] = section?.split('\n') ?? [];
  return /^\[[^\]]+\] - \d{4}-\d{2}-\d{2}$/u.test(heading) ? lines.join('\n').trim() : undefined;
}

/** Why this version cannot be released; empty if it can. `tags` are those that exist. */
export function obstacles(version: string, ref: string, tags: readonly string[], files: ReleaseFiles): string[] {
  const found: string[] = [];
  const check = (isBroken: boolean, what: string): void => void (isBroken && found.push(what));
  check(!/^\d+\.\d+\.\d+$/u.test(version), `"${version}" is not a version such as 1.2.3`);
  check(ref !== 'refs/heads/main', `a release is made from main, and this is ${ref}`);
  check(tags.includes(`v${version}`), `the tag v${version} exists: a released version never changes`);
  const { version: declared } = JSON.parse(files.packageJson) as { readonly version?: string };
  check(declared !== version, `package.json has the version ${declared}`);
  check(!files.versionTs.includes(`'${version}'`), 'src/version.ts has another version');
  const notes = notesOf(files.changelog, version);
  check(notes === undefined, `CHANGELOG.md has no heading "## [${version}] - YYYY-MM-DD"`);
  check(notes === '', `CHANGELOG.md says nothing about ${version}`);
  return found;
}

/** A page whose workflows use this release of the action, by its SHA and with its version behind it. */
export function pinOwn(page: string, sha: string, version: string): string {
  const uses = /(?<action>uses: \S*\/digitalocean-certificate-action(?:\/[^\s@]*)?)@\S+(?: # v\S+)?/gu;
  return page.replaceAll(uses, `$<action>@${sha} # v${version}`);
}
