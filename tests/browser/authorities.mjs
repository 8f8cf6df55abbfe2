// Those who are told: the FSSI sees files and cards, an agency its cards alone.
import { at, base, enter, has, leave, onPaper, press, sit, step } from './day.mjs';

async function openCard(seat) {
  await step(seat, 'cards', (page) => page.goto(`${base}/cards`).then(() => null));
  await step(seat, 'a card', (page) => press(page, 'main tr:has(.late) a[href^="/cards/"]').then(() => at(page, /^\/cards\/FIC-/)));
  await step(seat, 'a card, on paper', () => onPaper(seat, 1, ['TLP:']));
}

async function acknowledge(seat) {
  await step(seat, 'acknowledged', async (page) => {
    await page.fill('[name=reply]', 'Reçu, nous appelons l’établissement.');
    await press(page, 'main form[action$="/acknowledge"] button');
    return has(page, 'nous appelons');
  });
}

export async function fssi(browser, variant, desk) {
  const seat = await sit(browser, 'fssi', variant);
  await enter(seat, 'fssi');
  await openCard(seat);
  await acknowledge(seat);
  await step(seat, 'a file', async (page) => {
    await page.goto(base + desk);
    return (await page.locator('main form[action$="/close"]').count()) ? 'may close' : null;
  });
  await leave(seat);
}

export async function agency(browser, variant, desk) {
  const seat = await sit(browser, 'ars-hdf', variant);
  await enter(seat, 'ars-hdf');
  await openCard(seat);
  await acknowledge(seat);
  await step(seat, 'a file is refused', async (page) => {
    const reply = await page.goto(base + desk);
    return reply.status() === 403 ? null : `status ${reply.status()}`;
  });
  await leave(seat);
}
