// A declarant: six steps with one wrong value in each, in two browsers, then the file.
import { answer } from './places.mjs';
import { base, at, has, leave, onPaper, path, press, sit, step, unfold, wrongField } from './day.mjs';
import { variantName } from './lib.mjs';

const NEXT = 'main .form-end button[name=act][value=next]';
const SAVE = 'main .form-end button[name=act][value=save]';

// What is typed wrong in each step, where its message must be, then what is right.
const STEPS = [
  { name: 'finess_site', wrong: '12', right: '' },
  { name: 'reporter_email', wrong: 'pas une adresse', right: 'ines.laroche@demo.vigie.example',
    beside: [['reporter_last_name', 'Laroche'], ['reporter_phone', '03 99 01 01 20']] },
  { name: 'detected_at.m', wrong: '13', right: '11',
    beside: [['detected_at.d', '23'], ['detected_at.y', '2025'], ['detected_at.t', '08:30'],
      ['title', 'Serveurs chiffrés'], ['description', 'Les fichiers partagés ne s’ouvrent plus depuis 3 h.'],
      ['care_state', 'EN_COURS_INVESTIGATION'], ['systems', 'fichiers']] },
  { name: 'patients_diverted', wrong: 'beaucoup', right: '3',
    beside: [['impact_functioning', 'interruption'], ['impact_persons', 'averee'], ['impact_data', 'indisponibilite'],
      ['impact_patient_data', 'oui'], ['impact_territory', 'oui']] },
  { name: 'indicators', wrong: 'x'.repeat(10001), right: '198.51.100.23',
    beside: [['origin', 'malveillante'], ['category', 'RANCONGICIEL']] },
  { name: 'complaint_at.d', wrong: '42', right: '23',
    beside: [['support_asked', 'oui'], ['support_kinds', 'conseils_techniques'],
      ['complaint_at.m', '11'], ['complaint_at.y', '2025']] },
];

async function oneStep(seat, number, orgName) {
  const { name, wrong, right, beside = [] } = STEPS[number - 1];
  const id = `f-${name.replace('.', '-')}`;
  await step(seat, `step ${number}, a wrong value`, async (page) => {
    await unfold(page, `[name="${name}"]`);
    await answer(page, beside);
    await answer(page, [[name, wrong]]);
    await press(page, NEXT);
    return wrongField(seat, id, name, wrong);
  });
  if (number === 1) await lookUp(seat, orgName);
  if (seat.going) {
    await unfold(seat.page, `[name="${name}"]`);
    await answer(seat.page, [[name, right]]);
  }
}

async function lookUp(seat, orgName) {
  await step(seat, 'step 1, the structure is looked up', async (page) => {
    await answer(page, [['finess_site', ''], ['q', 'valmont']]);
    await press(page, 'main button[name=act][value=search]');
    return (await page.locator('main button[name=pick]').count()) > 0 ? null : 'nothing is found';
  });
  await step(seat, 'step 1, it is picked', async (page) => {
    await press(page, 'main button[name=pick]');
    const name = await page.inputValue('[name=org_name]');
    await page.fill('[name=org_name]', orgName);
    return name.includes('VALMONT') ? null : `picked "${name}"`;
  });
}

// The second browser opens the draft by its reference and its secret, and goes on from there.
async function resume(browser, seat) {
  let codes;
  await step(seat, 'save and leave', async (page) => {
    await press(page, SAVE);
    codes = await page.locator('main dd.ref').allInnerTexts();
    return at(page, /\/saved$/);
  });
  if (!seat.going) return seat;
  await leave(seat);
  const other = await sit(browser, 'declarant', seat.variant);
  other.n = seat.n;
  await step(other, 'resume with a wrong secret', async (page) => {
    await page.goto(`${base}/declare/resume`);
    await answer(page, [['reference', codes[0]], ['secret', 'AAAA-BBBB-CCCC']]);
    await press(page, 'main form[action="/declare/resume"] button');
    const kept = await page.inputValue('[name=reference]');
    return [kept === codes[0] ? null : 'the reference is lost', await has(page, 'n’est pas le bon')].filter(Boolean);
  });
  await step(other, 'resume', async (page) => {
    await answer(page, [['secret', codes[1]]]);
    await press(page, 'main form[action="/declare/resume"] button');
    return (await page.locator('[name=origin][value=malveillante]').isChecked()) ? at(page, /\/5$/) : 'an answer is lost';
  });
  return other;
}

