// Every tab of the panel, in both themes, held against the rules of axe-core.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';

import { PANEL, command, node, showTab, startBrowser, withNotebook } from './browser.mjs';

const require = createRequire(new URL('../../../labextension/package.json', import.meta.url));
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

const CELLS = [
  '%%catalog\nprices:\n  type: json.JSONDataset\n  filepath: p.json', '%%params\nrate = 2\nname = "a"',
  '%%node load\nprices = [1, 2, 3]', '%%node scale\nprint("scaling")\nscaled = [p * rate for p in prices]',
  'total = sum(scaled)', '%%node fail\nshare = scaled[0] / (len(scaled) - 3)', '%%node wrong\nx = missing'
];
const TABS = ['list', 'graph', 'cells', 'problems', 'code', 'data', 'run'];

/** What axe finds in the panel; `moderate` and `minor` count as well. */
async function violations(page) {
  return page.evaluate(async ([source, panel]) => {
    window.axe ?? new Function(source).call(window);
    const found = await window.axe.run(panel, { resultTypes: ['violations'] });
    return found.violations.map(each => `${each.impact} ${each.id}: ${each.nodes.map(one => one.html).join(' ')}`);
  }, [AXE, PANEL]);
}

for (const theme of ['JupyterLab Light', 'JupyterLab Dark']) {
  test(`every tab can be read and used by all in ${theme}`, () => withNotebook(browser.context, 'access.ipynb', CELLS, async page => {
    await command(page, 'apputils:change-theme', { theme });
    await page.locator(`body[data-jp-theme-name="${theme}"]`).waitFor({ state: 'attached' });
    await node(page, 'scale').click();
    for (const tab of TABS) {
      await showTab(page, tab);
      await page.waitForTimeout(400); // what the tab asks for has come
      assert.deepEqual(await violations(page), [], tab);
    }
    await command(page, 'apputils:change-theme', { theme: 'JupyterLab Light' });
  }));
}
