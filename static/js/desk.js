// <button data-copy="INC-2026-000001" data-copied="Copié" hidden>: shown by this script, since it alone can copy.
// Where the clipboard is refused, the reference is selected, to be copied by hand.
async function copy(text, near) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const words = near?.closest('.head, tr')?.querySelector('h1, .ref');
    if (words) getSelection().selectAllChildren(words);
    return false;
  }
}

export function copies() {
  for (const button of document.querySelectorAll('[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      if (await copy(button.dataset.copy, button)) button.textContent = button.dataset.copied;
    });
  }
}

// Single keys on the queue, where its help (<dialog id="keys">) says so; the preferences turn them off.
// They never act while something is typed, with a modifier, or when a dialog is open.
const typing = (element) => element?.closest('textarea, select, [contenteditable], input:not([type=checkbox]):not([type=radio])');

function step(by) {
  const links = [...document.querySelectorAll('table.queue tbody a.ref')];
  const row = document.activeElement?.closest('table.queue tbody tr');
  const at = row ? links.findIndex((link) => row.contains(link)) : -1;
  links[Math.min(Math.max(at < 0 && by < 0 ? 0 : at + by, 0), links.length - 1)]?.focus();
}

export function keys() {
  const help = document.getElementById('keys');
  if (!help) return;
  const row = () => document.activeElement?.closest('table.queue tbody tr');
  const go = { q: help.dataset.queue, m: help.dataset.mine, n: help.dataset.nobody };
  const show = () => (help.open ? help.close() : help.showModal());
  const act = {
    j: () => step(1),
    k: () => step(-1),
    o: () => row()?.querySelector('a.ref')?.click(),
    x: () => row()?.querySelector('input[type=checkbox]')?.click(),
    c: () => { const link = row()?.querySelector('a.ref'); if (link) copy(link.textContent, link); },
    '/': () => {
      const field = document.querySelector('.filters [name=q]');
      if (field) { field.closest('details').open = true; field.focus(); }
    },
    '?': show,
  };
  let after = 0;
  for (const button of document.querySelectorAll('[data-keys]')) {
    button.hidden = false;
    button.addEventListener('click', show);
  }
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (help.open && event.key !== '?') return;
    if (event.key === 'g') { after = event.timeStamp; return; }
    const place = after && event.timeStamp - after < 1500 ? go[event.key] : null;
    after = 0;
    if (place) location.href = place;
    else if (act[event.key]) { event.preventDefault(); act[event.key](); }
  });
}
