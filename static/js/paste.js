// What a word processor, a mail or a web page puts on the clipboard (text/html), as simple Markdown: titles, lists,
// bold, italics, quotations and links. Pure: the markup is parsed in a document that runs and loads nothing.

const BLOCKS = new Set(
  "ADDRESS ARTICLE ASIDE BLOCKQUOTE DD DIV DL DT FIGURE FOOTER H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN OL P PRE SECTION TABLE TR UL"
    .split(" "),
);
const SILENT = new Set(["HEAD", "SCRIPT", "STYLE", "TITLE", "META", "LINK", "TEMPLATE", "NOSCRIPT", "OBJECT", "SVG", "svg"]);
const BULLET = /^[\s\u00a0]*([•·▪◦‣●○■□➢➔§o\u00b7\uf0b7\uf0a7\uf0d8\uf076-]|(\d+|[a-zA-Z]|[ivxIVX]+)([.)]))[\s\u00a0]+/;
const SAFE = /^(https?:|mailto:|tel:)/i;

// {text, isRich: whether there is more than words, hasPictures}
export function toMarkdown(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const state = { isRich: false, hasPictures: Boolean(page.querySelector("img, v\\:imagedata")) };
  const text = blocks(page.body, state, 0)
    .replace(/[\u200b\ufeff]/g, "")
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
  return { text, ...state };
}

// The children of a node as blocks, each ended by an empty line; what stands between blocks is a paragraph.
function blocks(node, state, depth) {
  let found = "";
  let line = "";
  const flush = () => {
    const text = clean(line);
    if (text) found += `${text}\n\n`;
    line = "";
  };
  for (const child of node.childNodes) {
    if (child.nodeType === Node.ELEMENT_NODE && !SILENT.has(child.nodeName) && holdsBlocks(child)) {
      flush();
      found += block(child, state, depth);
    } else {
      line += inline(child, state);
    }
  }
  flush();
  return found;
}

function holdsBlocks(element) {
  return BLOCKS.has(element.nodeName) || [...element.children].some(holdsBlocks);
}

function block(element, state, depth) {
  const name = element.nodeName;
  if (/^H[1-6]$/.test(name)) {
    const text = clean(inlines(element, state)).replace(/\n/g, " ").replace(/\*\*/g, "");
    if (!text) return "";
    state.isRich = true;
    return `${"#".repeat(Math.min(Number(name[1]) + 1, 4))} ${text}\n\n`;
  }
  switch (name) {
    case "UL":
    case "OL":
      return list(element, state, depth);
    case "LI":
      return `- ${indented(blocks(element, state, depth), 2)}\n`;
    case "BLOCKQUOTE":
      state.isRich = true;
      return `${blocks(element, state, depth).trim().replace(/^/gm, "> ")}\n\n`;
    case "TABLE":
      return table(element, state);
    case "HR":
      return "\n\n";
    case "PRE":
      return `${element.textContent.trim()}\n\n`;
  }
  const level = /mso-list:\s*\S+\s+level(\d)/i.exec(element.getAttribute("style") ?? "");
  if (name === "P" && (level || /MsoListParagraph/i.test(element.className))) {
    return wordItem(element, state, level ? Number(level[1]) - 1 : 0);
  }
  return blocks(element, state, depth);
}

function list(element, state, depth) {
  state.isRich = true;
  const isNumbered = element.nodeName === "OL";
  let number = Number(element.getAttribute("start")) || 1;
  let text = "";
  for (const child of element.children) {
    if (child.nodeName === "UL" || child.nodeName === "OL") {
      // Word and Google nest a list beside its item rather than in it.
      text += `${indented(list(child, state, depth + 1), isNumbered ? 3 : 2, true)}\n`;
      continue;
    }
    const sign = isNumbered ? `${number}. ` : "- ";
    const inner = blocks(child, state, depth + 1).trim().replace(/\n{2,}/g, "\n");
    if (!inner) continue;
    text += `${sign}${indented(inner, sign.length)}\n`;
    number += 1;
  }
  return `${text.replace(/\n{2,}/g, "\n")}\n`;
}

