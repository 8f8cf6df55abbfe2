// Those who are told: the FSSI sees files and cards and decides on a crisis, an agency and CORRUSS their cards alone.
import { tick } from './places.mjs';
import { at, base, enter, has, leave, onPaper, path, press, sit, step, unfold } from './day.mjs';

// The FSSI is told more than the others: its card may take a second sheet.
async function openCard(seat, sheets = 1) {
  await step(seat, 'cards', (page) => page.goto(`${base}/cards`).then(() => null));
  await step(seat, 'a card', (page) => press(page, 'main tr:has(.late) a[href^="/cards/"]').then(() => at(page, /^\/cards\/FIC-/)));
  await step(seat, 'a card, on paper', () => onPaper(seat, sheets, ['TLP:']));
}

async function acknowledge(seat) {
  await step(seat, 'acknowledged', async (page) => {
    await page.fill('[name=reply]', 'Reçu, nous appelons l’établissement.');
    await press(page, 'main form[action$="/acknowledge"] button');
    return has(page, 'nous appelons');
  });
}

// plan: what the cell does about an express demand, meanwhile.
export async function fssi(browser, variant, desk, plan) {
  const seat = await sit(browser, 'fssi', variant);
  await enter(seat, 'fssi');
  await openCard(seat, 2);
  await acknowledge(seat);
  await step(seat, 'a file', async (page) => {
    await page.goto(base + desk);
    return (await page.locator('main form[action$="/close"]').count()) ? 'may close' : null;
  });
  await step(seat, 'all files', (page) => page.goto(`${base}/fssi`).then(() => has(page, 'Demandes expresses')));
  await step(seat, 'a crisis', async (page) => {
    await page.goto(`${base}${desk}/fssi`);
    await tick(page, 'main [name=crisis_value][value=oui]');
    await page.fill('[name=crisis_motive]', 'Les soins sont arrêtés : je pilote.');
    await press(page, 'main form[action$="/crisis"] button');
    return has(page, 'je pilote');
  });
  await step(seat, 'an express demand', async (page) => {
    await page.locator('main details.fold > summary').first().click();
    await tick(page, 'main [name=demand_kind][value=on_site]');
    await page.fill('[name=demand_scope]', 'Deux personnes sur place demain.');
    await press(page, 'main form[action$="/demands"] button');
    return has(page, 'Deux personnes sur place');
  });
  await step(seat, 'the demand', async (page) => {
    await press(page, 'main a[href*="/fssi/DEX-"]');
    return has(page, 'Plan de remédiation');
  });
  if (seat.going) await plan(path(seat.page));
  await step(seat, 'the plan of the cell', (page) => page.reload().then(() => has(page, 'Reconstruire l’annuaire')));
  await step(seat, 'the demand, closed', async (page) => {
    await unfold(page, 'form[action$="/close"]');
    await page.fill('[name=demand_closing]', 'Plan suivi par l’agence.');
    await press(page, 'main form[action$="/close"] button');
    return has(page, 'Plan suivi par l’agence');
  });
  await leave(seat);
}

export async function agency(browser, variant, desk) {
  const seat = await sit(browser, 'ars-hdf', variant);
  await enter(seat, 'ars-hdf');
  await openCard(seat);
  await acknowledge(seat);
  await step(seat, 'what it knows of its territory', async (page) => {
    await page.locator('main details.fold > summary').first().click();
    await page.selectOption('[name=return_kind]', 'territorial_impact');
    await tick(page, 'main [name=territory][value=oui]');
    await page.fill('[name=return_text]', 'Deux maternités saturées.');
    await press(page, 'main form[action$="/messages"] button');
    return has(page, 'Deux maternités saturées');
  });
  await step(seat, 'a file is refused', async (page) => {
    const reply = await page.goto(base + desk);
    return reply.status() === 403 ? null : `status ${reply.status()}`;
  });
  await leave(seat);
}

export async function corruss(browser, variant, desk) {
  const seat = await sit(browser, 'corruss', variant);
  await enter(seat, 'corruss');
  await openCard(seat);
  await acknowledge(seat);
  await step(seat, 'a sanitary measure', async (page) => {
    await page.locator('main details.fold > summary').first().click();
    await page.selectOption('[name=return_kind]', 'sanitary_measure');
    await page.fill('[name=return_text]', 'Urgences réorientées.');
    await press(page, 'main form[action$="/messages"] button');
    return has(page, 'Urgences réorientées');
  });
  await step(seat, 'a file is refused', async (page) => {
    const reply = await page.goto(base + desk);
    return reply.status() === 403 ? null : `status ${reply.status()}`;
  });
  await leave(seat);
}
