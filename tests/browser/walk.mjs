// node tests/browser/walk.mjs BASE [--pages FILE] [--people FILE] [--tier once|all] [--out DIR] [--only TEXT]
//
// Visits each page of the list as the person it names, and says what is wrong with it. Tier "once" (default): 1366 light
// with script under axe, 390 without script. Tier "all": with and without script, light and dark, 1366 and 390.
// FILE of pages: [{"path": "/desk", "as": "analyst", "status": 200}, …]; no "as" is a visitor; for {…} see places.mjs.
// FILE of people: {"analyst": {"email": …, "password": …, "totpSecret": …}, …}.
// Screenshots go to DIR. The last line is "N passed, N failed"; exit 1 when one failed, 2 on wrong usage.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkAxe, checkContrast, checkHtml, checkNarrow, checkShape, complaints, counted, openBrowser, openContext,
  signIn, variantName } from './lib.mjs';
import { resolvePath, specialVisitor } from './places.mjs';

const TIERS = {
  once: [{ width: 1366, scheme: 'light', script: true }, { width: 390, scheme: 'light', script: false }],
  all: [true, false].flatMap((script) => ['light', 'dark'].flatMap((scheme) =>
    [1366, 390].map((width) => ({ width, scheme, script })))),
};

function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      pages: { type: 'string', default: new URL('pages.json', import.meta.url).pathname },
      people: { type: 'string' }, tier: { type: 'string', default: 'once' },
      out: { type: 'string', default: 'build/walk' }, only: { type: 'string', default: '' },
    },
  });
  if (positionals.length !== 1 || !TIERS[values.tier]) {
    console.error('usage: walk.mjs BASE [--pages FILE] [--people FILE] [--tier once|all] [--out DIR] [--only TEXT]');
    process.exit(2);
  }
  const json = (path) => JSON.parse(readFileSync(path, 'utf8'));
  return {
    base: positionals[0].replace(/\/$/, ''), out: values.out, variants: TIERS[values.tier],
    pages: json(values.pages).filter((page) => page.path.includes(values.only)),
    people: values.people ? json(values.people) : {},
  };
}

// One context a person and variant; a person signs in once a run.
function contextMaker(browser, { base, people }) {
  const states = {};
  const contexts = {};
  async function stateOf(who) {
    const special = specialVisitor(browser, base, who);
    if (special) return (await special).state;
    if (!people[who]) throw new Error(`no "${who}" among the people`);
    const context = await openContext(browser, TIERS.once[0]);
    await signIn(await context.newPage(), people[who], base);
    const state = await context.storageState();
    await context.close();
    return state;
  }
  return async (who, variant) => {
    if (who) states[who] ??= stateOf(who);
    const state = who ? await states[who] : undefined;
    return contexts[`${who} ${variantName(variant)}`] ??= openContext(browser, variant, state);
  };
}

async function faultsOfPage(page, url, spec, variant, shot) {
  const heard = complaints(page);
  const reply = await page.goto(url, { waitUntil: 'load' });
  const wanted = spec.status ?? 200;
  const faults = reply.status() === wanted ? [] : [`status ${reply.status()}, not ${wanted}`];

  await page.evaluate(() => document.fonts.ready.then(() => true));
  faults.push(...await checkShape(page));
  // Taking the picture puts a style of its own in the page, which the policy rightly refuses: not the page's fault.
  const loaded = heard.length;
  await page.screenshot({ path: shot, fullPage: true });
  faults.push(...await checkNarrow(page));
  if (variant.script) faults.push(...await checkAxe(page), ...await checkContrast(page));
  else faults.push(...await checkHtml(await reply.text()));
  // Of a page that must be refused, the browser reports the status as an error: that one was asked for.
  const own = heard.filter((line, i) => i < loaded || !line.includes('Applying inline style'));
  return faults.concat(own.filter((line) => wanted < 400 || !line.includes(`status of ${wanted}`)));
}

function nameOf(spec) {
  const words = [spec.in, spec.path, spec.mail, spec.as].filter(Boolean).join('-');
  return words.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'home';
}

async function visit(contextFor, options, spec, variant) {
  const name = nameOf(spec);
  const shot = join(options.out, `${name}-${variantName(variant)}.png`);
  let faults;
  try {
    const context = await contextFor(spec.as, variant);
    const special = await specialVisitor(browser, options.base, spec.as);
    const path = await resolvePath(context.request, options.base, spec, special?.places);
    const page = await context.newPage();
    faults = await faultsOfPage(page, options.base + path, spec, variant, shot);
    await page.close();
  } catch (error) {
    faults = [`stopped: ${error.message.split('\n')[0]}`];
  }
  console.log(`${faults.length ? 'FAIL' : 'ok  '} ${spec.in ?? ''} ${spec.path} ${spec.as ?? 'visitor'} ${variantName(variant)}`);
  for (const fault of faults.slice(0, 12)) console.log(`     ${fault}`);
  return faults.length === 0;
}

const options = readOptions();
mkdirSync(options.out, { recursive: true });
const browser = await openBrowser();
const contextFor = contextMaker(browser, options);
let passed = 0;
let failed = 0;
for (const spec of options.pages) {
  const results = await Promise.all(options.variants.map((variant) => visit(contextFor, options, spec, variant)));
  passed += results.filter(Boolean).length;
  failed += results.filter((ok) => !ok).length;
}
await browser.close();
console.log(`${counted.axe} rules of axe, ${counted.contrast} contrasts, ${counted.html} sources held`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || !passed ? 1 : 0);
