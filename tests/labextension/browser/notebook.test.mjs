// The panel beside a notebook: it shows, follows, tags, mends and edits.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import {
  PANEL, command, node, setSource, showTab, sources, startBrowser, until,
  withNotebook, writeNotebook
} from './browser.mjs';

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

const SMALL = ['%%params\nrate = 2', '%%node load\nprices = [1, 2, 3]', '%%node scale\nscaled = [p * rate for p in prices]'];

const on = (name, cells, work) => withNotebook(browser.context, name, cells, work);

const nodes = () =>
  Array.from(document.querySelectorAll('#nb2pipe-panel .jp-nb2pipe-node-row'), row => row.dataset.node);
const boxes = () =>
  Array.from(document.querySelectorAll('#nb2pipe-panel .jp-nb2pipe-graph [data-node]'), box => box.dataset.node);

test('the sample shows its nodes as a list and as a graph', () => on('spaceflights.ipynb', null, async page => {
  await node(page, 'predicted_prices').waitFor();
  assert.equal((await page.evaluate(nodes)).length, 7);
  await showTab(page, 'graph');
  assert.deepEqual(await page.evaluate(boxes), [
    'preprocess_companies', 'preprocess_shuttles', 'create_model_input_table', 'split_data',
    'train_model', 'evaluate_model', 'predicted_prices'
  ]);
  assert.deepEqual(page.problems, []);
}));

test('a click on a node selects its cell, and a selected cell lights its node', () => on('select.ipynb', SMALL, async page => {
  await node(page, 'scale').click();
  await until(page, () => window.jupyterapp.shell.currentWidget.content.activeCellIndex, 2);
  await page.locator('.jp-Notebook .jp-Cell').nth(1).click();
  await page.locator(`${PANEL} [data-node="load"][aria-current="true"]`).waitFor();
  await showTab(page, 'graph');
  await page.locator(`${PANEL} [data-node="scale"][data-lit="near"]`).waitFor();
}));

test('a cell that is tagged in the panel becomes a node, and undo takes it back', () => on('tag.ipynb', [...SMALL, 'total = sum(scaled)'], async page => {
  await node(page, 'scale').waitFor();
  await page.locator(`${PANEL} [data-cell="4"] + button`).click();
  await node(page, 'scale').waitFor();
  await page.locator(`${PANEL} .jp-nb2pipe-node-row`).nth(2).waitFor();
  assert.match((await sources(page))[3], /^%%node \w+\ntotal = sum\(scaled\)$/);
  await showTab(page, 'cells');
  await page.getByLabel('Role of cell 4').selectOption('skip');
  await showTab(page, 'list');
  await until(page, nodes, ['load', 'scale']);
}));

test('a node that is renamed is renamed in its cells', () => on('rename.ipynb', [...SMALL, '%%node scale --retries 2\nlast = scaled[-1]'], async page => {
  await showTab(page, 'cells');
  await page.getByLabel('Name of cell 3').fill('enlarge');
  await page.keyboard.press('Enter');
  await showTab(page, 'list');
  await until(page, nodes, ['load', 'enlarge']);
  assert.equal((await sources(page))[3], '%%node enlarge --retries 2\nlast = scaled[-1]');
}));

test('a notebook without tags shows what could be, and one button tags it all', () => on('untagged.ipynb', ['rows = [1, 2, 3]\nbig = [r for r in rows if r > 1]', 'total = sum(big)'], async page => {
  await page.locator(`${PANEL} .jp-nb2pipe-node-row`).first().waitFor();
  await showTab(page, 'cells');
  await page.locator(PANEL).getByRole('button', { name: 'Tag all' }).click();
  await page.locator(`${PANEL} [data-cell="2"] input`).waitFor();
  assert.ok((await sources(page)).every(source => source.startsWith('%%')));
}));