// Word writes an item as a paragraph: its bullet is text, hidden from others by a condition.
function wordItem(element, state, level) {
  state.isRich = true;
  const copy = element.cloneNode(true);
  let sign = "";
  for (const span of copy.querySelectorAll("span")) {
    if (/mso-list:\s*ignore/i.test(span.getAttribute("style") ?? "")) {
      sign ||= span.textContent.trim();
      span.remove();
    }
  }
  let text = clean(inlines(copy, state)).replace(/\n/g, " ");
  if (!sign) {
    const found = BULLET.exec(text);
    if (found) [sign, text] = [found[0].trim(), text.slice(found[0].length)];
  }
  const number = /^(\d+)[.)]$/.exec(sign);
  if (!text) return "";
  // Items of one list follow each other without an empty line.
  const isLast = listOf(element.nextElementSibling) !== listOf(element);
  return `${"   ".repeat(level)}${number ? `${number[1]}. ` : "- "}${text}\n${isLast ? "\n" : ""}`;
}

// Which of Word's lists a paragraph belongs to; null when to none.
function listOf(element) {
  const named = /mso-list:\s*(l\d+)/i.exec(element?.getAttribute("style") ?? "");
  return named?.[1] ?? (/MsoListParagraph/i.test(element?.className ?? "") ? "unnamed" : null);
}

// Markdown as we read it has no tables: a row is a line.
function table(element, state) {
  const rows = [...element.querySelectorAll("tr")].map((row) =>
    [...row.cells].map((cell) => blocks(cell, state, 0).trim().replace(/\s*\n+\s*/g, " ")),
  );
  if (rows.some((cells) => cells.length > 1)) {
    state.isRich = true;
    return `${rows.map((cells) => cells.filter(Boolean).join(" | ")).filter(Boolean).join("\n")}\n\n`;
  }
  return `${rows.flat().filter(Boolean).join("\n\n")}\n\n`;
}

function inlines(node, state) {
  return [...node.childNodes].map((child) => inline(child, state)).join("");
}

function inline(node, state) {
  if (node.nodeType === Node.TEXT_NODE) return node.data.replace(/[ \t\r\n]+/g, " ");
  if (node.nodeType !== Node.ELEMENT_NODE || SILENT.has(node.nodeName)) return "";
  if (node.nodeName === "BR") return "\n";
  const style = node.getAttribute("style") ?? "";
  // Comments, revisions that were refused, and what others are not to see.
  if (/mso-hide:\s*all|display:\s*none|mso-element:\s*comment/i.test(style) || node.nodeName === "DEL") return "";
  const text = inlines(node, state);
  if (node.nodeName === "A") return link(node, text, state);
  const weight = /(?<![-\w])font-weight:\s*(\w+)/i.exec(style)?.[1];
  const isBold = weight ? weight === "bold" || Number(weight) >= 600 : ["B", "STRONG"].includes(node.nodeName);
  const italics = /(?<![-\w])font-style:\s*(\w+)/i.exec(style)?.[1];
  const isItalic = italics ? italics === "italic" : ["I", "EM"].includes(node.nodeName);
  return marked(marked(text, isItalic ? "*" : "", state), isBold ? "**" : "", state);
}

// Marks touch the words: spaces at the ends go outside, and a mark does not stand within the same one.
function marked(text, sign, state) {
  const words = text.trim();
  if (!sign || !words || (words.startsWith(sign) && words.endsWith(sign))) return text;
  state.isRich = true;
  const lead = text.slice(0, text.length - text.trimStart().length);
  const trail = text.slice(text.trimEnd().length);
  return `${lead}${words.split(/\s*\n\s*/).map((line) => `${sign}${line}${sign}`).join("\n")}${trail}`;
}

function link(node, text, state) {
  const address = node.getAttribute("href")?.trim() ?? "";
  const words = text.trim().replace(/\s+/g, " ");
  if (!SAFE.test(address) || !words) return text;
  state.isRich = true;
  const target = address.replace(/[\s()<>]/g, encodeURIComponent).replace(/\(/g, "%28").replace(/\)/g, "%29");
  if (words === address || `mailto:${words}` === address) return `<${address}>`;
  return `${text.match(/^\s*/)[0]}[${words.replace(/[[\]]/g, "")}](${target})${text.match(/\s*$/)[0]}`;
}

function clean(text) {
  return text
    // French typography stays, Word's filling does not.
    .replace(/(?<![«\d])\u00a0(?![:;?!»%€\d])/g, " ")
    .replace(/[ \t]+/g, " ")
    .replace(/ *\n */g, "\n")
    .replace(/(\S)\*\*\*\*(?=\S)/g, "$1")
    .trim();
}

function indented(text, size, includesFirst = false) {
  const space = " ".repeat(size);
  const lines = text.trim().replace(/\n(?=.)/g, `\n${space}`);
  return includesFirst ? space + lines : lines;
}
