// Plays flows with @puppeteer/replay, each in a context of its own of one
// browser that is installed.
// usage: node play.mjs BROWSER FLOW...
import {readFileSync} from 'node:fs';
import puppeteer from 'puppeteer-core';
import {createRunner, parse, PuppeteerRunnerExtension} from '@puppeteer/replay';

const [executablePath, ...files] = process.argv.slice(2);
const args = ['--lang=en-US', ...(process.getuid() === 0 ? ['--no-sandbox'] : [])];
const browser = await puppeteer.launch({executablePath, headless: 'shell', args});
try {
  for (const file of files) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    const flow = parse(JSON.parse(readFileSync(file, 'utf8')));
    const runner = await createRunner(flow, new PuppeteerRunnerExtension(browser, page, {timeout: 30000}));
    try {
      await runner.run();
    } catch (error) {
      throw new Error(`${file}: ${error.message}`, {cause: error});
    }
    await context.close();
  }
} finally {
  await browser.close();
}
