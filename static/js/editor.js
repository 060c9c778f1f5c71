// A plain editor over each textarea with data-editor: a few buttons that write Markdown, lists that go on by
// themselves, and a paste from a word processor that keeps titles, lists, bold and links, never styles.
// Without this file the textarea and its help are enough. The buttons and all words come from <template id="editor-tools">.

import { toMarkdown } from "./paste.js";

const tools = document.getElementById("editor-tools");
const ITEM = /^(\s*)([-*+] |(\d+)([.)]) |> )(.*)$/;

if (tools) for (const area of document.querySelectorAll("textarea[data-editor]")) equip(area);

function equip(area) {
  const bar = tools.content.firstElementChild.cloneNode(true);
  const label = area.labels[0];
  if (label) bar.setAttribute("aria-label", `${bar.getAttribute("aria-label")} : ${label.textContent.trim()}`);
  const status = bar.querySelector("[role=status]");
  const say = (name, values = {}) => {
    status.textContent = name ? status.dataset[name].replace(/\{(\w+)\}/g, (_whole, key) => values[key]) : "";
  };
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-mark]");
    if (button) mark(area, button.dataset.mark, bar.dataset);
  });
  area.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const isShortcut = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (isShortcut && event.key.toLowerCase() === "b") {
      event.preventDefault();
      mark(area, "bold", bar.dataset);
    } else if (event.key === "Enter" && !event.shiftKey && !isShortcut && goOn(area)) {
      event.preventDefault();
    }
  });
  area.addEventListener("paste", (event) => paste(event, area, say));
  area.addEventListener("input", () => count(area, bar, status));
  area.before(bar);
  grow(area);
  area.addEventListener("input", () => grow(area));
}

// As if it had been typed: the browser's own undo takes it back.
function write(area, from, to, text) {
  area.focus();
  area.setSelectionRange(from, to);
  const isWritten = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
  if (isWritten || from === to && !text) return;
  area.setRangeText(text, from, to, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function mark(area, kind, words) {
  if (kind === "bold") return wrap(area, "**", words.bold);
  if (kind === "link") return link(area, words);
  return prefix(area, { title: "## ", list: "- ", numbers: "1. ", quote: "> " }[kind]);
}

// The selection between two marks, or without them when it has them; spaces at its ends stay outside.
function wrap(area, sign, placeholder) {
  const { value } = area;
  let [from, to] = [area.selectionStart, area.selectionEnd];
  while (from < to && /\s/.test(value[from])) from += 1;
  while (to > from && /\s/.test(value[to - 1])) to -= 1;
  const size = sign.length;
  if (value.slice(from - size, from) === sign && value.slice(to, to + size) === sign) {
    const inner = value.slice(from, to);
    write(area, from - size, to + size, inner);
    area.setSelectionRange(from - size, to - size);
    return;
  }
  const inner = value.slice(from, to) || placeholder;
  // A mark does not reach over two paragraphs.
  const text = inner.replace(/[^\n]*\S[^\n]*/g, (line) => line.replace(/\S.*\S|\S/, `${sign}$&${sign}`));
  write(area, from, to, text);
  area.setSelectionRange(from + size, from + text.length - size);
}

function link(area, words) {
  const chosen = area.value.slice(area.selectionStart, area.selectionEnd).trim();
  const isAddress = /^https?:\/\/\S+$/.test(chosen);
  const text = isAddress ? words.link : chosen || words.link;
  const address = isAddress ? chosen : "https://";
  const from = area.selectionStart;
  write(area, from, area.selectionEnd, `[${text}](${address})`);
  if (isAddress) area.setSelectionRange(from + 1, from + 1 + text.length);
  else area.setSelectionRange(from + text.length + 3, from + text.length + 3 + address.length);
}

// The same sign before each line of the selection, or none when all have it.
function prefix(area, sign) {
  const { value } = area;
  const from = value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const end = value.indexOf("\n", area.selectionEnd);
  const to = end < 0 ? value.length : end;
  const lines = value.slice(from, to).split("\n");
  const have = lines.every((line) => line.startsWith(sign) || (!line && lines.length > 1));
  const text = lines
    .map((line) => {
      if (!line && lines.length > 1) return line;
      return have ? line.slice(sign.length) : sign + line.replace(/^(#{1,6} |[-*+] |\d+[.)] |> )/, "");
    })
    .join("\n");
  // A list or a title needs an empty line before it.
  const before = !have && from > 1 && value[from - 1] === "\n" && value[from - 2] !== "\n" ? "\n" : "";
  write(area, from, to, before + text);
  if (lines.length > 1) area.setSelectionRange(from + before.length, from + before.length + text.length);
}

// Enter at the end of a line of a list begins the next one; on an empty line of it, ends the list.
function goOn(area) {
  const { value, selectionStart: at } = area;
  if (at !== area.selectionEnd) return false;
  const from = value.lastIndexOf("\n", at - 1) + 1;
  const found = ITEM.exec(value.slice(from, at));
  if (!found || (value[at] !== undefined && value[at] !== "\n")) return false;
  const [, indent, sign, number, point, text] = found;
  if (!text.trim()) write(area, from, at, "");
  else write(area, at, at, `\n${indent}${number ? `${Number(number) + 1}${point} ` : sign}`);
  return true;
}

function paste(event, area, say) {
  const data = event.clipboardData;
  if (!data) return;
  const html = data.getData("text/html");
  const found = html ? toMarkdown(html) : null;
  if (!found && !data.getData("text/plain") && [...data.files].some((file) => file.type.startsWith("image/"))) {
    event.preventDefault();
    say("picture");
    return;
  }
  // Nothing but words: the browser pastes them as they are.
  if (!found?.isRich) return;
  event.preventDefault();
  write(area, area.selectionStart, area.selectionEnd, found.text);
  say(found.hasPictures ? "pastedWithoutPictures" : "pasted");
}

// How long it is, once it matters.
function count(area, bar, status) {
  const most = Number(bar.dataset.most);
  const length = [...area.value].length;
  const counter = bar.querySelector("[data-count]");
  counter.hidden = length < most * 0.9;
  counter.classList.toggle("is-over", length > most);
  if (counter.hidden) return;
  const over = length - most;
  const words = over > 0 ? counter.dataset.over : counter.dataset.left;
  counter.textContent = words.replace("{number}", Math.abs(over).toLocaleString("fr-FR"));
  if (over > 0) status.textContent = "";
}

// As high as its text, up to most of the screen.
function grow(area) {
  if (area.scrollHeight <= area.clientHeight) return;
  area.style.height = `${Math.min(area.scrollHeight + 4, window.innerHeight * 0.7)}px`;
}
