import { distance } from 'fastest-levenshtein';

// Chosen so that variables of other programs cause no warnings: `MAX_MEMORY`, `GRAPHITE_HOST`, `HOSTS`.
const OWN_PREFIXES = ['GRAPH_', 'MAX_UPSTREAM_', 'SHUTDOWN_', 'CORS_', 'CIRCUIT_'];
// What OpenTelemetry has variables for that are not read here, and the setting to use instead.
const INSTEAD = new Map([['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT']]);
const UNIT = /_(?:MS|BYTES|SECONDS)$/;
const MIN_LENGTH = 6;
const MAX_EDITS = 2;

/** A warning for each variable that is no setting, although its prefix or its spelling suggests one. */
export function unknownSettings(names: readonly string[], known: readonly string[]): string[] {
  return names.flatMap((name) => {
    if (known.includes(name)) return [];
    const upper = name.toUpperCase();
    const meant = INSTEAD.get(upper);
    if (meant !== undefined && !names.includes(meant))
      return [`${name} is not a setting: did you mean ${meant}?`];
    const [nearest] = known
      .filter((setting) => setting.length >= MIN_LENGTH)
      // A name without the unit means the same setting: REQUEST_TIMEOUT, SHUTDOWN_GRACE.
      .map((setting) => ({
        setting,
        edits: distance(upper, UNIT.test(upper) ? setting : setting.replace(UNIT, '')),
      }))
      .filter((candidate) => candidate.edits <= MAX_EDITS)
      .sort((a, b) => a.edits - b.edits);
    if (nearest !== undefined) return [`${name} is not a setting: did you mean ${nearest.setting}?`];
    return OWN_PREFIXES.some((prefix) => upper.startsWith(prefix)) ? [`${name} is not a setting`] : [];
  });
}
