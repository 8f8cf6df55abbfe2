// What browser tests share: a browser, a signed-in person, and what every page must satisfy.
import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { FileSystemConfigLoader, HtmlValidate } from 'html-validate';
import { chromium } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

export function openBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: FLAGS });
}

// variant: {width, scheme: 'light'|'dark', script: true|false}
export async function openContext(browser, variant, storageState) {
  const context = await browser.newContext({
    viewport: { width: variant.width, height: variant.width < 600 ? 844 : 768 },
    colorScheme: variant.scheme, javaScriptEnabled: variant.script, locale: 'fr-FR', timezoneId: 'Europe/Paris',
    reducedMotion: 'reduce', storageState,
  });
  context.setDefaultTimeout(60000); // a machine that does something else besides
  return context;
}

export function variantName(variant) {
  return `${variant.width}-${variant.scheme}${variant.script ? '' : '-noscript'}`;
}

// ---- Sign-in ----

function base32(text) {
  let bits = '';
  for (const letter of text.toUpperCase().replace(/[\s=]/g, '')) {
    bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0');
  }
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

// RFC 6238: SHA-1, 30 s, 6 digits.
export function totp(secret, time = Date.now()) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(time / 30000)));
  const mac = createHmac('sha1', base32(secret)).update(counter).digest();
  const number = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
  return String(number % 1000000).padStart(6, '0');
}

async function send(page) {
  await Promise.all([page.waitForEvent('load'), page.locator('main form button[type=submit]').first().click()]);
}

// A code is good once: where another run has just used it, the next one is awaited.
export async function signIn(page, { email, password, totpSecret }, base = '') {
  await page.goto(`${base}/sign-in`);
  await page.fill('[name=email]', email);
  await page.fill('[name=password]', password);
  await send(page);
  for (let tries = 0; new URL(page.url()).pathname === '/sign-in/code' && tries < 2; tries++) {
    if (tries) await page.waitForTimeout(30100 - Date.now() % 30000);
    await page.fill('[name=code]', totp(totpSecret));
    await send(page);
  }
  const where = new URL(page.url()).pathname;
  if (where.startsWith('/sign-in')) throw new Error(`${email} could not sign in: still at ${where}`);
}

// ---- What a page must satisfy ----

// What was really tested: rules of axe that passed, texts whose contrast was decided, sources read by html-validate.
export const counted = { axe: 0, contrast: 0, html: 0 };

// Collects what the browser complains of: scripts that fail, files that lack, and the content policy.
export function complaints(page) {
  const list = [];
  page.on('console', (message) => {
    if (message.type() === 'error') list.push(`console: ${message.text().slice(0, 160)}`);
  });
  page.on('pageerror', (error) => list.push(`script: ${error.message.slice(0, 160)}`));
  // A page that is left closes its stream of events, and no longer waits for its icon nor for what the stream made it ask.
  page.on('requestfailed', (request) => request.resourceType() === 'eventsource' || request.url().endsWith('/favicon.svg')
    || (/\/desk\/new\?/.test(request.url()) && request.failure()?.errorText === 'net::ERR_ABORTED')
    || list.push(`request: ${request.url()} ${request.failure()?.errorText}`));
  return list;
}

export async function checkShape(page) {
  const faults = [];
  const shape = await page.evaluate(() => ({
    lang: document.documentElement.lang, title: document.title.trim(), main: document.querySelectorAll('main').length,
    h1: document.querySelectorAll('h1').length, over: document.documentElement.scrollWidth - innerWidth,
  }));
  if (!shape.lang) faults.push('shape: no lang');
  if (!shape.title) faults.push('shape: no title');
  if (shape.h1 !== 1) faults.push(`shape: ${shape.h1} h1`);
  if (shape.main !== 1) faults.push(`shape: ${shape.main} main`);
  if (shape.over > 0) faults.push(`overflow: ${shape.over} px`);
  return faults;
}

// 320: what a window of 1280 shows at 400 %.
export async function checkNarrow(page, width = 320) {
  const size = page.viewportSize();
  await page.setViewportSize({ width, height: 640 });
  const over = await page.evaluate(() => {
    const scrolls = (element) => element && (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement));
    const wide = [...document.querySelectorAll('main *, header *, footer *')].filter((element) =>
      element.getBoundingClientRect().right > innerWidth + 1 && !scrolls(element));
    return { by: document.documentElement.scrollWidth - innerWidth, first: wide[0]?.outerHTML.slice(0, 80) };
  });
  await page.setViewportSize(size);
  return over.by > 0 ? [`overflow at ${width}: ${over.by} px, ${over.first}`] : [];
}

// The source of a page is valid HTML, by the rules of htmlvalidate.json.
let judge;

export async function checkHtml(source) {
  judge ??= new HtmlValidate(new FileSystemConfigLoader(
    JSON.parse(readFileSync(new URL('htmlvalidate.json', import.meta.url), 'utf8'))));
  const report = await judge.validateString(source);
  counted.html++;
  return report.results.flatMap((result) =>
    result.messages.map((fault) => `html ${fault.line}:${fault.column} ${fault.ruleId}: ${fault.message}`));
}

function faultsOf(result) {
  return result.violations.flatMap((rule) => rule.nodes.map((node) => {
    const data = node.any[0]?.data;
    const ratio = data?.contrastRatio ? ` ${data.fgColor} on ${data.bgColor} ${data.contrastRatio}` : '';
    return `axe ${rule.id}${ratio}: ${node.html.slice(0, 110)}`;
  }));
}

// axe finds no violation, and did look: a run in which nothing passed proves nothing.
export async function checkAxe(page) {
  await page.evaluate(AXE);
  const result = await page.evaluate((values) => globalThis.axe.run(document,
    { runOnly: { type: 'tag', values }, resultTypes: ['violations'] }), TAGS);
  counted.axe += result.passes.length;
  return result.passes.length ? faultsOf(result) : ['axe: nothing was tested'];
}

// axe leaves contrast undecided over the gradients and drawn backgrounds of the design system; without them it decides.
// To run last: the page is not itself afterwards.
export async function checkContrast(page) {
  const result = await page.evaluate(async () => {
    for (const element of document.querySelectorAll('*')) {
      if (getComputedStyle(element).backgroundImage !== 'none') {
        element.style.setProperty('background-image', 'none', 'important');
      }
    }
    return globalThis.axe.run(document, {
      runOnly: { type: 'rule', values: ['color-contrast'] },
      checks: { 'color-contrast': { options: { ignorePseudo: true } } },
    });
  });
  const decided = result.passes.reduce((sum, rule) => sum + rule.nodes.length, 0);
  counted.contrast += decided;
  return decided ? faultsOf(result) : ['contrast: nothing was decided'];
}
