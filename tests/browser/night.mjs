// Three in the morning, on a phone in the dark: the call is answered from its mail, the caller typed in, the file taken
// and qualified, the night handed over; then the lead's morning.
import { answer, declared, mailTo, newestMail } from './places.mjs';
import { at, base, enter, has, leave, people, press, sit, step, unfold, wrongField } from './day.mjs';

const PHONE = { width: 390, scheme: 'dark', script: true };
const WIDE = { width: 1366, scheme: 'light', script: true };

// Whoever of the rota was written to first, and where the mail leads.
async function woken(browser) {
  const since = newestMail();
  await declared(browser, base, 'reporter');
  return mailTo(['duty', 'analyst'].map((name) => people[name].email), 'duty/ack', since);
}

async function answerCall(seat, link) {
  let inc = null;
  await step(seat, 'the mailed link', async (page) => {
    await page.goto(base + link);
    inc = (await page.locator('main dl.facts').innerText()).match(/INC-\d+-\d+/)?.[0] ?? null;
    return inc ? has(page, 'Personne d’autre ne sera réveillé') : 'it names no file';
  });
  await step(seat, 'answered', (page) => press(page, 'main form button').then(() => has(page, 'enregistrée')));
  return inc;
}

async function telephone(seat) {
  await step(seat, 'who is on call', (page) => page.goto(`${base}/duty`).then(() => has(page, 'Première ligne')));
  await step(seat, 'the form for the telephone', (page) => press(page, 'main a[href="/duty/phone"]').then(() => at(page, /^\/duty\/phone$/)));
  await step(seat, 'without a number to call back', async (page) => {
    await answer(page, [['caller_name', 'Morin'], ['caller_org', 'Clinique des Trois Baies'], ['caller_what', 'Tout est chiffré']]);
    await press(page, 'main .form-end button');
    return wrongField(seat, 'f-caller_phone', 'caller_phone', '');
  });
  await step(seat, 'received by telephone', async (page) => {
    await answer(page, [['caller_phone', '01 99 00 00 00'], ['caller_since.d', '1'], ['caller_since.m', '11'], ['caller_since.y', '2025'],
      ['caller_since.t', '02:30']]);
    await press(page, 'main .form-end button');
    return [at(page, /^\/duty\/phone\/SIG-/), await has(page, 'SIG-')].filter(Boolean);
  });
}

async function treat(seat, inc) {
  await step(seat, 'the file', (page) => page.goto(`${base}/desk/${inc}`).then(() => has(page, inc)));
  await step(seat, 'taken', async (page) => {
    const take = page.locator('main form[action$="/take"] button');
    if (await take.count()) await press(page, 'main form[action$="/take"] button');
    return (await take.count()) ? 'it can be taken still' : null;
  });
  await step(seat, 'the qualification', (page) => page.goto(`${base}/desk/${inc}/qualify`).then(() => null));
  await step(seat, 'qualified', async (page) => {
    await answer(page, [['severity', 'GRAVE']]);
    await press(page, 'main .save-bar button');
    return [at(page, /^\/desk\/INC-[^/]*$/), await has(page, 'Grave')].filter(Boolean);
  });
}

async function handOver(seat) {
  await step(seat, 'the call, closed', async (page) => {
    await page.goto(`${base}/duty`);
    const close = page.locator('main form[action$="/close"]').first();
    await close.locator('select').selectOption('treated');
    await press(page, 'main form[action$="/close"] button');
    return has(page, 'Pris en charge');
  });
  await step(seat, 'an empty hand-over', async (page) => {
    await page.goto(`${base}/duty/handover`);
    await press(page, 'main form[action="/duty/handover"] button');
    return wrongField(seat, 'f-handover', 'handover', '');
  });
  await step(seat, 'handed over', async (page) => {
    await page.fill('[name=handover]', 'Nuit : un laboratoire chiffré, rappelé à 4 h.');
    await press(page, 'main form[action="/duty/handover"] button');
    return has(page, 'rappelé à 4 h');
  });
  await leave(seat);
}

// ---- The lead's morning ----

