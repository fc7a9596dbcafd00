// Convert, run, watch, stop; a failure and its cell; what is stale in the kernel.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import {
  PANEL, command, node, setSource, showTab, startBrowser, until, withNotebook
} from './browser.mjs';

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

const CELLS = ['%%params\nrate = 2', '%%node load\nprices = [1, 2, 3]', '%%node scale\nprint("scaling")\nscaled = [p * rate for p in prices]'];

const on = (name, cells, work) => withNotebook(browser.context, name, cells, work);

const press = (page, name) =>
  page.locator(`${PANEL} [role="toolbar"]`).getByRole('button', { name, exact: true }).click();

const statuses = () =>
  Array.from(document.querySelectorAll('#nb2pipe-panel [data-run-node]'), each => each.dataset.status);

test('a notebook is converted and run, and the graph shows how it goes', () => on('works.ipynb', CELLS, async page => {
  await showTab(page, 'run');
  await press(page, 'Convert');
  await page.locator(`${PANEL} [data-folder="works"]`).waitFor();
  await page.getByText('Parameters of this run').click();
  await page.locator(`${PANEL} [data-run-parameter="rate"]`).fill('5');
  await press(page, 'Run');
  await page.locator(`${PANEL} .jp-nb2pipe-progress[data-status="success"]`).waitFor();
  assert.deepEqual(await page.evaluate(statuses), ['done', 'done']);
  await page.locator(`${PANEL} [data-run-node="scale"] .jp-nb2pipe-log summary`).click();
  await page.locator(`${PANEL} [data-run-node="scale"] .jp-nb2pipe-log`, { hasText: 'scaling' }).waitFor();
  await showTab(page, 'graph');
  await page.locator(`${PANEL} [data-node="scale"][data-status="done"]`).waitFor();
}));

test('a second conversion shows what would change before it writes', () => on('again.ipynb', CELLS, async page => {
  await showTab(page, 'run');
  await press(page, 'Convert');
  await page.locator(`${PANEL} [data-folder="again"]`).waitFor();
  await setSource(page, 0, '%%params\nrate = 7');
  await press(page, 'Convert');
  const file = page.locator(`${PANEL} .jp-nb2pipe-preview [data-file="conf/base/parameters.yml"]`);
  await file.locator('summary').click();
  await file.getByText('+rate: 7').waitFor();
  await page.locator(`${PANEL} .jp-nb2pipe-preview`).getByText('Write').click();
  await page.locator(`${PANEL} .jp-nb2pipe-preview`).waitFor({ state: 'detached' });
}));

test('a failure opens its cell', () => on('broken.ipynb', [...CELLS, '%%node share\npart = scaled[0] / (len(scaled) - 3)'], async page => {
  await command(page, 'nb2pipe:run-pipeline');
  await page.locator(`${PANEL} .jp-nb2pipe-progress[data-status="failed"]`).waitFor();
  await page.locator(`${PANEL} [data-run-node="share"]`, { hasText: 'ZeroDivisionError' }).waitFor();
  await page.locator(`${PANEL} [data-failing-cell]`).click();
  await until(page, () => window.jupyterapp.shell.currentWidget.content.activeCellIndex, 3);
}));

test('a run is stopped', () => on('long.ipynb', ['import time\n\ndef slow(value):\n    time.sleep(600)\n    return value', '%%node wait\ndone = slow(1)'], async page => {
  await command(page, 'nb2pipe:run-pipeline');
  await page.locator(`${PANEL} [data-run-node="wait"][data-status="running"]`).waitFor();
  await press(page, 'Stop');
  await page.locator(`${PANEL} .jp-nb2pipe-progress[data-status="cancelled"]`).waitFor();
}));

