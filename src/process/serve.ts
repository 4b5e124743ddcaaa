import cluster from 'node:cluster';
import { type Config, readConfig } from '../settings/config.ts';
import { checkSettings, inspectSettings, type SettingInForce, settingsTable } from '../settings/inForce.ts';
import { collectSettings, type FoundSettings, type Setting } from '../settings/sources.ts';
import { VERSION } from '../version.ts';
import { DEMO_TOKEN, emulatorBanner, gatewayBanner } from './banner.ts';
import { type CommandLine, CommandLineError } from './commandLine.ts';
import type { CommandOptions } from './commandOptions.ts';
import { reportFailure, runProcess } from './lifecycle.ts';
import { startGateway } from './startGateway.ts';

/** Serves the gateway in this process or in workers; if this process is a worker, runs it. */
export async function serve(commandLine: CommandLine, options: CommandOptions): Promise<void> {
  if (!cluster.isWorker) return runProcess(() => start(commandLine, options));
  const { runWorker } = await import('./worker.ts');
  // The primary has read all sources of settings, and passes them on as environment variables.
  const graphiqlToken = commandLine.emulator ? DEMO_TOKEN : undefined;
  const isProduction = process.env.NODE_ENV === 'production';
  await runWorker(async () =>
    startGateway(readConfig(process.env), { isProduction, isWorker: true, graphiqlToken }),
  );
}

async function start(commandLine: CommandLine, options: CommandOptions) {
  const environment = { ...process.env };
  const first = collect(commandLine, environment);
  if (!isEmulated(commandLine, options, first)) {
    if (commandLine.operationMs !== undefined)
      throw new CommandLineError('--operation-ms is an option of the emulator, which is not started.');
    if (!first.has('GRAPH_URL')) {
      process.stderr.write(
        'No GRAPH_URL. To try the gateway with an emulator of Microsoft Graph: --emulator\n',
      );
    }
    return startWith(() => collect(commandLine, environment), false);
  }
  const { operationMs } = commandLine;
  const upstream = await options.startEmulator(operationMs === undefined ? {} : { operationMs });
  try {
    const service = await startWith(
      () => withUpstream(collect(commandLine, environment), upstream.url),
      true,
    );
    return { ...service, close: () => service.close().finally(() => upstream.close()) };
  } catch (error) {
    await upstream.close();
    throw error;
  }
}

/** Serves with the settings as they are now; workers that are restarted read them again. */
async function startWith(read: () => FoundSettings, withEmulator: boolean) {
  const settings = read();
  const config = checkSettings(settings);
  const isProduction = settings.get('NODE_ENV')?.value === 'production';
  const service = await startService(config);
  const { graphUrl: upstream, graphiql, workers, trustedDocuments } = config;
  const { url, metricsUrl, log } = service;
  log.info({ version: VERSION, node: process.versions.node, workers }, 'started');
  const bannerOf = withEmulator ? emulatorBanner : gatewayBanner;
  return {
    ...service,
    banner: bannerOf({
      url,
      metricsUrl,
      upstream,
      graphiql,
      workers,
      anyDocument: trustedDocuments === undefined,
    }),
  };

  async function startService(config: Config) {
    if (config.workers === 1) {
      // As `node --env-file` does, for what else reads the environment, such as OpenTelemetry.
      for (const [name, { value }] of settings) process.env[name] ??= value;
      const graphiqlToken = withEmulator ? DEMO_TOKEN : undefined;
      return startGateway(config, { isProduction, isWorker: false, graphiqlToken });
    }
    const { startWorkers } = await import('./primary.ts');
    const reread = () => {
      const next = read();
      return { config: checkSettings(next), variables: variablesOf(next) };
    };
    const args = withEmulator ? ['--emulator'] : [];
    return startWorkers({ config, variables: variablesOf(settings), args, isProduction, reread });
  }
}

/** Prints every setting in force, and where it is from; on standard error, what is invalid or questionable. */
export function printConfig(commandLine: CommandLine, options: CommandOptions): void {
  try {
    const collected = collect(commandLine, process.env);
    const withEmulator = isEmulated(commandLine, options, collected);
    const settings = withEmulator ? withUpstream(collected, 'http://127.0.0.1:0/emulator') : collected;
    // The emulator, which is not started here, has a URL only once it has started.
    const isUnknown = ({ setting }: SettingInForce) => withEmulator && setting === 'GRAPH_URL';
    const { rows, warnings, error } = inspectSettings(settings);
    const printed = rows.map((row) => (isUnknown(row) ? { ...row, value: null } : row));
    process.stdout.write(commandLine.json ? `${JSON.stringify(printed, null, 2)}\n` : settingsTable(printed));
    // They are logged when the gateway starts.
    for (const warning of warnings) process.stderr.write(`${warning}\n`);
    if (error !== undefined) reportFailure(error);
  } catch (error) {
    reportFailure(error);
  }
}

function collect(commandLine: CommandLine, environment: Readonly<Record<string, string | undefined>>) {
  const { variables, envFiles, configFile } = commandLine;
  return collectSettings({ commandLine: variables, environment, envFiles, configFile });
}

function isEmulated(
  { emulator }: CommandLine,
  { emulatorByDefault }: CommandOptions,
  settings: FoundSettings,
) {
  const isProduction = settings.get('NODE_ENV')?.value === 'production';
  return emulator || (emulatorByDefault && !isProduction && !settings.has('GRAPH_URL'));
}

function withUpstream(settings: FoundSettings, url: string): FoundSettings {
  const source = 'emulator';
  const all = new Map<string, Setting>([
    // An operation of the emulator takes seconds, where Graph takes minutes.
    ['OPERATION_POLL_SECONDS', { value: '1', source }],
    ...settings,
    ['GRAPH_URL', { value: url, source }],
  ]);
  return Object.assign(all, { problems: settings.problems });
}

function variablesOf(settings: FoundSettings): Readonly<Record<string, string>> {
  return Object.fromEntries([...settings].map(([name, { value }]) => [name, value]));
}
