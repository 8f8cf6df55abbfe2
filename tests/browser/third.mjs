// A vendor is asked: the structure says what it may be told, the vendor answers without an account, the file waits meanwhile.
import { answer, declared, mailTo, tick } from './places.mjs';
import { at, base, enter, has, leave, path, press, sit, step, wrongField } from './day.mjs';

const WIDE = { width: 1366, scheme: 'light', script: true };
const PHONE = { width: 390, scheme: 'light', script: true };
const VENDOR = `astreinte-${process.pid}@lysogiciel.example`;

async function directory(seat) {
  await step(seat, 'vendors', (page) => page.goto(`${base}/providers`).then(() => null));
  await step(seat, 'a vendor without a name', async (page) => {
    await press(page, 'main form[action="/providers"] button');
    return wrongField(seat, 'f-vendor_name', 'vendor_name', '');
  });
  await step(seat, 'a vendor', async (page) => {
    await answer(page, [['vendor_name', 'Lysogiciel'], ['vendor_kind', 'editeur'], ['vendor_product', 'BioLIS 9'], ['vendor_email', VENDOR],
      ['vendor_phone_247', '01 99 00 00 01']]);
    await press(page, 'main form[action="/providers"] button');
    return [at(page, /^\/providers\/\d+$/), await has(page, 'BioLIS 9')].filter(Boolean);
  });
  return path(seat.page).split('/').pop();
}

async function ask(seat, sig, vendor) {
  let place = null;
  await step(seat, 'the file’s third parties', (page) => page.goto(`${base}/desk/${sig}/providers`).then(() => null));
  await step(seat, 'a question', async (page) => {
    await answer(page, [['int_vendor', vendor], ['int_question', 'D’où vient l’erreur E-42 ?']]);
    await press(page, 'main form[action$="/providers"] button');
    place = path(page);
    return [at(page, /^\/desk\/INC-[^/]*\/providers\/INT-/), await has(page, 'E-42')].filter(Boolean);
  });
  return place;
}

async function consent(browser, { state, places }, int) {
  const seat = await sit(browser, 'reporter', PHONE, state);
  await step(seat, 'what a third party may know', (page) => page.goto(`${base}${places.file}/providers/${int}`).then(() => has(page, 'Que peut-on dire')));
  await step(seat, 'consented', async (page) => {
    await tick(page, 'main [name=told_fields][value=systems]');
    await press(page, 'main form[action$="/consent"] button');
    return at(page, /^\/file\/SIG-[^/]*\/providers\//);
  });
  await leave(seat);
}

async function send(seat, place) {
  await step(seat, 'the letter as it will be read', (page) => page.goto(base + place).then(() => has(page, 'E-42')));
  await step(seat, 'sent; the clock runs', async (page) => {
    await press(page, 'main form[action$="/send"] button');
    return has(page, 'En attente de réponse');
  });
}

async function reply(browser) {
  const { link } = await mailTo([VENDOR], 'answer');
  const seat = await sit(browser, 'third', PHONE);
  await step(seat, 'the letter, without an account', (page) => page.goto(base + link).then(() => has(page, 'E-42')));
  await step(seat, 'an empty answer', async (page) => {
    await press(page, 'main form[action^="/answer/"] button');
    return wrongField(seat, 'f-answer_text', 'answer_text', '');
  });
  await step(seat, 'answered', async (page) => {
    await page.fill('[name=answer_text]', 'Le correctif 9.2 est prêt.');
    await press(page, 'main form[action^="/answer/"] button');
    return null;
  });
  await leave(seat);
}

export async function third(browser) {
  const visitor = await declared(browser, base, 'reporter');
  const seat = await sit(browser, 'analyst', WIDE);
  await enter(seat, 'analyst');
  const vendor = await directory(seat);
  const sig = visitor.places.file.split('/').pop();
  await step(seat, 'the file, qualified', async (page) => {
    await page.goto(`${base}/desk/${sig}/qualify`);
    await answer(page, [['severity', 'GRAVE']]);
    await press(page, 'main .save-bar button');
    return at(page, /^\/desk\/INC-[^/]*$/);
  });
  const place = await ask(seat, sig, vendor);
  if (seat.going) {
    await consent(browser, visitor, place.split('/').pop());
    await send(seat, place);
    await reply(browser);
    await step(seat, 'its answer, and how long it took', (page) => page.goto(base + place).then(() => has(page, 'correctif 9.2')));
    await step(seat, 'who waits for whom', (page) => page.goto(`${base}/providers`).then(() => has(page, 'Lysogiciel')));
  }
  await leave(seat);
}