test('a problem is mended by its button', () => on('mend.ipynb', ['prices = [1, 2, 3]', '%%node total\nresult = sum(prices)'], async page => {
  await showTab(page, 'problems');
  const problem = page.locator(`${PANEL} [data-code="NB205"]`);
  await problem.getByRole('button', { name: 'Tag it as' }).click();
  await problem.waitFor({ state: 'detached' });
  assert.match((await sources(page))[0], /^%%node \w+\nprices/);
}));

test('keys that are typed all arrive, and a cell half typed leaves the rest of the graph', () => on('type.ipynb', [...SMALL, '%%node total'], async page => {
  await node(page, 'scale').waitFor();
  await page.locator('.jp-Notebook .cm-content').nth(3).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('\nresult = sum(scal', { delay: 40 });
  await showTab(page, 'problems');
  await page.locator(`${PANEL} [data-code="NB101"]`).waitFor();
  await showTab(page, 'list');
  assert.ok((await page.evaluate(nodes)).includes('scale'));
  await page.locator('.jp-Notebook .cm-content').nth(3).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('ed)', { delay: 40 });
  await page.locator(`${PANEL} [data-node="total"]`, { hasText: 'result' }).waitFor();
  assert.match((await sources(page))[3], /^%%node total\nresult = sum\(scaled\)$/);
}));

test('a parameter and an entry are edited where they stand', () => on('data.ipynb', ['%%catalog\nprices:\n  type: json.JSONDataset\n  filepath: p.json', ...SMALL], async page => {
  await showTab(page, 'data');
  await page.getByLabel('Value of rate').fill('import os');
  await page.keyboard.press('Enter');
  await page.locator(`${PANEL} [data-parameter="rate"] [role="alert"]`).waitFor();
  await page.getByLabel('Value of rate').fill('3.5');
  await page.keyboard.press('Enter');
  await page.locator(`${PANEL} [data-entry="prices"] button`).click();
  await page.getByLabel('Catalog entry prices').fill('type: json.JSONDataset\nfilepath: q.json');
  await page.locator(`${PANEL} [data-entry="prices"]`).getByText('Write').click();
  await page.locator(`${PANEL} [data-entry="prices"] pre`, { hasText: 'q.json' }).waitFor();
  assert.deepEqual((await sources(page)).slice(0, 2), [
    '%%catalog\nprices:\n  type: json.JSONDataset\n  filepath: q.json', '%%params\nrate = 3.5'
  ]);
}));

test('the code tab shows the function of the selected node and the pipeline', () => on('shown.ipynb', SMALL, async page => {
  await node(page, 'scale').click();
  await showTab(page, 'code');
  await page.locator(`${PANEL} [data-function="scale"]`, { hasText: 'def scale(prices, rate):' }).waitFor();
  await page.locator(`${PANEL} [data-file="shown/pipeline.py"]`, { hasText: 'create_pipeline' }).waitFor();
}));

test('the graph is saved as a picture, and enlarged', () => on('picture.ipynb', SMALL, async page => {
  await showTab(page, 'graph');
  const saved = page.waitForEvent('download');
  await page.locator(PANEL).getByRole('button', { name: 'SVG' }).click();
  const file = await saved;
  assert.equal(file.suggestedFilename(), 'picture.svg');
  assert.match(readFileSync(await file.path(), 'utf8'), /^<svg [\s\S]*scale/);
  await page.locator(PANEL).getByRole('button', { name: 'Enlarge' }).click();
  await page.locator('#nb2pipe-graph [data-node="scale"]').waitFor();
}));

test('two notebooks side by side: the panel speaks of the one that is worked in', () => on('right.ipynb', ['%%node other\nx = 1'], async page => {
  await writeNotebook('left.ipynb', SMALL);
  await node(page, 'other').waitFor();
  await command(page, 'docmanager:open', { path: 'left.ipynb', options: { mode: 'split-left' } });
  await until(page, nodes, ['load', 'scale']);
  await page.locator('.jp-NotebookPanel:not(.lm-mod-hidden)', { hasText: 'other' }).locator('.cm-content').click();
  await until(page, nodes, ['other']);
}));

