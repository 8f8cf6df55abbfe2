// What the proofs of a persona's day share: options, people, a page that is checked wherever it goes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkAxe, checkContrast, checkNarrow, checkShape, complaints, openBrowser, openContext, signIn,
  variantName } from './lib.mjs';

export const VARIANTS = [{ width: 1366, scheme: 'light', script: true }, { width: 390, scheme: 'light', script: false }];

export const base = (process.argv[2] ?? '').replace(/\/$/, '');
if (!base) {
  console.error('usage: VIGIE_DATA=DIR node X.test.mjs BASE');
  process.exit(2);
}
export const people = JSON.parse(readFileSync(join(process.env.VIGIE_DATA, 'people.json'), 'utf8'));

let passed = 0;
let failed = 0;

export function tell(name, faults) {
  console.log(`${faults.length ? 'FAIL' : 'ok  '} ${name}`);
  for (const fault of faults.slice(0, 12)) console.log(`     ${fault}`);
  if (faults.length) failed++;
  else passed++;
}

export function end() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed || !passed ? 1 : 0);
}

// A reload afterwards: the check of contrast takes the backgrounds away.
async function faultsOf(page, variant) {
  const faults = [...await checkShape(page), ...await checkNarrow(page)];
  if (variant.script) faults.push(...await checkAxe(page), ...await checkContrast(page));
  return faults;
}

// A form that is shown again with its faults is answered 422, which the browser reports as an error.
// One step of the day: do it, then the page that follows must be right. False: it could not be done.
export async function step(page, variant, name, act) {
  const heard = complaints(page);
  let faults;
  let done = true;
  try {
    const wrong = await act(page);
    faults = [...(wrong ? [wrong] : []), ...await faultsOf(page, variant),
      ...heard.filter((line) => !line.includes('status of 422'))];
  } catch (error) {
    done = false;
    faults = [`stopped: ${error.message.split('\n')[0]}`];
  }
  page.removeAllListeners();
  tell(`${name} ${variantName(variant)}`, faults);
  return done;
}

// Each persona signs in once a run: a code of the authenticator is good once.
const states = {};

export async function pageOf(browser, who, variant) {
  if (who && !states[who]) {
    const context = await openContext(browser, VARIANTS[0]);
    await signIn(await context.newPage(), people[who], base);
    states[who] = await context.storageState();
    await context.close();
  }
  return (await openContext(browser, variant, who ? states[who] : undefined)).newPage();
}

export async function press(page, selector) {
  await Promise.all([page.waitForEvent('load'), page.locator(selector).first().click()]);
}

export { openBrowser };
