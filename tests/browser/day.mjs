// What the days of the personas share: options, people, steps of which each page is checked.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkAxe, checkContrast, checkHtml, checkNarrow, checkShape, complaints, counted, openBrowser, openContext,
  totp, variantName } from './lib.mjs';

const ONCE = [{ width: 1366, scheme: 'light', script: true }, { width: 390, scheme: 'light', script: false }];
const ALL = [...ONCE, { width: 390, scheme: 'dark', script: true }, { width: 1366, scheme: 'dark', script: false }];

const { values, positionals } = parseArgs({ allowPositionals: true, options: {
  tier: { type: 'string', default: 'once' }, out: { type: 'string', default: 'build/personas' },
  only: { type: 'string', default: '' } } });
if (positionals.length !== 1 || !process.env.VIGIE_DATA || !['once', 'all'].includes(values.tier)) {
  console.error('usage: VIGIE_DATA=DIR node personas.mjs BASE [--tier once|all] [--out DIR] [--only TEXT]');
  process.exit(2);
}
export const base = positionals[0].replace(/\/$/, '');
export const variants = values.tier === 'all' ? ALL : ONCE;
export const only = values.only;
export const people = JSON.parse(readFileSync(join(process.env.VIGIE_DATA, 'people.json'), 'utf8'));
mkdirSync(values.out, { recursive: true });

// ---- Saying what was seen ----

let passed = 0;
let failed = 0;

export function tell(name, faults) {
  console.log(`${faults.length ? 'FAIL' : 'ok  '} ${name}`);
  for (const fault of faults.slice(0, 12)) console.log(`     ${fault}`);
  if (faults.length) failed++;
  else passed++;
}

export function end() {
  console.log(`${counted.axe} rules of axe, ${counted.contrast} contrasts, ${counted.html} sources held`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed || !passed ? 1 : 0);
}

// ---- A person at a browser ----

// {page, variant, who, heard, last, going}: `last` is the newest document that the server sent.
export async function sit(browser, who, variant, state) {
  const context = await openContext(browser, variant, state);
  const page = await context.newPage();
  const seat = { page, variant, who, heard: complaints(page), last: null, going: true, n: 0 };
  page.on('response', (reply) => {
    if (reply.request().resourceType() === 'document') seat.last = reply;
  });
  page.on('dialog', (dialog) => dialog.accept());
  return seat;
}

export async function leave(seat) {
  await seat.page.context().close();
}

async function faultsOf(seat) {
  const { page, variant } = seat;
  const faults = [...await checkShape(page), ...await checkNarrow(page)];
  if (variant.script) faults.push(...await checkAxe(page), ...await checkContrast(page));
  else if (seat.last) faults.push(...await checkHtml(await seat.last.text()));
  return faults;
}

// One step of the day: do it, then the page that follows must be right; `act` returns what is wrong, or nothing.
// A form shown again with its faults is answered 422 and a refusal 403: the browser reports them as errors.
// After a step that could not be done, the steps that follow have nothing to stand on and are left out.
export async function step(seat, name, act) {
  if (!seat.going) return;
  seat.heard.length = 0;
  let faults;
  try {
    const wrong = await act(seat.page);
    await seat.page.screenshot({ fullPage: true, caret: 'initial', path: join(values.out,
      `${seat.who}-${String(++seat.n).padStart(2, '0')}-${name.replace(/[^A-Za-z0-9]+/g, '-')}-${variantName(seat.variant)}.png`) });
    faults = [...[wrong ?? []].flat(), ...await faultsOf(seat),
      ...seat.heard.filter((line) => !/status of (422|403)/.test(line))];
  } catch (error) {
    seat.going = false;
    faults = [`stopped at ${seat.page.url()}: ${error.message.split('\n').slice(0, 3).join(' ')}`];
  }
  tell(`${seat.who}: ${name} ${variantName(seat.variant)}`, faults);
}

export async function press(page, selector) {
  const before = page.url();
  await Promise.all([page.waitForEvent('load'), page.locator(selector).first().click()]);
  return before;
}

export function path(page) {
  return new URL(page.url()).pathname;
}

export const at = (page, pattern) => pattern.test(path(page)) ? null : `at ${path(page)}, not at ${pattern}`;

