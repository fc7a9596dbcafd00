// A page of a real JupyterLab in a real browser, and words for what is done on it.

import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(new URL('../../../labextension/package.json', import.meta.url));
const { chromium } = require('playwright-core');

const BASE = process.env.LAB_URL;
const TOKEN = process.env.LAB_TOKEN;
const DOCUMENTS = process.env.LAB_APP === 'notebook' ? 'notebooks' : 'lab/tree';
const ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
  '--disable-background-networking', '--disable-component-update', '--disable-dev-shm-usage'
];

export const PANEL = '#nb2pipe-panel';
const WAIT = 45_000;

/** Start a browser; `close` ends it and removes its profile. */
export async function startBrowser() {
  const profile = mkdtempSync(join(tmpdir(), 'nb2pipe-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM,
    headless: true,
    viewport: { width: 1400, height: 900 },
    args: ARGUMENTS
  });
  context.setDefaultTimeout(WAIT);
  const close = async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  };
  return { context, close };
}

/** Ask the server's API, as anybody with the token may. */
export async function ask(path, method = 'GET', body = undefined) {
  const response = await fetch(`${BASE}/${path}`, {
    method,
    headers: { Authorization: `token ${TOKEN}`, 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body)
  });
  return response.status === 204 ? null : response.json();
}

/** Write a notebook of code cells below the server's root. */
export async function writeNotebook(path, sources) {
  const cells = sources.map((source, at) => ({
    cell_type: 'code', id: `cell-${at}`, metadata: {}, source, outputs: [], execution_count: null
  }));
  const metadata = { kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' } };
  const content = { nbformat: 4, nbformat_minor: 5, metadata, cells };
  await ask(`api/contents/${path}`, 'PUT', { type: 'notebook', format: 'json', content });
}

/** End the kernels of earlier tests. */
export async function endKernels() {
  for (const session of await ask('api/sessions')) {
    await ask(`api/sessions/${session.id}`, 'DELETE');
  }
}

/**
 * Do something with a notebook and the panel beside it; without `cells` the notebook is there.
 * Where it fails, the error says what the panel showed.
 */
export async function withNotebook(context, path, cells, work) {
  if (cells) {
    await writeNotebook(path, cells);
  }
  const page = await openNotebook(context, path);
  try {
    await work(page);
  } catch (error) {
    const shown = await page.locator(PANEL).innerText({ timeout: 1000 }).catch(String);
    throw new Error(`${error.message}\nThe panel showed:\n${shown}`, { cause: error });
  } finally {
    await page.close();
    await endKernels();
  }
}

async function openNotebook(context, path) {
  const page = await context.newPage();
  page.problems = [];
  page.on('pageerror', error => page.problems.push(error.message));
  await page.goto(`${BASE}/${DOCUMENTS}/${path}?reset&token=${TOKEN}`, { waitUntil: 'domcontentloaded' });
  await page.waitForFunction(() => !!window.jupyterapp?.restored);
  await page.evaluate(() => window.jupyterapp.restored);
  await page.locator('.jp-NotebookPanel .jp-Cell').first().waitFor();
  await kernelIsReady(page);
  await page.locator('.jp-NotebookPanel-toolbar [data-jp-item-name="nb2pipe-show"]').click();
  await page.locator(PANEL).waitFor();
  return page;
}

/** Wait for the kernel: until it has told its language, the focus and the notebook may change. */
async function kernelIsReady(page) {
  await page.waitForFunction(() => {
    const widget = window.jupyterapp.shell.currentWidget;
    return widget?.sessionContext?.session?.kernel?.status === 'idle'
      && !!widget.content.model?.getMetadata('language_info');
  });
}

export async function showTab(page, tab) {
  await page.locator(`${PANEL} [data-tab="${tab}"]`).click();
}

export const node = (page, name) => page.locator(`${PANEL} [data-node="${name}"]`);

/** Wait until what a function of the page gives is what is wanted. */
export async function until(page, given, wanted) {
  await page.waitForFunction(([source, value]) => {
    const found = new Function(`return (${source})()`)();
    return JSON.stringify(found) === value;
  }, [String(given), JSON.stringify(wanted)]);
}

/** The sources of the current notebook's cells, as the editor holds them. */
export function sources(page) {
  return page.evaluate(() => {
    const widget = window.jupyterapp.shell.currentWidget;
    return Array.from(widget.content.model.cells, cell => cell.sharedModel.getSource());
  });
}

/** Replace the text of a cell, as if another tool had done it. */
export function setSource(page, index, source) {
  return page.evaluate(([at, text]) => {
    const widget = window.jupyterapp.shell.currentWidget;
    widget.content.model.cells.get(at).sharedModel.setSource(text);
  }, [index, source]);
}

export function command(page, id, args = {}) {
  return page.evaluate(async ([name, given]) => {
    await window.jupyterapp.commands.execute(name, given);
  }, [id, args]);
}
