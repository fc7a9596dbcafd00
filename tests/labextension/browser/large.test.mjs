// A notebook of 200 cells: nothing is lost, and what it takes is told.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { PANEL, node, showTab, sources, startBrowser, withNotebook } from './browser.mjs';

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser.close());

const cells = count => Array.from({ length: count }, (_, at) => {
  const read = at === 0 ? '1' : at % 7 === 0 ? `v${at - 1} + v${Math.max(0, at - 20)}` : `v${at - 1}`;
  return `%%node step_${at}\nv${at} = ${read}\nfor i in range(3):\n    v${at} += i`;
});

test('of keys that are typed fast into one of 200 cells none is lost', () => withNotebook(browser.context, 'typed.ipynb', cells(200), async page => {
  const words = 'total = sum(value * 3 for value in range(17)) if v0 else None  # quick';
  await node(page, 'step_199').waitFor();
  await page.locator('.jp-Notebook .cm-content').first().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Home');
  for (const key of words) {
    await page.keyboard.type(key); // as fast as the page takes them
  }
  const typed = (await sources(page))[0].split('\n').at(-1).trim();
  assert.equal(typed.replace(/[()]/g, ''), words.replace(/[()]/g, ''));
}));

for (const count of [100, 200]) {

test(`of ${count} cells, a new node is in the graph soon after the last key`, context => withNotebook(browser.context, `large${count}.ipynb`, cells(count), async page => {
  await node(page, `step_${count - 1}`).waitFor();
  await showTab(page, 'graph');
  await page.locator('.jp-Notebook .cm-content').first().click();
  await page.keyboard.press('Control+Home');
  for (let at = 0; at < '%%node step_'.length; at += 1) {
    await page.keyboard.press('ArrowRight');
  }
  await page.evaluate(() => {
    window.addEventListener('keyup', () => (window.lastKey = performance.now()), true);
    const seen = () => document.querySelector('#nb2pipe-panel [data-node="step_many_more_0"]');
    new MutationObserver(() => seen() && (window.drawnAt ??= performance.now())).observe(
      document.querySelector('#nb2pipe-panel'), { subtree: true, childList: true, attributes: true }
    );
  });
  await page.keyboard.type('many_more_', { delay: 30 });
  await page.locator(`${PANEL} [data-node="step_many_more_0"]`).first().waitFor();
  const took = await page.evaluate(() => Math.round(window.drawnAt - window.lastKey));
  context.diagnostic(`from the last key to the new graph of ${count} cells: ${took} ms`);
  assert.match((await sources(page))[0], /^%%node step_many_more_0\n/);
}));
}
