// The cell: an analyst treats a file from the queue to its end; the lead opens it again.
import { answer, tick } from './places.mjs';
import { at, base, enter, has, leave, path, press, sit, step, unfold, wrongField } from './day.mjs';

async function find(seat, orgName) {
  await step(seat, 'the queue', (page) => page.goto(`${base}/desk`).then(() => null));
  await step(seat, 'the queue, filtered to nothing', async (page) => {
    await unfold(page, '[name=q]');
    await answer(page, [['q', 'introuvable'], ['region', '32']]);
    await press(page, 'main .filters button');
    return (await page.locator('main table').count()) ? 'rows are left' : null;
  });
  await step(seat, 'the queue, filtered', async (page) => {
    await answer(page, [['q', orgName]]);
    await press(page, 'main .filters button');
    return (await page.locator('main table.queue tbody tr').count()) === 1 ? null : 'not one row';
  });
  await step(seat, 'the file', (page) => press(page, 'main tbody a').then(() => has(page, orgName)));
}

async function qualify(seat, desk) {
  await step(seat, 'the qualification', async (page) => {
    await page.goto(`${base}${desk}/qualify`);
    const pairs = await page.locator('.qualify-row:has([name=category]) .qualify-declared').innerText();
    return pairs.includes('Rançongiciel') ? null : `beside the nature: "${pairs}"`;
  });
  await step(seat, 'the qualification, without a reason', async (page) => {
    await unfold(page, '[name=overridden]');
    await tick(page, '[name=overridden]');
    await press(page, 'main .save-bar button');
    return wrongField(seat, 'f-override_reason', 'override_reason', '');
  });
  await step(seat, 'qualified', async (page) => {
    await page.fill('[name=override_reason]', 'Décision de la cellule');
    await answer(page, [['severity', 'SIGNIFICATIF'], ['exfiltration', 'suspectee']]);
    await press(page, 'main .save-bar button');
    return [at(page, /^\/desk\/INC-[^/]*$/), await has(page, 'Significatif')].filter(Boolean);
  });
}

async function alerts(seat) {
  await step(seat, 'an alert is confirmed', async (page) => {
    const before = await page.locator('.proposal').count();
    await press(page, '.proposal form[action$="/confirm"] button');
    return (await page.locator('.proposal').count()) === before - 1 ? null : 'it is proposed still';
  });
  await step(seat, 'another is declined', async (page) => {
    if (!(await page.locator('.proposal').count())) return null;
    await unfold(page, 'form[action$="/decline"]');
    await page.locator('.proposal [name=reason]').first().fill('Déjà prévenus par téléphone');
    await press(page, '.proposal form[action$="/decline"] button');
  });
}

async function treat(seat, desk) {
  await step(seat, 'the cards to send', (page) => page.goto(`${base}${desk}/advise`).then(() => null));
  await step(seat, 'a card is sent', async (page) => {
    await tick(page, '[name=card]');
    await page.fill('[name=advice]', 'Commencez par l’étape 1.');
    await press(page, 'main form[action$="/advise"] button');
    return at(page, /^\/desk\/INC-/);
  });
  await step(seat, 'an empty note', async (page) => {
    await page.goto(base + desk);
    await press(page, 'main form[action$="/notes"] button');
    return wrongField(seat, 'f-text', 'text', '');
  });
  for (const [kind, visibility, text] of [['note', 'interne', 'Note de veille.'], ['message', 'structure', 'Nous vous rappelons à 11 h.']]) {
    await step(seat, `a ${kind}`, async (page) => {
      await answer(page, [['log_kind', kind], ['visibility', visibility], ['text', text]]);
      await press(page, 'main form[action$="/notes"] button');
      return has(page, text);
    });
  }
  await step(seat, 'support is given', (page) => press(page, 'main form[action$="/support"] button').then(() => at(page, /^\/desk\/INC-/)));
}

export async function analyst(browser, variant, who, orgName) {
  const seat = await sit(browser, who, variant);
  await enter(seat, who);
  await find(seat, orgName);
  const desk = path(seat.page);
  await step(seat, 'it is taken', (page) => press(page, 'main form[action$="/take"] button').then(() => at(page, /^\/desk\/INC-/)));
  await alerts(seat);
  await qualify(seat, desk);
  await treat(seat, desk);
  return { seat, desk };
}

export async function close({ seat, desk }) {
  await step(seat, 'closing', (page) => page.goto(`${base}${desk}/close`).then(() => null));
  await step(seat, 'closing, without a report', async (page) => {
    await press(page, 'main form[action$="/close"] button');
    return (await page.locator('#errors').count()) ? null : 'no summary of errors';
  });
  await step(seat, 'closed', async (page) => {
    await answer(page, [['close_reason', 'resolu'], ['closing_report', 'Restauré depuis les bandes.']]);
    await press(page, 'main form[action$="/close"] button');
    return at(page, /^\/desk\/INC-[^/]*$/);
  });
  await leave(seat);
}

// What the FSSI asks expressly: answered with a date, then a plan of remediation.
export async function plan(seat, demand) {
  await step(seat, 'an express demand', (page) => page.goto(base + demand).then(() => has(page, 'Deux personnes sur place')));
  await step(seat, 'planned, without a date', async (page) => {
    await unfold(page, 'form[action$="/answer"]');
    await answer(page, [['demand_answer_state', 'planned'], ['demand_answer', 'Deux personnes partent demain.']]);
    await press(page, 'main form[action$="/answer"] button');
    return (await page.locator('#errors').count()) ? null : 'no summary of errors';
  });
  await step(seat, 'planned', async (page) => {
    await answer(page, [['demand_answer_state', 'planned'], ['demand_planned.d', '1'], ['demand_planned.m', '12'], ['demand_planned.y', '2035'],
      ['demand_planned.t', '09:00']]);
    await press(page, 'main form[action$="/answer"] button');
    return has(page, 'Deux personnes partent demain');
  });
  await step(seat, 'a step of the plan', async (page) => {
    await unfold(page, '[name=step_what]');
    await answer(page, [['step_what', 'Reconstruire l’annuaire'], ['step_owner', 'DSI du centre hospitalier']]);
    await press(page, 'main form:has([name=step_what]) button');
    return has(page, 'Reconstruire l’annuaire');
  });
}

// A significant or major file is closed by two: the question leads to its page, where nothing was asked it is closed already.
async function approve(page, desk) {
  const question = page.locator('section[aria-labelledby=open] a[href^="/decisions/"]', { hasText: desk.split('/').pop() }).first();
  if (!(await question.count())) return null;
  await page.goto(base + (await question.getAttribute('href')));
  await press(page, 'main form[action$="/approve"] button');
  return has(page, 'Accordée');
}

export async function lead(browser, variant, desks) {
  const seat = await sit(browser, 'lead', variant);
  await enter(seat, 'lead');
  await step(seat, 'what is closed', (page) => page.goto(`${base}/desk?state=closed&sort=received`).then(() => null));
  for (const desk of desks) {
    await step(seat, 'what was asked of a second person', (page) => page.goto(`${base}/decisions`).then(() => null));
    await step(seat, 'the closing, approved', (page) => approve(page, desk));
    await step(seat, `${desk}`, (page) => page.goto(base + desk).then(() => null));
    await step(seat, 'opened again', async (page) => {
      await page.fill('#reopen-reason', 'Rechute signalée par la structure');
      await press(page, 'main form[action$="/reopen"] button');
      return (await page.locator('main form[action$="/reopen"]').count()) ? 'it is closed still' : null;
    });
  }
  await leave(seat);
}