// {seat, file, orgName}: the seat is left at the file.
export async function declare(browser, variant) {
  const orgName = `Centre hospitalier de Valmont ${variantName(variant)}`;
  let seat = await sit(browser, 'declarant', variant);
  await step(seat, 'home', (page) => page.goto(`${base}/`).then(() => null));
  await step(seat, 'what it takes', (page) => press(page, 'main a[href="/declare"]').then(() => at(page, /^\/declare$/)));
  await step(seat, 'step 1', (page) => press(page, 'main form[action="/declare"] button').then(() => at(page, /\/1$/)));
  for (let number = 1; number <= 4; number++) {
    await oneStep(seat, number, orgName);
    await step(seat, `step ${number + 1}`, (page) => press(page, NEXT).then(() => at(page, new RegExp(`/${number + 1}$`))));
  }
  await oneStep(seat, 5);
  seat = await resume(browser, seat);
  await step(seat, 'step 6', (page) => press(page, NEXT).then(() => at(page, /\/6$/)));
  await oneStep(seat, 6);
  await step(seat, 'a file', async (page) => {
    await page.setInputFiles('main input[type=file]', { name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('rançon') });
    await press(page, NEXT);
    return [at(page, /\/summary$/), await has(page, 'note.txt'), await has(page, orgName)].filter(Boolean);
  });
  let file;
  await step(seat, 'receipt', async (page) => {
    await press(page, 'main form[action$="/submit"] button');
    file = path(page).replace('/receipt/', '/file/');
    return [at(page, /^\/receipt\/SIG-/), ...await onPaper(seat, 1, [file.split('/')[2], orgName])].filter(Boolean);
  });
  await step(seat, 'the file', (page) => press(page, 'main a[href^="/file/"]').then(() => at(page, /^\/file\/SIG-/)));
  return { seat, file, orgName };
}

export async function complement({ seat, file }) {
  await step(seat, 'a complement', (page) => press(page, `main a[href="${file}/complete/3"]`).then(() => at(page, /\/3$/)));
  await step(seat, 'a complement, a wrong value', async (page) => {
    await unfold(page, '[name=n_workstations]');
    await answer(page, [['n_workstations', 'tous']]);
    await press(page, NEXT);
    return wrongField(seat, 'f-n_workstations', 'n_workstations', 'tous');
  });
  await step(seat, 'a complement is kept', async (page) => {
    await answer(page, [['n_workstations', '40']]);
    await press(page, SAVE);
    return at(page, /^\/file\//);
  });
  await step(seat, 'an empty message', async (page) => {
    await page.goto(base + file);
    await press(page, 'main form[action$="/message"] button');
    return wrongField(seat, 'f-message', 'message', '');
  });
  await step(seat, 'a message', async (page) => {
    await page.fill('[name=message]', 'Les sauvegardes hors ligne sont intactes.');
    await press(page, 'main form[action$="/message"] button');
    return has(page, 'hors ligne sont intactes');
  });
}

// When the cell has sent a card.
export async function follow({ seat, file }) {
  await step(seat, 'a card came', async (page) => {
    await page.goto(base + file);
    await press(page, 'main form[action$="/read"] button');
  });
  await step(seat, 'a step is ticked', async (page) => {
    const before = await page.locator('main progress').first().getAttribute('value');
    await press(page, 'main details[open] form[action*="/steps/"] button');
    const after = await page.locator('main progress').first().getAttribute('value');
    return Number(after) === Number(before) + 1 ? null : `${before} steps, then ${after}`;
  });
  await step(seat, 'the state', (page) => page.goto(`${base}${file}/state`).then(() => null));
  await step(seat, 'versions', (page) => page.goto(`${base}${file}/versions/2`).then(() => null));
  await step(seat, 'the card, on paper', async (page) => {
    await page.goto(base + file);
    await press(page, 'main a[href^="/reflex-cards/"]');
    return onPaper(seat, 6, ['TLP:']);
  });
  await leave(seat);
}
