// Without a mouse, and with a large zoom.
import { at, base, leave, press, sit, step } from './day.mjs';
import { checkNarrow } from './lib.mjs';

const focused = (page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.getAttribute('href'));

// Every control of the form in the order of the page; of a group of radio buttons one is reached.
async function tabOrder(page) {
  const wanted = await page.evaluate(() => [...document.querySelectorAll('main form input, main form select, main form button, main form summary')]
    .filter((element) => element.checkVisibility() && element.tabIndex >= 0 && element.type !== 'hidden')
    .map((element) => { element.dataset.order ??= '1'; return element.id || element.value || element.textContent.trim(); }));
  const got = [];
  await page.locator('main form input:visible').first().focus();
  for (let i = 0; i < wanted.length; i++) {
    got.push(await page.evaluate(() => document.activeElement.id || document.activeElement.value || document.activeElement.textContent.trim()));
    await page.keyboard.press('Tab');
  }
  const first = wanted.findIndex((one, i) => one !== got[i]);
  return first < 0 ? null : `after ${got[first - 1]} comes ${got[first]}, not ${wanted[first]}`;
}

export async function keyboard(browser) {
  const seat = await sit(browser, 'keyboard', { width: 1366, scheme: 'light', script: true });
  await step(seat, 'the skip link', async (page) => {
    await page.goto(`${base}/declare`);
    await page.keyboard.press('Tab');
    const first = await focused(page);
    await page.keyboard.press('Enter');
    const then = await focused(page);
    return first === '#content' && then === 'content' ? null : `first ${first}, then ${then}`;
  });
  await step(seat, 'the order of a step', async (page) => {
    await press(page, 'main form[action="/declare"] button');
    return tabOrder(page);
  });
  await step(seat, 'Enter goes on', async (page) => {
    await page.goto(page.url());
    await page.fill('[name=org_name]', 'Clinique du Clavier');
    await page.locator('[name=org_name]').focus();
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
    return at(page, /\/2$/);
  });
  await step(seat, 'a zoom of 200 and of 400 %', async (page) => {
    const faults = [];
    for (const address of ['/', '/declare', page.url().replace(base, ''), '/reflex-cards', '/structures?q=valmont']) {
      await page.goto(base + address);
      for (const width of [683, 320]) faults.push(...await checkNarrow(page, width));
    }
    return faults;
  });
  await leave(seat);

  const phone = await sit(browser, 'keyboard', { width: 390, scheme: 'light', script: true });
  await step(phone, 'Escape closes the menu', async (page) => {
    await page.goto(`${base}/`);
    await page.locator('html[data-fr-js]').waitFor({ state: 'attached' });
    await page.locator('#btn-menu').focus();
    await page.keyboard.press('Enter');
    await page.locator('#menu-modal.fr-modal--opened').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('#menu-modal:not(.fr-modal--opened)').waitFor({ state: 'attached' });
    await page.waitForTimeout(300);
    const now = await focused(page);
    return now === 'btn-menu' ? null : `the focus is at "${now}"`;
  });
  await leave(phone);
}
