// Checks the proof of a draw in the browser (docs/tirage.md), from the public file and with its own arithmetic.

const PANELS = 1000;
const DRAND_GENESIS = 1692803367;
const FIRST_FORMAT = "cooperation-sud/tirage/1";
const FORMATS = [FIRST_FORMAT, "cooperation-sud/tirage/2"];

const section = document.querySelector("[data-draw-check]");
if (section && window.crypto?.subtle) {
  const told = section.querySelector("[data-draw-check-told]");
  let loaded = null;
  const proof = () => (loaded ??= load(section.dataset.proof));
  section.querySelector("[data-draw-check-here]").hidden = false;

  section.querySelector("[data-draw-check-start]").addEventListener("click", async (event) => {
    event.target.disabled = true;
    try {
      show(await check(await proof()));
    } catch {
      loaded = null;
      told.textContent = section.dataset.failed;
    }
    event.target.disabled = false;
  });

  section.querySelector("[data-draw-check-form]").addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = section.querySelector("[data-draw-check-code]");
    const code = event.target.elements.code.value.trim().toUpperCase();
    try {
      answer.textContent = tell(code, await proof());
    } catch {
      loaded = null;
      answer.textContent = section.dataset.failed;
    }
  });

  function show(steps) {
    section.querySelector("[data-draw-check-steps]").hidden = false;
    const words = { right: section.dataset.right, wrong: section.dataset.wrong, later: section.dataset.later };
    section.querySelectorAll("[data-state]").forEach((state, position) => {
      state.textContent = words[steps[position]];
      state.className = `is-${steps[position]}`;
    });
    const wrong = steps.indexOf("wrong");
    if (wrong >= 0) told.textContent = section.dataset.firstWrong.replace("{n}", wrong + 1);
    else told.textContent = steps.includes("later") ? section.dataset.soFar : section.dataset.allRight;
  }

  function tell(code, proof) {
    if (proof.pool.seated.some(([other]) => other === code)) return section.dataset.seated;
    if (!proof.pool.people.some(([other]) => other === code)) return section.dataset.noCode;
    const count = (proof.portfolio?.panels ?? []).filter((line) => line.split(" ").includes(code)).length;
    const words = section.dataset.code.replace("{n}", count);
    return proof.result?.panel.includes(code) ? `${words} ${section.dataset.drawn}` : words;
  }
}

async function load(address) {
  const answer = await fetch(address, { cache: "no-store" });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

// "right", "wrong" or "later" for each of the five steps; what can't be read is wrong.
async function check(proof) {
  const found = [];
  for (const step of [pool, portfolio, source, index, order]) {
    try {
      found.push(await step(proof));
    } catch {
      found.push("wrong");
    }
  }
  return found.map((answer) => (answer === true ? "right" : answer === null ? "later" : "wrong"));
}

async function sha256(text) {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function pool({ format, pool }) {
  const lines = [format, `code\t${pool.code}`, `places\t${pool.seats}`, `groupes\t${PANELS}`];
  for (const one of pool.quotas) lines.push(["quota", one.criterion, one.value, one.min, one.max].join("\t"));
  for (const [code, print] of pool.seated) lines.push(`siege\t${code}\t${print}`);
  for (const [code, print] of pool.people) lines.push(`personne\t${code}\t${print}`);
  const codes = [...pool.seated, ...pool.people].map(([code]) => code);
  const isKnown = FORMATS.includes(format);
  return isKnown && new Set(codes).size === codes.length && (await sha256(`${lines.join("\n")}\n`)) === pool.sha256;
}

async function portfolio({ format, pool, portfolio }) {
  if (!portfolio) return null;
  const codes = new Set(pool.people.map(([code]) => code));
  const areRight = portfolio.panels.every((line) => {
    const panel = line.split(" ");
    return new Set(panel).size === pool.seats && panel.length === pool.seats && panel.every((code) => codes.has(code));
  });
  const isAfter = at(portfolio.published_at) >= at(pool.frozen_at);
  const text = portfolio.panels.map((line) => `${line}\n`).join("");
  // The panels' fingerprint holds the list's.
  const print = await sha256(format === FIRST_FORMAT ? text : `${pool.sha256}\n${text}`);
  return areRight && isAfter && portfolio.panels.length === PANELS && print === portfolio.sha256;
}

function source({ format, portfolio, source }) {
  if (!source) return null;
  const [published, named, due] = [portfolio.published_at, source.named_at, source.due_at].map(at);
  const isRound = source.kind === "drand" && due === (DRAND_GENESIS + 3 * (Number(source.reference) - 1)) * 1000;
  const unknownUntil = format === FIRST_FORMAT ? due : at(source.unknown_until);
  const isNamedBefore = published <= named && named < unknownUntil && unknownUntil <= due;
  return isNamedBefore && (source.kind === "loto" || isRound);
}

async function index({ portfolio, source, value, result }) {
  if (!value) return result ? false : null;
  if (at(value.entered_at) < at(source.due_at) || !isValue(value)) return false;
  if (value.kind !== source.kind && !value.fallback) return false;
  const limit = 2n ** 256n - (2n ** 256n % BigInt(PANELS));
  let drawn = limit;
  let counter = -1;
  while (drawn >= limit) {
    counter += 1;
    drawn = BigInt(`0x${await sha256(`${portfolio.sha256}\n${value.value}\n${counter}`)}`);
  }
  const number = Number(drawn % BigInt(PANELS));
  return number === result.index && counter === result.counter && portfolio.panels[number] === result.panel.join(" ");
}

async function order({ pool, portfolio, value, result }) {
  if (!value) return result ? false : null;
  const others = pool.people.map(([code]) => code).filter((code) => !result.panel.includes(code));
  const prints = await Promise.all(others.map((code) => sha256(`${portfolio.sha256}\n${value.value}\n${code}`)));
  const sorted = others.map((code, position) => [prints[position], code]).sort(([one], [other]) => (one < other ? -1 : 1));
  const codes = sorted.map(([, code]) => code);
  let last = -1;
  const areInOrder = result.substitutes.every((code) => {
    const place = codes.indexOf(code);
    const isLater = place > last;
    last = place;
    return isLater;
  });
  return codes.join(" ") === result.order.join(" ") && areInOrder;
}

function isValue({ kind, value }) {
  if (kind === "drand") return /^[0-9a-f]{64}$/.test(value);
  const match = kind === "loto" && /^(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)\+(\d\d)$/.exec(value);
  if (!match) return false;
  const numbers = match.slice(1).map(Number);
  const lucky = numbers.pop();
  const isSorted = numbers.every((ball, position) => position === 0 || numbers[position - 1] < ball);
  return isSorted && numbers[0] >= 1 && numbers[4] <= 49 && lucky >= 1 && lucky <= 10;
}

// Milliseconds are enough to compare; a moment without zone, or that is none, is wrong.
function at(moment) {
  const time = /(Z|[+-]\d\d:\d\d)$/.test(moment) ? Date.parse(moment) : Number.NaN;
  if (Number.isNaN(time)) throw new Error(moment);
  return time;
}
