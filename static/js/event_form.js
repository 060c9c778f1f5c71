// The event form shows what the chosen repetition needs, and as many date inputs as there are dates.
// Without this file every field is there.

const form = document.querySelector("form[data-autosave]");

function showWhatRepeats() {
  const repeat = form.querySelector("[name=repeat]:checked")?.value;
  for (const part of form.querySelectorAll("[data-shown-for]")) {
    part.hidden = !part.dataset.shownFor.split(" ").includes(repeat);
  }
}

function growDays(event) {
  const days = event.target.closest("[data-days]");
  const inputs = days ? [...days.querySelectorAll("input")] : [];
  if (!inputs.length || inputs.some((input) => !input.value)) return;
  const last = inputs.at(-1);
  const next = last.cloneNode();
  next.value = "";
  next.id = last.id.replace(/\d+$/, inputs.length);
  next.setAttribute("aria-label", last.getAttribute("aria-label").replace(/\d+/, inputs.length + 1));
  days.append(next);
}

form.addEventListener("change", showWhatRepeats);
form.addEventListener("change", growDays);
showWhatRepeats();
