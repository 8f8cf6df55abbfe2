// Two analysts at two screens: what one does is told to the other, whose page does not move; and the queue by keyboard.
import { at, base, enter, has, leave, press, sit, step } from './day.mjs';

// The gravest come first: the last is nobody else's, who declares or is woken meanwhile.
const LAST = 'table.queue tbody tr:nth-last-child(1 of :has(a.ref)) a.ref';

const boxes = (page) => page.evaluate(() => [...document.querySelectorAll('main h1, table.queue tr, table.queue a, main button')]
  .map((element) => { const { x, y, width, height } = element.getBoundingClientRect(); return [x, y, width, height].join(' '); }).join('\n'));

async function banner(seat, other) {
  await step(seat, 'an open queue', (page) => page.goto(`${base}/desk?state=open`).then(() => null));
  const before = seat.going ? await boxes(seat.page) : '';
  await step(other, 'another analyst writes in a file', async (page) => {
    await page.goto(`${base}/desk?state=open`);
    await press(page, LAST);
    await page.fill('main form[action$="/notes"] [name=text]', 'Rappel fait.');
    await press(page, 'main form[action$="/notes"] button');
  });
  await step(seat, 'the banner, and nothing moves', async (page) => {
    await page.locator('.live-on').waitFor({ timeout: 8000 });
    return [(await boxes(page)) === before ? null : 'something moved', await has(page, 'Afficher')].filter(Boolean);
  });
  await step(seat, 'the queue, drawn again when asked', async (page) => {
    await press(page, '.live-on a');
    return (await page.locator('.live-on').count()) ? 'the banner stays' : has(page, 'Modifié').then((no) => no && has(page, 'Non lu'));
  });
}

async function conflict(seat, other) {
  const open = async (page) => {
    await page.goto(`${base}/desk?state=open`);
    await press(page, LAST);
    await page.goto(`${page.url()}/qualify`);
  };
  const save = (page) => press(page, 'main .save-bar button');
  await step(seat, 'a qualification begins', (page) => open(page).then(() => null));
  await step(other, 'the same file is only given meanwhile', async (page) => {
    await page.goto(seat.page.url().replace('/qualify', ''));
    await page.fill('main form[action$="/notes"] [name=text]', 'Vu.');
    await press(page, 'main form[action$="/notes"] button');
  });
  await step(other, 'another qualifies it', async (page) => {
    await page.goto(seat.page.url());
    await page.selectOption('[name=severity]', 'GRAVE').catch(() => page.check('[name=severity][value=GRAVE]', { force: true }));
    await save(page);
    return at(page, /^\/desk\/INC-[^/]*$/);
  });
  await step(seat, 'both versions', async (page) => {
    seat.heard.length = 0;
    await page.selectOption('[name=severity]', 'MINEUR').catch(() => page.check('[name=severity][value=MINEUR]', { force: true }));
    await page.fill('[name=malware]', 'Nom tapé');
    await save(page);
    const faults = [await has(page, 'Vous'), await has(page, 'Nom tapé')].filter(Boolean);
    seat.heard = seat.heard.filter((line) => !/status of 409/.test(line));
    return faults;
  });
  await step(seat, 'chosen, and saved', async (page) => {
    await save(page);
    return has(page, 'Nom tapé');
  });
}

async function keys(seat) {
  await step(seat, 'down, down, up, ticked', async (page) => {
    await page.goto(`${base}/desk?state=open`);
    for (const key of ['j', 'j', 'k', 'x']) await page.keyboard.press(key);
    return (await page.locator('table.queue tbody tr').first().locator('[type=checkbox]').isChecked()) ? null : 'the first is not ticked';
  });
  await step(seat, 'the help, and Escape', async (page) => {
    await page.keyboard.press('?');
    const open = await page.locator('#keys[open]').count();
    await page.keyboard.press('Escape');
    return open === 1 && (await page.locator('#keys[open]').count()) === 0 ? null : 'it did not open and close';
  });
  await step(seat, 'a key that is typed is text', async (page) => {
    await page.keyboard.press('/');
    await page.keyboard.type('x?jo');
    return (await page.inputValue('.filters [name=q]')) === 'x?jo' ? null : 'the text was taken as keys';
  });
  await step(seat, 'turned off', async (page) => {
    await page.goto(`${base}/preferences?back=/desk`);
    await page.check('#f-shortcuts-off', { force: true });
    await press(page, 'main form button');
    await page.goto(`${base}/desk?state=open`);
    await page.keyboard.press('j');
    return (await page.evaluate(() => document.activeElement.tagName)) === 'BODY' ? null : 'keys still act';
  });
}

export async function queue(browser) {
  const variant = { width: 1366, scheme: 'dark', script: true };
  const seat = await sit(browser, 'duty', variant);
  const other = await sit(browser, 'lead', { ...variant, scheme: 'light' });
  await enter(seat, 'duty');
  await enter(other, 'lead');
  await banner(seat, other);
  await conflict(seat, other);
  await keys(seat);
  await leave(other);
  await leave(seat);
}
