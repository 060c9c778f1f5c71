// A small bar above each text in Markdown, and pasted documents turned into it: headings, lists, bold, links; never styles.
// Without this file the text is written all the same.

const MARKS = [
  { label: "G", title: "Gras", wrap: "**" },
  { label: "Liste", title: "Liste", line: "- " },
  { label: "1. 2.", title: "Liste numérotée", line: "1. " },
  { label: "« »", title: "Citation", line: "> " },
  { label: "Titre", title: "Intertitre", line: "## " },
  { label: "Lien", title: "Lien", link: true },
];

for (const area of document.querySelectorAll("textarea[data-editor]")) {
  area.before(bar(area));
  area.addEventListener("paste", (event) => paste(event, area));
}

function bar(area) {
  const bar = document.createElement("div");
  bar.className = "editor-bar";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Mise en forme");
  for (const mark of MARKS) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = mark.label;
    button.title = mark.title;
    button.setAttribute("aria-label", mark.title);
    button.setAttribute("aria-controls", area.id);
    button.addEventListener("click", () => apply(area, mark));
    bar.append(button);
  }
  return bar;
}

function apply(area, mark) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const chosen = value.slice(start, end);
  if (mark.wrap) return insert(area, start, end, `${mark.wrap}${chosen || "texte"}${mark.wrap}`);
  if (mark.link) return insert(area, start, end, `[${chosen || "texte du lien"}](https://)`);
  const first = value.lastIndexOf("\n", start - 1) + 1;
  const lines = value.slice(first, end).split("\n");
  return insert(area, first, end, lines.map((line) => mark.line + line).join("\n"));
}

// execCommand keeps the browser's own undo, which setRangeText does not.
function insert(area, start, end, text) {
  area.focus();
  area.setSelectionRange(start, end);
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function paste(event, area) {
  const html = event.clipboardData?.getData("text/html");
  if (!html) return;
  const page = new DOMParser().parseFromString(html, "text/html"); // inert: nothing in it runs or loads
  const text = markdown(page.body).replace(/[ \t]+$/gm, "").replace(/\n{3,}/g, "\n\n").trim();
  if (!text) return;
  event.preventDefault();
  insert(area, area.selectionStart, area.selectionEnd, text);
}

const SKIPPED = new Set(["STYLE", "SCRIPT", "META", "LINK", "TITLE", "HEAD", "TEMPLATE", "O:P", "IMG", "SVG"]);
const BLOCKS = new Set(["P", "DIV", "SECTION", "ARTICLE", "TABLE", "TR", "BLOCKQUOTE", "PRE"]);

function markdown(node, depth = 0) {
  let text = "";
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) text += child.data.replace(/\s+/g, " ");
    if (child.nodeType !== Node.ELEMENT_NODE || SKIPPED.has(child.tagName)) continue;
    text += element(child, depth);
  }
  return text;
}

function element(node, depth) {
  const tag = node.tagName;
  if (tag === "BR") return "\n";
  if (tag === "UL" || tag === "OL") return `\n${list(node, depth)}\n`;
  const inner = markdown(node, depth);
  const words = inner.trim();
  if (!words) return inner ? " " : "";
  if (/^H[1-6]$/.test(tag)) return `\n\n## ${words}\n\n`;
  // Word writes its lists as paragraphs, with the bullet as text.
  const bullet = /MsoListParagraph/i.test(node.className) && words.match(/^(?:[·•▪o§-]|\d+[.)])\s*(.*)$/s);
  if (bullet) return `\n${/^\d/.test(words) ? "1. " : "- "}${bullet[1].trim()}\n`;
  if (BLOCKS.has(tag)) return tag === "BLOCKQUOTE" ? `\n\n> ${words}\n\n` : `\n\n${words}\n\n`;
  if (tag === "TD" || tag === "TH") return `${words} · `;
  const weight = node.style?.fontWeight;
  if (tag === "STRONG" || (tag === "B" && weight !== "normal") || Number(weight) >= 600 || weight === "bold") {
    return `**${words}**`;
  }
  if (tag === "EM" || tag === "I") return `*${words}*`;
  const href = tag === "A" ? node.getAttribute("href") || "" : "";
  return /^(https?:|mailto:)/i.test(href) ? `[${words}](${href})` : inner;
}

function list(node, depth) {
  const indent = "  ".repeat(depth);
  return [...node.children]
    .filter((item) => item.tagName === "LI")
    .map((item) => `${indent}${node.tagName === "OL" ? "1." : "-"} ${markdown(item, depth + 1).trim()}`)
    .join("\n");
}
