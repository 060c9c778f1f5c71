// What is typed in a step reaches the server after a few quiet seconds, so that it is found again on any device.
// Offline it stays in this browser, and goes as soon as the connection is back. Saving the step erases both.

const QUIET = 2500;
const KEPT_FOR = 7 * 24 * 3600 * 1000;
const form = document.querySelector("form[data-unsaved]");
if (form) watch(form);

function watch(form) {
  const state = form.querySelector("[data-unsaved-state]");
  const key = `autosave:${form.dataset.unsaved}`; // forgotten at sign-out, with what autosave.js keeps
  let timer = null;
  let sent = null;
  let left = false;

  const say = (text) => {
    if (state) state.textContent = text;
  };
  const now = () => new Date().toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
  const body = () => new URLSearchParams(new FormData(form));
  const keepHere = () => {
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), body: body().toString() }));
      return true;
    } catch {
      return false; // refused in some private windows
    }
  };
  const forgetHere = () => {
    try {
      localStorage.removeItem(key);
    } catch {
      // Nothing was kept then.
    }
  };

  async function send() {
    const content = body();
    if (left || content.toString() === sent) return;
    const kept = keepHere();
    try {
      const response = await fetch(form.dataset.unsaved, { method: "POST", body: content, credentials: "same-origin" });
      if (response.redirected || !response.ok) throw new Error(String(response.status));
      sent = content.toString();
      forgetHere();
      say(`Brouillon gardé à ${now()}. Pensez à enregistrer.`);
    } catch {
      say(
        kept
          ? "Pas de connexion : votre texte est gardé sur cet appareil."
          : "Pas de connexion : gardez cette page ouverte pour ne pas perdre votre texte.",
      );
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(send, QUIET);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    left = true;
    keepHere(); // cleared by the page that follows, when it is another one
  });
  window.addEventListener("pageshow", () => (left = false));
  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && timer) send();
  });
  offerWhatIsHere(form, key, say, forgetHere);
}

// A text that never reached the server, from a visit that ended offline.
function offerWhatIsHere(form, key, say, forgetHere) {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(key) || "null");
  } catch {
    return;
  }
  if (!kept) return;
  const values = new URLSearchParams(kept.body);
  const fields = [...form.elements].filter((field) => field.name && field.tagName === "TEXTAREA");
  const differs = fields.some((field) => (values.get(field.name) ?? "") !== field.value);
  if (!differs || Date.now() - kept.at > KEPT_FOR) return forgetHere();
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-secondary";
  button.textContent = "Reprendre le texte gardé sur cet appareil";
  button.addEventListener("click", () => {
    for (const field of fields) {
      if (values.has(field.name)) field.value = values.get(field.name);
    }
    button.remove();
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });
  say("");
  form.prepend(button);
}