test('what nodes print side by side is shown with each of them', () => on('beside.ipynb', [
  'import time\n\ndef said(word):\n    for _ in range(3):\n        print(word)\n        time.sleep(0.2)\n    return word',
  '%%node left\na = said("left")', '%%node right\nb = said("right")'
], async page => {
  await showTab(page, 'run');
  await page.getByLabel('Runner').selectOption('threads');
  await press(page, 'Run');
  await page.locator(`${PANEL} .jp-nb2pipe-progress[data-status="success"]`).waitFor();
  for (const name of ['left', 'right']) {
    const log = page.locator(`${PANEL} [data-run-node="${name}"] .jp-nb2pipe-log`);
    await log.locator('summary').click();
    assert.equal(await log.locator('pre').textContent(), [name, name, name].join('\n'));
  }
}));

// The last cell lets the notebook run long enough to be seen.
const SLOW = [...CELLS, '%%skip\nimport time\ntime.sleep(3)'];

test('a proof goes node by node, and its code is shown with the types that it saw', () => on('proven.ipynb', SLOW, async page => {
  await showTab(page, 'run');
  await press(page, 'Verify');
  await page.locator(`${PANEL} .jp-nb2pipe-progress`, { hasText: 'the notebook runs' }).waitFor();
  await page.locator(`${PANEL} .jp-nb2pipe-progress[data-status="success"] [data-proven="true"]`).waitFor();
  assert.deepEqual(await page.evaluate(statuses), ['done', 'done']);
  await page.getByText('What was compared').click();
  await page.locator(`${PANEL} [data-compared="scaled"][data-verdict="identical"]`).waitFor();
  await showTab(page, 'list');
  await node(page, 'scale').click();
  await showTab(page, 'code');
  await page.locator(`${PANEL} [data-function="scale"]`, { hasText: 'def scale(prices: list, rate: int) -> list:' }).waitFor();
}));

test('two past runs are compared', () => on('compare.ipynb', CELLS, async page => {
  await showTab(page, 'run');
  for (const rate of [2, 3]) {
    await setSource(page, 0, `%%params\nrate = ${rate}`);
    await press(page, 'Run');
    await page.locator(`${PANEL} [data-run][data-status="success"]`).nth(rate - 2).waitFor();
  }
  for (const at of [0, 1]) {
    await page.locator(`${PANEL} [data-run] input`).nth(at).check();
  }
  await page.locator(`${PANEL} [data-difference="rate"]`, { hasText: '23' }).waitFor();
}));

test('cells whose code or inputs changed are stale, and just those run again', () => on('stale.ipynb', ['a = 1', 'b = a + 1', 'c = 10', 'd = b + c'], async page => {
  await command(page, 'notebook:run-all-cells');
  await until(page, () => window.jupyterapp.shell.currentWidget.content.widgets.map(cell => cell.model.executionCount), [1, 2, 3, 4]);
  const stale = () =>
    Array.from(document.querySelectorAll('.jp-Notebook .jp-Cell'), cell => cell.dataset.nb2pipeStale === 'stale');
  await until(page, stale, [false, false, false, false]);
  await setSource(page, 1, 'b = a + 2');
  await until(page, stale, [false, true, false, true]);
  await command(page, 'nb2pipe:run-stale');
  await until(page, stale, [false, false, false, false]);
  await until(page, () => window.jupyterapp.shell.currentWidget.content.widgets.map(cell => cell.model.executionCount), [1, 5, 3, 6]);
  await page.evaluate(() => window.jupyterapp.shell.currentWidget.sessionContext.restartKernel());
  await setSource(page, 0, 'a = 5');
  await page.waitForTimeout(500);
  await until(page, stale, [false, false, false, false]);
}));

test('the panel can be read in the dark theme', () => on('dark.ipynb', CELLS, async page => {
  await command(page, 'apputils:change-theme', { theme: 'JupyterLab Dark' });
  await page.locator('body[data-jp-theme-light="false"]').waitFor({ state: 'attached' });
  const [text, ground] = await node(page, 'scale').evaluate(row => [
    getComputedStyle(row).color, getComputedStyle(row.closest('.jp-nb2pipe')).backgroundColor
  ]);
  const brightness = colour => colour.match(/\d+/g).slice(0, 3).reduce((sum, each) => sum + Number(each), 0);
  assert.ok(brightness(text) - brightness(ground) > 350, `${text} on ${ground}`);
  await command(page, 'apputils:change-theme', { theme: 'JupyterLab Light' });
}));
