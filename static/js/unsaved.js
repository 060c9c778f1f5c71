// What is being typed in a form with data-unsaved is sent to that address after some seconds of quiet, so that it can be
// taken up again on any device. Without a connection it stays in this browser (autosave.js) and leaves as soon as the
// network is back: all that a form without address can do. The line with data-unsaved-state says where the text is; its words are in its data attributes.

const QUIET = 3000;
const AGAIN = 15000;
const form = document.querySelector("form[data-unsaved]");

if (form) watch(form, document.querySelector("[data-unsaved-state]"));

function watch(form, state) {
  let typed = 0; // how many changes there were
  let kept = 0; // how many the server had when it last answered
  let timer = null;
  let sending = null; // what would stop the request on its way
  let isLeaving = false;

  const say = (name) => {
    const at = new Date().toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit" });
    const text = state.dataset[name].replace("{at}", at.replace(":", "\u00a0h\u00a0"));
    if (state.textContent !== text) state.textContent = text;
    state.dataset.now = name;
  };

  const wait = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(send, delay);
  };

  async function send({ keepalive = false } = {}) {
    clearTimeout(timer);
    if (isLeaving || kept === typed) return;
    if (sending && !keepalive) return wait(QUIET);
    if (!navigator.onLine) return say("offline");
    if (!form.dataset.unsaved) return say("here");
    const sent = typed;
    // An older text never comes after a newer one, nor after the form itself.
    sending?.abort();
    const mine = (sending = new AbortController());
    try {
      const answer = await fetch(form.dataset.unsaved, {
        method: "POST",
        body: words(form),
        redirect: "manual",
        keepalive,
        signal: mine.signal,
        headers: { "X-Requested-With": "fetch" },
      });
      if (answer.status === 204) {
        kept = sent;
        if (kept === typed) forget(form);
        say(kept === typed ? "saved" : "typing");
      } else if (answer.status === 413) {
        say("tooLong");
      } else if (answer.type === "opaqueredirect" || [401, 403, 404].includes(answer.status)) {
        say("signedOut");
      } else {
        throw new Error(answer.status);
      }
    } catch {
      if (mine.signal.aborted) return;
      say("offline");
      wait(AGAIN);
    } finally {
      if (sending === mine) sending = null;
    }
    if (typed > sent) wait(QUIET);
  }

  form.addEventListener("input", () => {
    typed += 1;
    if (form.dataset.unsaved && !["offline", "signedOut"].includes(state.dataset.now)) say("typing");
    wait(QUIET);
  });
  form.addEventListener("submit", (event) => {
    // The browser would replace the page, and the text, by its own page of errors.
    if (!navigator.onLine) {
      event.preventDefault();
      event.stopImmediatePropagation();
      say("notSent");
      return;
    }
    isLeaving = true;
    sending?.abort();
  });
  // Back from the page that followed: the form is there again as it was left.
  addEventListener("pageshow", () => {
    isLeaving = false;
  });
  addEventListener("online", () => send());
  addEventListener("offline", () => say("offline"));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") send({ keepalive: true });
  });
}

function words(form) {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  return data;
}

// The server has it: a shared device needn't keep it as well.
function forget(form) {
  try {
    localStorage.removeItem(`autosave:${form.dataset.autosave}`);
  } catch {
    // Nothing was kept then.
  }
}
