// A lost connection or a closed tab loses no text: what is typed in a form with data-autosave stays in this browser
// for a week, and is offered again to the same person. It is cleared once the server says that it accepted the form
// (cooperation/core/local_copies.py), whatever page follows, and when they sign out: the browser may be shared.

const KEPT_FOR = 7 * 24 * 3600 * 1000;
const FIELD = "copie-locale";
const ACCEPTED = /(?:^|; )copie-acceptee=([A-Za-z0-9_-]+)/;
const prefix = (key) => `autosave:${key}`;
// People's names, numbers and addresses are not kept on a shared device, nor what only this page's state is.
const PERSONAL = /(^|[-_])(email|phone|version)$|^contacts-\d+-name$|^seat_/;
const form = document.querySelector("form[data-autosave]");

try {
  const [, accepted] = document.cookie.match(ACCEPTED) || [];
  if (accepted) {
    localStorage.removeItem(prefix(accepted));
    document.cookie = "copie-acceptee=; path=/; max-age=0; samesite=lax";
  }
  if (form) keep(form);
} catch {
  // Storage is refused in some private windows: the form works all the same.
}

document.addEventListener("submit", (event) => {
  if (!event.target.getAttribute("action")?.endsWith("/logout/")) return;
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(prefix(""))) localStorage.removeItem(key);
    }
  } catch {
    // Nothing was kept then.
  }
});

function keep(form) {
  const key = prefix(form.dataset.autosave);
  const saved = JSON.parse(localStorage.getItem(key) || "null");
  const isFresh = !form.querySelector(".is-invalid");
  if (saved && isFresh && Date.now() - saved.at < KEPT_FOR) offer(form, key, saved.values);
  form.addEventListener("input", () => {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), values: read(form) }));
  });
  // What is sent names the copy: it stays until the server says that it has it.
  const name = Object.assign(document.createElement("input"), { type: "hidden", name: FIELD });
  name.value = form.dataset.autosave;
  form.append(name);
}

// Everything but what is secret, personal or too heavy.
function fields(form) {
  return [...form.elements].filter(
    (field) =>
      field.name &&
      !PERSONAL.test(field.name) &&
      !["hidden", "file", "password", "email", "submit"].includes(field.type),
  );
}

function read(form) {
  return fields(form).map((field) => {
    if (field.type === "checkbox" || field.type === "radio") return [field.name, field.value, field.checked];
    if (field.multiple) return [field.name, [...field.selectedOptions].map((option) => option.value)];
    return [field.name, field.value];
  });
}

function offer(form, key, values) {
  const notice = document.getElementById("brouillon-local");
  if (!notice) return;
  notice.hidden = false;
  notice.querySelector("[data-restore]").addEventListener("click", () => {
    restore(form, values);
    notice.hidden = true;
  });
  notice.querySelector("[data-forget]").addEventListener("click", () => {
    localStorage.removeItem(key);
    notice.hidden = true;
  });
}

function restore(form, values) {
  const left = [...values];
  for (const field of fields(form)) {
    const isChoice = field.type === "checkbox" || field.type === "radio";
    const index = left.findIndex(([name, value]) => name === field.name && (!isChoice || value === field.value));
    if (index < 0) continue;
    const [[, value, checked]] = left.splice(index, 1);
    if (isChoice) field.checked = checked;
    else if (field.multiple) for (const option of field.options) option.selected = value.includes(option.value);
    else field.value = value;
    const details = field.closest("details");
    if (details && (isChoice ? checked : field.value)) details.open = true;
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
  form.querySelector("[name=day]")?.dispatchEvent(new Event("change", { bubbles: true }));
}
