// An administrator invites; the newcomer follows the mailed link, enrols an authenticator and keeps recovery codes.
import { answer, mailedLink } from './places.mjs';
import { at, base, enter, leave, press, sit, step, wrongField } from './day.mjs';
import { totp, variantName } from './lib.mjs';

const PASSWORD = 'trois chevaux sous la pluie';

async function newcomer(browser, variant, email) {
  const seat = await sit(browser, 'newcomer', variant);
  let key;
  let codes = [];
  await step(seat, 'the mailed link', async (page) => {
    await page.goto(base + await mailedLink(email, 'welcome'));
  });
  await step(seat, 'a short password', async (page) => {
    await answer(page, [['new_password', 'court'], ['new_password_again', 'court']]);
    await press(page, 'main form button[type=submit]');
    return wrongField(seat, 'f-new_password', 'new_password', '');
  });
  await step(seat, 'a good password', async (page) => {
    await answer(page, [['new_password', PASSWORD], ['new_password_again', PASSWORD]]);
    await press(page, 'main form button[type=submit]');
    key = await page.locator('main .code').first().innerText();
    return [at(page, /\/code$/), await page.locator('main svg').count() ? null : 'nothing to scan'].filter(Boolean);
  });
  await step(seat, 'a wrong code', async (page) => {
    await page.fill('[name=first_code]', '000000');
    await press(page, 'main form button[type=submit]');
    return (await page.locator('#errors').count()) ? null : 'no summary of errors';
  });
  await step(seat, 'the code', async (page) => {
    await page.fill('[name=first_code]', totp(key));
    await press(page, 'main form button[type=submit]');
    codes = await page.locator('main .code').allInnerTexts();
    return codes.length === 10 ? null : `${codes.length} recovery codes`;
  });
  await step(seat, 'in', (page) => press(page, 'main .actions a').then(() => null));
  await step(seat, 'out', (page) => press(page, 'header form[action="/sign-out"] button').then(() => null));
  await step(seat, 'in by a recovery code', async (page) => {
    await page.goto(`${base}/sign-in`);
    await answer(page, [['email', email], ['password', PASSWORD]]);
    await press(page, 'main form[action="/sign-in"] button');
    await page.fill('[name=code]', codes[0]);
    await press(page, 'main form[action="/sign-in/code"] button');
  });
  await step(seat, 'own account', (page) => page.goto(`${base}/account`).then(() => null));
  await leave(seat);
}

export async function administrator(browser, list) {
  const seat = await sit(browser, 'admin', list[0]);
  const emails = list.map((variant) => `nouvelle-${variantName(variant)}@demo.vigie.example`);
  await enter(seat, 'admin');
  await step(seat, 'accounts', (page) => page.goto(`${base}/accounts`).then(() => null));
  await step(seat, 'an invitation without an address', async (page) => {
    await page.goto(`${base}/accounts/new`);
    await answer(page, [['invite_name', 'Nour Benali'], ['invite_email', 'nour'], ['invite_role', 'analyst']]);
    await press(page, 'main form[action="/accounts"] button');
    return wrongField(seat, 'f-invite_email', 'invite_email', 'nour');
  });
  for (const email of emails) {
    await step(seat, 'invited', async (page) => {
      await page.goto(`${base}/accounts/new`);
      await answer(page, [['invite_name', 'Nour Benali'], ['invite_email', email], ['invite_role', 'analyst']]);
      await press(page, 'main form[action="/accounts"] button');
      return at(page, /^\/accounts\/\d+$/);
    });
  }
  await leave(seat);
  for (const [i, variant] of list.entries()) await newcomer(browser, variant, emails[i]);
}
