import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import type { Config } from '../config.ts';
import { type CommandLine, CommandLineError, parseCommandLine, USAGE } from './commandLine.ts';

const DEMO_TOKEN = 'demo';

/** A running emulator of Microsoft Graph. */
interface Emulator {
  /** Its root URL, with the version. */
  readonly url: string;
  close(): Promise<void>;
}

export interface EmulatorOptions {
  /** How long an operation takes. */
  readonly operationMs?: number;
}

export interface CommandOptions {
  readonly startEmulator: (options: EmulatorOptions) => Promise<Emulator>;
  /** Whether the emulator is the upstream where none is set; otherwise only `--emulator` starts it. */
  readonly emulatorByDefault: boolean;
}

/** Runs the gateway as a process, with the settings of the command line and of the environment. */
export async function runCommand(options: CommandOptions): Promise<void> {
  try {
    const commandLine = parseCommandLine(process.argv.slice(2), process.env);
    if (commandLine.action === 'help') print(USAGE);
    else if (commandLine.action === 'version') print(`${packageVersion()}\n`);
    else await serve(commandLine, options);
  } catch (error) {
    if (!(error instanceof CommandLineError)) throw error;
    process.stderr.write(`${error.message}\nSee msgraph-gateway --help.\n`);
    process.exitCode = 1;
  }
}

async function serve(commandLine: CommandLine, options: CommandOptions): Promise<void> {
  const { emulator, operationMs, variables } = commandLine;
  const isEmulated = emulator || (!variables.GRAPH_URL && options.emulatorByDefault);
  if (!isEmulated && operationMs !== undefined) {
    throw new CommandLineError('--operation-ms is an option of the emulator, which is not started.');
  }
  // V8 otherwise allocates short-lived objects of the request path in the old generation, where collecting them
  // costs more. Before any code that it applies to has run.
  setFlagsFromString('--no-allocation-site-pretenuring');
  // Halves the start-up from the second start on, of what is imported after it.
  enableCompileCache();
  const { runProcess } = await import('./lifecycle.ts');
  const { listen } = await import('../server/listen.ts');
  const { readConfig } = await import('../config.ts');
  const { createGateway } = await import('../gateway.ts');
  const { createCommandLogger } = await import('../telemetry/logger.ts');
  const { startTelemetry } = await import('../telemetry/start.ts');

  const start = async (config: Config, graphiqlToken?: string) => {
    const log = await createCommandLogger(config, variables.NODE_ENV === 'production');
    const { sinks, metricsUrl, close: closeTelemetry } = await startTelemetry(config);
    try {
      const token = graphiqlToken === undefined ? {} : { graphiqlToken };
      const gateway = createGateway(config, { logger: log, telemetry: sinks, ...token });
      const { url, close } = await listen(gateway, config);
      return { url, metricsUrl, log, close: () => close().finally(closeTelemetry) };
    } catch (error) {
      await closeTelemetry();
      throw error;
    }
  };

  await runProcess(async () => {
    if (!isEmulated) {
      if (!variables.GRAPH_URL) {
        process.stderr.write(
          'No GRAPH_URL. To try the gateway with an emulator of Microsoft Graph: --emulator\n',
        );
      }
      const config = readConfig(variables);
      const service = await start(config);
      const where = config.graphiql && hasGraphiQL() ? ' (GraphiQL in a browser)' : '';
      print(`Gateway ready at ${service.url}${where}, upstream ${config.graphUrl}\n`);
      printMetrics(service.metricsUrl);
      return service;
    }
    const upstream = await options.startEmulator(operationMs === undefined ? {} : { operationMs });
    try {
      // An operation of the emulator takes seconds, where Graph takes minutes.
      const config = readConfig({ OPERATION_POLL_SECONDS: '1', ...variables, GRAPH_URL: upstream.url });
      const service = await start(config, DEMO_TOKEN);
      print(emulatorBanner(service.url, upstream.url, config.graphiql));
      printMetrics(service.metricsUrl);
      return { ...service, close: () => service.close().finally(() => upstream.close()) };
    } catch (error) {
      await upstream.close();
      throw error;
    }
  });
}

/** Whether GraphiQL's files, an optional package, are installed. */
function hasGraphiQL(): boolean {
  try {
    import.meta.resolve('@graphql-yoga/render-graphiql/graphiql');
    return true;
  } catch {
    return false;
  }
}

function emulatorBanner(url: string, upstream: string, graphiql: boolean): string {
  const installed = hasGraphiQL()
    ? 'open it in a browser'
    : 'not installed: npm install @graphql-yoga/render-graphiql';
  return `
Gateway and embedded Microsoft Graph emulator are ready. Nothing leaves this machine.

  GraphQL    ${url}
  GraphiQL   ${graphiql ? `${url}   (${installed})` : 'off'}
  Token      ${DEMO_TOKEN}   (any other token gets its own, initially empty tenant)
  Upstream   ${upstream}   (set GRAPH_URL for the real Microsoft Graph)

  curl -s ${url} -H 'Authorization: Bearer ${DEMO_TOKEN}' -H 'Content-Type: application/json' -d '{"query":"{ externalConnections { nodes { id name state } } }"}'

`;
}

function printMetrics(url: string | undefined): void {
  if (url !== undefined) print(`Metrics at ${url}\n`);
}

function packageVersion(): string {
  const { version }: { version: string } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  return version;
}

function print(text: string): void {
  process.stdout.write(text);
}
