import type { InstalledPackage } from './installed.ts';

const BEGIN = '<!-- Written by npm run supply-chain. -->';
const END = '<!-- End. -->';

/** The document with its list brought up to date; the rest of it is written by hand. */
export function withList(document: string, packages: readonly InstalledPackage[]): string {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`The document has no place for its list: ${BEGIN} … ${END}`);
  return `${document.slice(0, begin + BEGIN.length)}\n\n${list(packages)}\n\n${document.slice(end)}`;
}

function list(packages: readonly InstalledPackage[]): string {
  const bytes = packages.reduce((sum, one) => sum + one.bytes, 0);
  const summary = `${installs(packages)}, ${(bytes / 1e6).toFixed(1)} MB as files. Licences: ${licences(packages)}.`;
  const rows = packages.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`);
  // The same version can be installed in several places.
  return [summary, '', '| package | version | licence |', '|---|---|---|', ...new Set(rows)].join('\n');
}

function installs(packages: readonly InstalledPackage[]): string {
  const different = new Set(packages.map(({ name, version }) => `${name}@${version}`)).size;
  return different === packages.length
    ? `${packages.length} packages`
    : `${different} packages in ${packages.length} places`;
}

function licences(packages: readonly InstalledPackage[]): string {
  const counts = new Map<string, number>();
  for (const { license } of packages) counts.set(license, (counts.get(license) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([license, count]) => `${license} (${count})`)
    .join(', ');
}