test('a notebook that is renamed, closed and opened again is followed', () => on('before.ipynb', SMALL, async page => {
  await node(page, 'scale').waitFor();
  await page.evaluate(() => window.jupyterapp.shell.currentWidget.context.rename('after.ipynb'));
  await setSource(page, 1, '%%node fetch\nprices = [1]');
  await until(page, nodes, ['fetch', 'scale']);
  await page.evaluate(() => window.jupyterapp.shell.currentWidget.context.save());
  await page.evaluate(() => window.jupyterapp.shell.currentWidget.close());
  await page.locator(PANEL, { hasText: 'Open a notebook' }).waitFor();
  await command(page, 'docmanager:open', { path: 'after.ipynb' });
  await until(page, nodes, ['fetch', 'scale']);
}));

test('nothing is asked while the panel is hidden, and it is right when it is shown again', () => on('hidden.ipynb', SMALL, async page => {
  await node(page, 'scale').waitFor();
  const asked = [];
  page.on('request', request => request.url().includes('/nb2pipe/api/') && asked.push(request.url()));
  await command(page, 'application:toggle-right-area');
  await setSource(page, 1, '%%node fetch\nprices = [1]');
  await page.waitForTimeout(800);
  assert.deepEqual(asked, []);
  await command(page, 'nb2pipe:show-panel');
  await until(page, nodes, ['fetch', 'scale']);
}));

test('all is done by the keyboard alone', () => on('keys.ipynb', SMALL, async page => {
  await node(page, 'load').waitFor();
  await page.locator(`${PANEL} [data-tab="list"]`).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await until(page, () => window.jupyterapp.shell.currentWidget.content.activeCellIndex, 2);
  await until(page, () => !!document.activeElement.closest('.jp-Notebook'), true);
  await page.keyboard.press('p');
  await page.keyboard.press('n');
  await until(page, nodes, ['load']);
  await page.locator(`${PANEL} [data-tab="list"]`).focus();
  await page.keyboard.press('ArrowRight');
  await page.locator(`${PANEL} [data-tab="graph"][aria-selected="true"]`).waitFor();
  await page.locator(`${PANEL} .jp-nb2pipe-graph [data-node="load"]`).focus();
  await page.keyboard.press('ArrowDown');
  await until(page, () => document.activeElement.getAttribute('data-id'), 'data:prices');
}));

test('the File menu, the palette and the launcher have the panel', () => on('menu.ipynb', SMALL, async page => {
  await page.locator('.jp-Notebook .jp-Cell').first().click();
  await command(page, 'apputils:activate-command-palette');
  await page.locator('.lm-CommandPalette-input').fill('Open Graph of the Pipeline');
  await page.locator('[data-command="nb2pipe:open-graph"]').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.lm-MenuBar-item', { hasText: 'File' }).click();
  await page.locator('.lm-Menu-item', { hasText: 'Promote to Pipeline…' }).waitFor();
  await page.keyboard.press('Escape');
  await command(page, 'launcher:create');
  await page.locator('.jp-LauncherCard', { hasText: 'Show Pipeline' }).waitFor();
}));

test('the notebook’s file keeps nothing but what the user set', () => on('clean.ipynb', SMALL, async page => {
  await node(page, 'scale').click();
  await command(page, 'nb2pipe:tag-cell', { id: 'cell-2', role: '' });
  await page.evaluate(() => window.jupyterapp.shell.currentWidget.context.save());
  const metadata = await page.evaluate(() =>
    window.jupyterapp.shell.currentWidget.content.model.toJSON().cells.map(cell => cell.metadata)
  );
  assert.ok(metadata.every(each => Object.keys(each).every(key => key === 'trusted')), JSON.stringify(metadata));
}));
