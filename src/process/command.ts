import { enableCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { VERSION } from '../version.ts';
import { CommandLineError, parseCommandLine, USAGE } from './commandLine.ts';
import type { CommandOptions } from './commandOptions.ts';

/** Runs the gateway as a process, with the settings of the command line, of the environment and of files. */
export async function runCommand(options: CommandOptions): Promise<void> {
  try {
    const commandLine = parseCommandLine(process.argv.slice(2));
    if (commandLine.action === 'help') print(USAGE);
    else if (commandLine.action === 'version') print(`${VERSION}\n`);
    else {
      // V8 otherwise allocates short-lived objects of the request path in the old generation, where collecting them
      // costs more. Set before any code that it applies to has run.
      setFlagsFromString('--no-allocation-site-pretenuring');
      // From the second start on, halves the start-up time of what is imported after it.
      enableCompileCache();
      const { printConfig, serve } = await import('./serve.ts');
      if (commandLine.action === 'serve') await serve(commandLine, options);
      else printConfig(commandLine, options);
    }
  } catch (error) {
    if (!(error instanceof CommandLineError)) throw error;
    process.stderr.write(`${error.message}\nSee msgraph-gateway --help.\n`);
    process.exitCode = 1;
  }
}

function print(text: string): void {
  process.stdout.write(text);
}
