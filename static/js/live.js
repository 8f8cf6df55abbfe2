// <p class="live" data-live="/desk/new?drawn=…" data-stream="/desk/live" data-kind="desk" data-new-one="1 nouveau dossier"
//    data-new-many="{n} nouveaux dossiers" …><span role="status"></span> <a href hidden>Afficher</a></p>
// A stream of server-sent events says that something moved; the page asks what ({"n": 2, "changed": 1}) and says so.
// The list never moves under the reader: it is drawn again by the link alone. A hidden page holds no stream. Where
// streams are refused or cut off, the page asks every 30 s.
const PERIOD = 30000;

const count = (one, many, n) => (n === 1 ? one : many.replace('{n}', n));

function words({ newOne, newMany, changedOne, changedMany, alsoOne, alsoMany }, n, changed) {
  if (!n) return changed ? count(changedOne, changedMany, changed) : '';
  const came = count(newOne, newMany, n);
  return changed ? `${came}, ${count(alsoOne, alsoMany, changed)}` : came;
}

async function ask(place) {
  if (document.hidden) return;
  const reply = await fetch(place.dataset.live, { headers: { accept: 'application/json' } });
  if (!reply.ok) return;
  const { n, changed } = await reply.json();
  const text = words(place.dataset, n, changed);
  const [status, link] = place.children;
  if (!text || status.textContent === text) return;
  status.textContent = text;
  link.href = location.href;
  link.hidden = false;
  place.classList.add('live-on');
}

function follow(place) {
  const now = () => ask(place).catch(() => {});
  let stream = null;
  let timer = 0;
  const poll = () => { timer ||= setInterval(now, PERIOD); };
  const close = () => { stream?.close(); stream = null; };
  const open = () => {
    if (stream || timer || document.hidden) return;
    if (!window.EventSource || !place.dataset.stream) { poll(); return; }
    stream = new EventSource(place.dataset.stream);
    stream.addEventListener('open', now);
    stream.addEventListener(place.dataset.kind, now);
    stream.addEventListener('error', () => { if (stream?.readyState === EventSource.CLOSED) { close(); poll(); } });
  };
  document.addEventListener('visibilitychange', () => { if (document.hidden) close(); else open(); });
  addEventListener('pagehide', close);
  addEventListener('pageshow', open);
  open();
}

export function live() {
  document.querySelectorAll('[data-live]').forEach(follow);
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
