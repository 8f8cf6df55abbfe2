// Brings the reader to the summary of errors, and from its links to the fields.
export function errors() {
  document.getElementById('errors')?.focus();
}

const RETRY = 8000;

function release(form) {
  delete form.dataset.sent;
  form.querySelector('[aria-disabled=true]')?.removeAttribute('aria-disabled');
}

// A form is sent once: the second click on its button does nothing. The button keeps its name and value in the request.
// Where no page came in answer (a file did, or the network failed), the form can be sent again.
export function guard() {
  for (const form of document.querySelectorAll('form[method=post]')) {
    form.addEventListener('submit', (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = '1';
      event.submitter?.setAttribute('aria-disabled', 'true');
      setTimeout(release, RETRY, form);
    });
  }
  // The page comes back from the history as it was left: let it be sent again.
  addEventListener('pageshow', () => {
    document.querySelectorAll('form[data-sent]').forEach(release);
  });
}

// <form data-unsaved>: warns before leaving a form that was changed and not sent.
export function unsaved() {
  const forms = [...document.querySelectorAll('form[data-unsaved]')];
  for (const form of forms) {
    form.addEventListener('input', () => { form.dataset.changed = '1'; });
  }
  addEventListener('beforeunload', (event) => {
    if (forms.some((form) => form.dataset.changed && !form.dataset.sent)) event.preventDefault();
  });
}

// <textarea maxlength> + <p class="counter" data-for="id" data-text="{n} caractères restants" data-near="100">:
// the count shows always and is spoken only near the end.
export function counters() {
  for (const counter of document.querySelectorAll('.counter[data-for]')) {
    const field = document.getElementById(counter.dataset.for);
    if (!field) continue;
    const limit = Number(field.getAttribute('maxlength') || field.dataset.limit);
    const show = () => {
      const left = limit - field.value.length;
      counter.textContent = counter.dataset.text.replace('{n}', left);
      counter.classList.toggle('counter-over', left < 0);
      counter.setAttribute('aria-live', left <= Number(counter.dataset.near || 100) ? 'polite' : 'off');
    };
    field.addEventListener('input', show);
    show();
  }
}
