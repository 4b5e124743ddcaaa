import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where a Chromium is, if there is one: what `CHROMIUM_PATH` says, or where Linux distributions put it. */
export const chromiumPath: string | undefined = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && path !== '' && existsSync(path));

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Disables the network: nothing listens there, and Chromium uses no proxy for loopback addresses. Playwright's
  // routing could do that as well, but turns the browser's cache off.
  '--proxy-server=http://127.0.0.1:9',
];

/** Starts a Chromium that reaches nothing but this machine. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
    args: FLAGS,
  });
}
