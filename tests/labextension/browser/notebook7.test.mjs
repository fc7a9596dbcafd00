// The panel in Notebook 7, where one notebook has the whole window.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import {
  PANEL, command, node, setSource, showTab, sources, startBrowser, until, withNotebook
} from './browser.mjs';

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

const CELLS = ['%%params\nrate = 2', '%%node load\nprices = [1, 2, 3]', '%%node scale\nscaled = [p * rate for p in prices]'];

const on = (name, cells, work) => withNotebook(browser.context, name, cells, work);

const nodes = () =>
  Array.from(document.querySelectorAll('#nb2pipe-panel .jp-nb2pipe-node-row'), row => row.dataset.node);

test('the list follows the text, and a click on a node selects its cell', () => on('list.ipynb', CELLS, async page => {
  await node(page, 'scale').click();
  await until(page, () => window.jupyterapp.shell.currentWidget.content.activeCellIndex, 2);
  await setSource(page, 1, '%%node fetch\nprices = [1]');
  await until(page, nodes, ['fetch', 'scale']);
}));

test('a cell is tagged in the panel and has its badge in the notebook', () => on('tag.ipynb', [...CELLS, 'total = sum(scaled)'], async page => {
  await page.locator(`${PANEL} [data-cell="4"] + button`).click();
  await page.locator('.jp-Notebook .jp-Cell[data-nb2pipe-badge]').nth(3).waitFor();
  assert.match((await sources(page))[3], /^%%node \w+\ntotal/);
}));

test('the graph opens below the notebook, with room', () => on('graph.ipynb', CELLS, async page => {
  await showTab(page, 'graph');
  await node(page, 'scale').waitFor();
  await page.locator(PANEL).getByRole('button', { name: 'Enlarge' }).click();
  const box = await page.locator('#nb2pipe-graph [data-node="scale"]').boundingBox();
  assert.ok(box.height > 10);
  assert.ok((await page.locator('#nb2pipe-graph').boundingBox()).height > 200);
}));

test('a notebook is promoted and run', () => on('run.ipynb', CELLS, async page => {
  await command(page, 'nb2pipe:run-pipeline');
  await page.locator(`${PANEL} .jp-nb2pipe-progress[data-status="success"]`).waitFor();
  await showTab(page, 'list');
  await page.locator(`${PANEL} [data-node="scale"][data-status="done"]`).waitFor();
}));
