// Addresses that only a running instance knows: of a draft, of a file that a list shows, of a mail's one-time link.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openContext } from './lib.mjs';

// ---- Mails: tests/smtp.mjs writes each one as a file ----

function decoded(bytes) {
  const text = bytes.toString('latin1').replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g,
    (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(text, 'latin1').toString('utf8');
}

const mails = () => join(process.env.VIGIE_DATA, 'mail', 'example.invalid');
const mailNames = () => existsSync(mails()) ? readdirSync(mails()).filter((name) => name.endsWith('.eml')).sort() : [];

// A mark in time: mails after it are new.
export const newestMail = () => mailNames().at(-1) ?? '';

// {to, link}: the path of the first link of that kind in the newest mail to one of these people, after that mark.
export async function mailTo(people, kind, since = '') {
  for (let tries = 0; tries < 60; tries++) {
    for (const name of mailNames().filter((one) => one > since).reverse()) {
      const mail = decoded(readFileSync(join(mails(), name)));
      const to = people.find((one) => mail.includes(`To: <${one}>`));
      const link = to && mail.match(new RegExp(`/${kind}/[A-Za-z0-9_-]+`));
      if (link) return { to, link: link[0] };
    }
    await pause(500);
  }
  throw new Error(`no mail to ${people} has a link to /${kind}/`);
}

export const mailedLink = async (to, kind) => (await mailTo([to], kind)).link;

// ---- Visitors who began to declare: "drafter" has six steps filled, "reporter" has sent them ----

const ANSWERS = [
  [['org_name', 'Centre hospitalier de Valmont'], ['org_type', 'ES'], ['department', '59'], ['town', 'Valmont-sur-Lys']],
  [['reporter_last_name', 'Laroche'], ['reporter_first_name', 'Inès'], ['reporter_phone', '03 99 01 01 20']],
  [['title', 'Serveurs de fichiers chiffrés depuis cette nuit'], ['detected_at.d', '23'], ['detected_at.m', '11'],
    ['detected_at.y', '2025'], ['detected_at.t', '08:30'],
    ['description', 'Depuis 3 h, les fichiers partagés ne s’ouvrent plus et un message demande une rançon.']],
  [['impact_functioning', 'mode_degrade'], ['impact_persons', 'potentielle'], ['impact_data', 'indisponibilite'],
    ['impact_patient_data', 'nsp']],
  [['origin', 'malveillante'], ['category', 'RANCONGICIEL']],
  [['support_asked', 'oui'], ['support_kinds', 'conseils_techniques'], ['urgent_callback', '1']],
];

// By its label: the design system draws the box there.
export async function tick(page, selector) {
  const input = page.locator(selector).first();
  if (!(await input.isChecked())) await page.locator(`label[for="${await input.getAttribute('id')}"]`).click();
}

export async function answer(page, answers) {
  for (const [name, value] of answers) {
    const input = page.locator(`main [name="${name}"]`).first();
    const kind = await input.evaluate((element) => element.type);
    if (kind === 'radio' || kind === 'checkbox') await tick(page, `main [name="${name}"][value="${value}"]`);
    else if (kind === 'select-one') await input.selectOption(value);
    else await input.fill(value);
  }
}

async function press(page, selector) {
  await Promise.all([page.waitForEvent('load'), page.locator(selector).first().click()]);
}

// Quickly, without looking at the pages.
export async function declared(browser, base, who) {
  const context = await openContext(browser, { width: 1366, scheme: 'light', script: false });
  const page = await context.newPage();
  const places = {};
  await page.goto(`${base}/declare`);
  await press(page, 'main form[action="/declare"] button');
  places.draft = new URL(page.url()).pathname.replace(/\/1$/, '');
  for (const answers of ANSWERS) {
    await answer(page, answers);
    await press(page, 'main .form-end button[name=act][value=next]');
  }
  if (who === 'reporter') {
    await press(page, 'main form[action$="/submit"] button');
    places.receipt = new URL(page.url()).pathname;
    places.file = places.receipt.replace('/receipt/', '/file/');
  }
  const state = await context.storageState();
  await context.close();
  return { state, places };
}

// {state, places} of a special visitor, made once a run; null for anybody else.
const made = {};

export function specialVisitor(browser, base, who) {
  if (who !== 'drafter' && who !== 'reporter') return null;
  return made[who] ??= declared(browser, base, who);
}

// The path of an entry of pages.json: {link} is the first address of the list `in` that begins
// with `link`; {draft},
// {file}, {receipt} are the special visitors'; {mail} is in the newest mail to `to`.
export async function resolvePath(request, base, spec, places = {}) {
  let { path } = spec;
  if (spec.link) {
    const whole = await (await request.get(base + spec.in)).text();
    // What was read last, saved views and menus stand before the list: what is asked for is in its table, where it has one.
    const list = whole.slice(Math.max(0, whole.indexOf('<tbody')));
    const found = [...list.matchAll(/href="([^"]+)"/g)].map((match) => match[1]).find((href) => href.startsWith(spec.link) && href.endsWith(spec.ends ?? ""));
    if (!found) throw new Error(`${spec.in} has no address that begins with ${spec.link}`);
    path = path.replace('{link}', found);
  }
  if (spec.to) path = path.replace('{mail}', await mailedLink(spec.to, spec.mail));
  return path.replace(/\{(draft|file|receipt)\}/, (_, name) => places[name]);
}