export async function has(page, text) {
  return (await page.locator('main').innerText()).includes(text) ? null : `the page does not say "${text}"`;
}

// A fold is opened as a person does.
export async function unfold(page, selector) {
  for (const fold of await page.locator(`details:has(${selector})`).all()) {
    if (await fold.getAttribute('open') === null) await fold.locator('> summary').click();
  }
}

// The page came back with a wrong field: a summary that has the focus, is linked to the field, and the field says it all.
export async function wrongField(seat, id, name, typed) {
  const { page, variant } = seat;
  const seen = await page.evaluate(([idOf, nameOf]) => {
    const field = document.getElementById(idOf);
    const group = field?.closest('fieldset');
    const told = [field?.getAttribute('aria-describedby'), group?.getAttribute('aria-labelledby')].join(' ');
    return {
      focus: document.activeElement?.id, title: document.title, summary: !!document.querySelector('#errors.fr-alert--error'),
      link: !!document.querySelector(`#errors a[href="#${idOf}"]`), value: document.querySelector(`[name="${nameOf}"]`)?.value,
      shown: field?.checkVisibility(), message: told.split(' ').some((one) =>
        one.endsWith('-error') && document.getElementById(one)?.textContent.trim().length > 10),
    };
  }, [id, name]);
  const faults = [];
  if (!seen.summary) faults.push('no summary of errors');
  if (!seen.link) faults.push(`the summary has no link to #${id}`);
  if (!seen.shown) faults.push(`#${id} is not in sight`);
  if (!seen.message) faults.push(`#${id} has no message`);
  if (seen.value !== typed) faults.push(`"${typed}" was not kept: "${seen.value}"`);
  if (!/^(Erreur|Error)/.test(seen.title)) faults.push(`the title does not tell: ${seen.title}`);
  if (variant.script && seen.focus !== 'errors') faults.push(`the focus is at "${seen.focus}", not at the summary`);
  if (seen.link) {
    await page.locator(`#errors a[href="#${id}"]`).click();
    const now = await page.evaluate(() => document.activeElement?.id);
    if (now !== id) faults.push(`the link leads to "${now}"`);
  }
  return faults;
}

// Through the pages, as a person does; the code of an authenticator serves once, so the next may be awaited.
export async function enter(seat, name) {
  const { email, password, totpSecret } = people[name];
  await step(seat, 'the sign-in page', (page) => page.goto(`${base}/sign-in`).then(() => null));
  await step(seat, 'address and password', async (page) => {
    await page.fill('[name=email]', email);
    await page.fill('[name=password]', password);
    await press(page, 'main form[action="/sign-in"] button');
  });
  if (!totpSecret) return;
  await step(seat, 'the code', async (page) => {
    for (let tries = 0; path(page) === '/sign-in/code' && tries < 3; tries++) {
      if (tries) await page.waitForTimeout(30100 - Date.now() % 30000);
      await page.fill('[name=code]', totp(totpSecret));
      await press(page, 'main form[action="/sign-in/code"] button');
    }
    return path(page).startsWith('/sign-in') ? 'not signed in' : null;
  });
}

// On paper: so many sheets, the marking in sight, no button.
export async function onPaper(seat, sheets, words) {
  const { page } = seat;
  await page.emulateMedia({ media: 'print' });
  const faults = [];
  for (const word of words) {
    const seen = await page.evaluate((text) => document.body.innerText.includes(text), word);
    if (!seen) faults.push(`"${word}" is not printed`);
  }
  if (await page.locator('button:visible, header:visible').count()) faults.push('buttons or the header are printed');
  const pdf = (await page.pdf({ printBackground: true, preferCSSPageSize: true })).toString('latin1');
  const n = (pdf.match(/\/Type\s*\/Page\b/g) ?? []).length;
  if (n > sheets) faults.push(`${n} sheets, not ${sheets}`);
  await page.screenshot({ fullPage: true, caret: 'initial', path: join(values.out, `${seat.who}-paper-${path(page).split('/')[1]}-${variantName(seat.variant)}.png`) });
  await page.emulateMedia({ media: 'screen' });
  return faults;
}

export { openBrowser };
