// VIGIE_DATA=DIR node tests/browser/personas.mjs BASE [--tier once|all] [--out DIR] [--only TEXT]
//
// The day of each persona on one demonstration, in the order in which one person's act reaches the next. Each page on the
// way is checked (day.mjs). Tier "once": 1366 with script, 390 without; "all" adds the dark theme the other way round.
// --only: declare, admin, keyboard, queue, third or night. The last line is "N passed, N failed".
import { administrator } from './administrator.mjs';
import { agency, corruss, fssi } from './authorities.mjs';
import { analyst, close, lead, plan } from './cell.mjs';
import { end, only, openBrowser, variants } from './day.mjs';
import { complement, declare, follow } from './declarant.mjs';
import { keyboard } from './keyboard.mjs';
import { night } from './night.mjs';
import { queue } from './queue.mjs';
import { third } from './third.mjs';

const CELL = ['analyst', 'duty', 'analyst', 'duty'];

async function incident(browser, variant, who) {
  const file = await declare(browser, variant);
  await complement(file);
  const treated = await analyst(browser, variant, who, file.orgName);
  await follow(file);
  return treated;
}

async function incidents(browser) {
  const desks = [];
  for (let i = 0; i < variants.length; i += 2) {
    const pair = variants.slice(i, i + 2);
    const treated = await Promise.all(pair.map((variant, k) => incident(browser, variant, CELL[i + k])));
    for (const [k, one] of treated.entries()) {
      await fssi(browser, pair[k], one.desk, (demand) => plan(one.seat, demand));
      await agency(browser, pair[k], one.desk);
      await corruss(browser, pair[k], one.desk);
      await close(one);
      desks.push(one.desk);
    }
  }
  await lead(browser, variants[0], desks);
}

async function others(browser) {
  if (!only || only === 'admin') await administrator(browser, variants);
  if (!only || only === 'keyboard') await keyboard(browser);
  if (!only || only === 'queue') await queue(browser);
}

// One after the other, and before any other declaration: each calls too, and the night is about its own call.
async function nights(browser) {
  if (!only || only === 'third') await third(browser);
  if (!only || only === 'night') await night(browser);
}

const browser = await openBrowser();
await Promise.all([others(browser), nights(browser).then(() => (!only || only === 'declare' ? incidents(browser) : null))]);
await browser.close();
end();
