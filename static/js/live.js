// <p class="live" role="status" data-live="/desk/queue/count?since=…" data-one="1 nouveau dossier"
//    data-many="{n} nouveaux dossiers" data-refresh="Actualiser"></p>
// Asks every 30 s how many files came ({"n": 3}) and says so; the list itself never moves under the reader.
const PERIOD = 30000;

function say(place, count) {
  const { one, many, refresh } = place.dataset;
  const link = document.createElement('a');
  link.href = location.href;
  link.textContent = refresh;
  place.replaceChildren((count === 1 ? one : many.replace('{n}', count)) + ' — ', link);
}

async function ask(place) {
  if (document.hidden) return;
  const reply = await fetch(place.dataset.live, { headers: { accept: 'application/json' } });
  if (!reply.ok) return;
  const { n } = await reply.json();
  if (n > 0 && n !== place.count) say(place, place.count = n);
}

export function live() {
  for (const place of document.querySelectorAll('[data-live]')) {
    setInterval(() => ask(place).catch(() => {}), PERIOD);
  }
}

// <time data-sla="2026-11-24T10:00:00Z" data-left="{t}" data-late="En retard de {t}">: the text follows the clock.
// The server's clock counts: <html data-now="…"> says what it was when the page was made.
function span(minutes) {
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor(minutes / 60) % 24;
  if (days) return `${days} j ${hours} h`;
  return hours ? `${hours} h ${String(minutes % 60).padStart(2, '0')}` : `${minutes} min`;
}

export function clocks() {
  const times = document.querySelectorAll('time[data-sla]');
  const now = document.documentElement.dataset.now;
  if (!times.length) return;
  const offset = now ? Date.parse(now) - Date.now() : 0;
  const show = () => {
    for (const time of times) {
      const minutes = Math.round((Date.parse(time.dataset.sla) - Date.now() - offset) / 60000);
      const pattern = minutes < 0 ? time.dataset.late : time.dataset.left;
      time.textContent = pattern.replace('{t}', span(Math.abs(minutes)));
      time.classList.toggle('late', minutes < 0);
    }
  };
  show();
  setInterval(show, PERIOD);
}