async function rota(seat) {
  await step(seat, 'the hand-over, taken', async (page) => {
    await page.goto(`${base}/duty/handover`);
    await press(page, 'main form[action$="/take"] button');
    return has(page, 'Nadia Ferrand');
  });
  await step(seat, 'the rota', (page) => page.goto(`${base}/duty/rota`).then(() => null));
  await step(seat, 'a watch that ends before it begins', async (page) => {
    await answer(page, [['watch_from.d', '26'], ['watch_from.m', '12'], ['watch_from.y', '2035'], ['watch_from.t', '09:00'],
      ['watch_to.d', '25'], ['watch_to.m', '12'], ['watch_to.y', '2035'], ['watch_to.t', '09:00']]);
    await press(page, 'main form[action="/duty/rota"] button');
    return (await page.locator('#errors').count()) ? null : 'no summary of errors';
  });
  await step(seat, 'Christmas, covered', async (page) => {
    await answer(page, [['watch_from.d', '24'], ['watch_to.d', '26']]);
    await press(page, 'main form[action="/duty/rota"] button');
    return at(page, /^\/duty\/rota$/);
  });
}

async function seal(seat, inc) {
  await step(seat, 'who may open the file', (page) => page.goto(`${base}/desk/${inc}/access`).then(() => has(page, 'A lu')));
  await step(seat, 'sealed without a reason', async (page) => {
    await unfold(page, 'form[action$="/access/seal"]');
    await press(page, 'main form[action$="/access/seal"] button');
    return (await page.locator('#errors').count()) ? null : 'no summary of errors';
  });
  await step(seat, 'sealed', async (page) => {
    await unfold(page, 'form[action$="/access/seal"]');
    await page.locator('main form[action$="/access/seal"] [name=reason]').fill('Un agent de l’établissement est en cause.');
    await press(page, 'main form[action$="/access/seal"] button');
    return has(page, 'Personnes nommées');
  });
  await step(seat, 'the seal, asked to be lifted', async (page) => {
    await unfold(page, 'form[action$="/access/unseal"]');
    await page.locator('main form[action$="/access/unseal"] [name=reason]').fill('L’enquête est finie.');
    await press(page, 'main form[action$="/access/unseal"] button');
    return has(page, 'attend l’accord');
  });
  await leave(seat);
}

// A sealed file to somebody who is not named: a reference, and a door for emergencies.
async function shut(browser, inc, who) {
  const seat = await sit(browser, who, PHONE);
  await enter(seat, who);
  await step(seat, 'a sealed file', async (page) => {
    const reply = await page.goto(`${base}/desk/${inc}/emergency`);
    return reply.status() === 200 ? has(page, inc) : `status ${reply.status()}`;
  });
  await leave(seat);
}

async function lifted(browser, inc) {
  const seat = await sit(browser, 'fssi', WIDE);
  await enter(seat, 'fssi');
  await step(seat, 'what waits for a second person', (page) => page.goto(`${base}/decisions`).then(() => has(page, 'Lever le scellé')));
  await step(seat, 'the question', async (page) => {
    const question = page.locator('section[aria-labelledby=open] a[href^="/decisions/"]', { hasText: inc }).first();
    await page.goto(base + (await question.getAttribute('href')));
    return has(page, 'L’enquête est finie');
  });
  await step(seat, 'lifted by two', (page) => press(page, 'main form[action$="/approve"] button').then(() => has(page, 'Accordée')));
  await leave(seat);
}

export async function night(browser) {
  const { to, link } = await woken(browser);
  const who = to === people.duty.email ? 'duty' : 'analyst';
  const seat = await sit(browser, who, PHONE);
  const inc = await answerCall(seat, link);
  await enter(seat, who);
  await telephone(seat);
  await treat(seat, inc);
  await handOver(seat);
  if (!inc) return;
  const morning = await sit(browser, 'lead', WIDE);
  await enter(morning, 'lead');
  await rota(morning);
  await seal(morning, inc);
  await shut(browser, inc, who === 'duty' ? 'analyst' : 'duty');
  await lifted(browser, inc);
}
