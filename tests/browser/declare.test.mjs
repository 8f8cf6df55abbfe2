// A visitor declares from the first page to the receipt, with script on a desk and without on a telephone; then the
// cell, the FSSI and an authority find it.
import { VARIANTS, base, end, openBrowser, pageOf, press, step } from './day.mjs';

const NEXT = 'main .form-end button[name=act][value=next]';

async function declare(browser, variant) {
  const page = await pageOf(browser, null, variant);
  let going = true;
  const on = async (name, act) => {
    if (going) going = await step(page, variant, `declare: ${name}`, act);
  };

  await on('start', async () => {
    await page.goto(`${base}/declare`);
  });
  await on('step 1', () => press(page, 'main form[action="/declare"] button'));
  await on('step 1 without a name', () => press(page, NEXT).then(async () =>
    (await page.locator('.fr-alert--error').count()) ? '' : 'no summary of errors'));
  await on('step 2', async () => {
    await page.fill('[name=org_name]', 'Centre hospitalier de Valmont');
    await press(page, NEXT);
  });
  await on('step 3', async () => {
    await page.fill('[name=reporter_last_name]', 'Laroche');
    await page.fill('[name=reporter_phone]', '0399010101');
    await press(page, NEXT);
  });
  await on('step 4', async () => {
    await page.fill('[name="detected_at.d"]', '24');
    await page.fill('[name="detected_at.m"]', '11');
    await page.fill('[name="detected_at.y"]', '2025');
    await page.fill('[name="detected_at.t"]', '08:30');
    await page.fill('[name=description]', 'Des postes sont chiffrés depuis ce matin.');
    await press(page, NEXT);
  });
  await on('step 5', () => press(page, NEXT));
  await on('step 6', () => press(page, NEXT));
  await on('summary', () => press(page, NEXT));
  await on('receipt', async () => {
    await press(page, 'main form[action$="/submit"] button');
    return new URL(page.url()).pathname.startsWith('/receipt/') ? '' : `at ${page.url()}, not at the receipt`;
  });
  await page.context().close();
}

// The first link of a list whose address fits, then pages beside it.
async function open(browser, who, from, link, beside, variant) {
  const page = await pageOf(browser, who, variant);
  let path = '';
  await step(page, variant, `${who}: ${from}, first file`, async () => {
    await page.goto(base + from);
    path = await page.locator(`main a[href^="${link}"]`).first().getAttribute('href', { timeout: 3000 });
    await page.goto(base + path);
  });
  for (const suffix of path ? beside : []) {
    await step(page, variant, `${who}: ${link}…${suffix}`, async () => {
      const reply = await page.goto(base + path + suffix);
      return reply.status() === 200 ? '' : `status ${reply.status()}`;
    });
  }
  await page.context().close();
}

const browser = await openBrowser();
for (const variant of VARIANTS) await declare(browser, variant);
for (const variant of VARIANTS) {
  await open(browser, 'analyst', '/desk', '/desk/INC-', ['/qualify', '/close'], variant);
  await open(browser, 'fssi', '/desk', '/desk/INC-', [], variant);
  await open(browser, 'fssi', '/cards', '/cards/', [], variant);
  await open(browser, 'ars-hdf', '/cards', '/cards/', [], variant);
  await open(browser, 'correspondent', '/file', '/file/SIG-', [], variant);
}
await browser.close();
end();
