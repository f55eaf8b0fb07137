// Plays one flow with @puppeteer/replay, in a browser that is installed.
// usage: node play.mjs BROWSER FLOW
import {readFileSync} from 'node:fs';
import puppeteer from 'puppeteer-core';
import {createRunner, parse, PuppeteerRunnerExtension} from '@puppeteer/replay';

const [executablePath, file] = process.argv.slice(2);
const args = ['--lang=en-US', ...(process.getuid() === 0 ? ['--no-sandbox'] : [])];
const browser = await puppeteer.launch({executablePath, headless: 'shell', args});
try {
  const page = await browser.newPage();
  const flow = parse(JSON.parse(readFileSync(file, 'utf8')));
  const runner = await createRunner(flow, new PuppeteerRunnerExtension(browser, page, {timeout: 30000}));
  await runner.run();
} finally {
  await browser.close();
}
