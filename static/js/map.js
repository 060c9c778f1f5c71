// The maps of the directory and of the agenda: what was found, where it is. Without this file the list beside says it all.
// Points that would hide each other are gathered; those of one address open as a list. Where no tiles are
// configured the ground is drawn here.

const RADIUS = 42; // pixels: nearer than that, points are gathered
const CLOSEST = 17;
const HOME = [[43.21, 5.35], [43.282, 5.47]];
const RING = 100; // of a group's ring, in the units of its dashes
const SVG = "http://www.w3.org/2000/svg";

const maps = new Map();

document.addEventListener("htmx:load", setUpAll);
setUpAll();

// Maps whose page was replaced are removed, and those that came with the new one are set up.
function setUpAll() {
  for (const [section, map] of maps) {
    if (section.isConnected) continue;
    maps.delete(section);
    map.remove();
  }
  for (const section of document.querySelectorAll("[data-map]")) {
    if (!maps.has(section)) setUp(section);
  }
}

async function setUp(section) {
  const canvas = section.querySelector("[data-map-canvas]");
  section.hidden = false;
  const map = createMap(canvas, section.dataset);
  maps.set(section, map);
  const status = section.querySelector("[data-map-status]");
  try {
    const response = await fetch(section.dataset.points);
    if (!response.ok) throw new Error(response.statusText);
    const collection = await response.json();
    if (!maps.has(section)) return;
    const points = collection.features.map(readPoint);
    frame(map, points);
    // In a part that is still closed a map has no size: it is framed again once it has one.
    if (!map.getSize().x) map.once("resize", () => frame(map, points));
    if (!section.dataset.tiles) drawGround(map, points, collection.districts, canvas.dataset);
    showPoints(map, points, section);
    showLegend(section, points);
    offerNearest(map, points, section);
    status.textContent = wording(status.dataset, points, collection.total);
  } catch {
    if (maps.has(section)) status.textContent = status.dataset.failed;
  }
}

function createMap(canvas, { tiles, attribution }) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(canvas, {
    attributionControl: false,
    zoomControl: false,
    scrollWheelZoom: false,
    zoomSnap: tiles ? 1 : 0.25,
    minZoom: 10,
    maxZoom: CLOSEST,
    maxBounds: [[43.02, 5.1], [43.42, 5.75]],
    ...(still && { zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false }),
  });
  const { zoomIn: zoomInTitle, zoomOut: zoomOutTitle } = canvas.dataset;
  L.control.zoom({ position: "bottomleft", zoomInTitle, zoomOutTitle }).addTo(map);
  L.control.attribution({ prefix: false }).addAttribution(attribution).addTo(map);
  if (tiles) L.tileLayer(tiles).addTo(map);
  map.fitBounds(HOME, { animate: false });
  // The wheel moves the page until one is in the map.
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  canvas.addEventListener("keydown", (event) => {
    if (event.key === "Escape") map.closePopup();
  });
  offerSpot(map, canvas);
  return map;
}

// Where the page lets a spot be chosen (static/js/pick_spot.js), a click marks it and says where it is.
function offerSpot(map, canvas) {
  if (!canvas.closest("[data-pick-spot]")) return;
  let spot = null;
  map.on("click", ({ latlng }) => {
    spot?.remove();
    spot = L.circleMarker(latlng, { className: "map-here", radius: 9 }).addTo(map);
    canvas.dispatchEvent(new CustomEvent("map:spot", { bubbles: true, detail: latlng }));
  });
  canvas.addEventListener("map:forget", () => spot?.remove());
}

function readPoint({ id, geometry, properties }) {
  const [longitude, latitude] = geometry.coordinates;
  return { ...properties, organisation: properties.id, id, at: L.latLng(latitude, longitude) };
}

function frame(map, points) {
  if (!points.length) {
    map.fitBounds(HOME, { animate: false });
    return;
  }
  const bounds = L.latLngBounds(points.map((point) => point.at));
  map.fitBounds(bounds, { padding: [36, 44], maxZoom: 15, animate: false });
}

// Points

function showPoints(map, points, section) {
  const shown = new Map();
  const refresh = () => {
    const view = map.getBounds().pad(0.25);
    const wanted = new Map();
    for (const group of gather(map, points)) {
      if (view.contains(group.at)) wanted.set(`${group.points[0].id} ${group.points.length}`, group);
    }
    for (const [key, marker] of shown) {
      if (wanted.has(key)) continue;
      marker.remove();
      shown.delete(key);
    }
    for (const [key, group] of wanted) {
      if (shown.has(key)) shown.get(key).group = group;
      else shown.set(key, addMarker(map, group, section, focusOn));
    }
  };
  const focusOn = (point) => {
    const marker = [...shown.values()].find(({ group }) => group.points.includes(point));
    marker?.getElement().focus({ preventScroll: true });
  };
  map.on("moveend", refresh);
  refresh();
}

// Each point joins the first group that is near enough; only the cells around it are looked at.
function gather(map, points) {
  const groups = [];
  const cells = new Map();
  for (const point of points) {
    const pixel = map.project(point.at);
    const [column, row] = [Math.floor(pixel.x / RADIUS), Math.floor(pixel.y / RADIUS)];
    let found = null;
    for (let near = 0; near < 9 && !found; near += 1) {
      const cell = cells.get(`${column - 1 + (near % 3)} ${row - 1 + Math.floor(near / 3)}`) ?? [];
      found = cell.find((group) => group.pixel.distanceTo(pixel) < RADIUS);
    }
    if (found) {
      found.points.push(point);
      continue;
    }
    const group = { at: point.at, pixel, points: [point] };
    const key = `${column} ${row}`;
    cells.set(key, [...(cells.get(key) ?? []), group]);
    groups.push(group);
  }
  return groups;
}

function addMarker(map, group, section, focusOn) {
  const words = section.querySelector("[data-map-canvas]").dataset;
  const alone = group.points.length === 1;
  const icon = alone
    ? L.divIcon({ className: "map-pin", iconSize: [44, 48], iconAnchor: [22, 46], html: drawPin(section, group) })
    : L.divIcon({ className: "map-group", iconSize: [48, 48], html: drawGroup(group) });
  const marker = L.marker(group.at, { icon, riseOnHover: true });
  marker.group = group;
  marker.addTo(map);
  const element = marker.getElement();
  const name = alone ? group.points[0].name : words.group.replace("{n}", group.points.length);
  element.setAttribute("aria-label", name);
  element.title = name;
  const open = () => {
    if (isOneSpot(map, marker.group)) openPopup(map, marker, section);
    else enter(map, marker.group, () => focusOn(marker.group.points[0]));
  };
  marker.on("click", open);
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    open();
  });
  return marker;
}

// Whether no zoom would tell these points apart.
function isOneSpot(map, group) {
  const pixels = group.points.map((point) => map.project(point.at, CLOSEST));
  return map.getZoom() >= CLOSEST || pixels.every((pixel) => pixel.distanceTo(pixels[0]) < RADIUS);
}

function enter(map, group, then) {
  const bounds = L.latLngBounds(group.points.map((point) => point.at));
  const zoom = Math.max(map.getBoundsZoom(bounds.pad(0.3)), map.getZoom() + 1);
  map.once("moveend", then);
  map.setView(bounds.getCenter(), Math.min(zoom, CLOSEST));
}

function drawPin(section, group) {
  const [point] = group.points;
  const pin = make("span", `map-pin__shape theme-${point.theme?.colour ?? "mer"}`);
  pin.append(pictogram(section, point));
  return pin;
}

// How many they are, in a ring that has the colours of their themes.
function drawGroup({ points }) {
  const body = make("span", "map-group__body");
  const ring = document.createElementNS(SVG, "svg");
  ring.setAttribute("viewBox", "0 0 48 48");
  ring.setAttribute("aria-hidden", "true");
  let done = 0;
  for (const [colour, count] of tally(points.map((point) => point.theme?.colour ?? "mer"))) {
    const arc = document.createElementNS(SVG, "circle");
    const length = (count / points.length) * RING;
    const attributes = {
      class: `theme-${colour}`,
      cx: 24,
      cy: 24,
      r: 20,
      pathLength: RING,
      "stroke-dasharray": `${length} ${RING - length}`,
      "stroke-dashoffset": -done,
    };
    for (const [name, value] of Object.entries(attributes)) arc.setAttribute(name, value);
    ring.append(arc);
    done += length;
  }
  body.append(ring, make("span", "map-group__count", points.length));
  return body;
}

// What a point opens

function openPopup(map, marker, section) {
  const { points } = marker.group;
  const { close, group } = section.querySelector("[data-map-canvas]").dataset;
  const body = make("div", "map-popup");
  if (points.length === 1) body.append(...describe(section, points[0]));
  else body.append(make("p", "map-popup__many", group.replace("{n}", points.length)), listOf(section, points));
  const popup = L.popup({
    minWidth: 200,
    maxWidth: Math.min(300, map.getSize().x - 64),
    maxHeight: Math.max(map.getSize().y - 140, 120),
    offset: points.length === 1 ? [0, -36] : [0, -16],
    autoPanPaddingTopLeft: [12, 12],
    autoPanPaddingBottomRight: [12, 110], // above the buttons
  });
  popup.setLatLng(marker.getLatLng()).setContent(body).openOn(map);
  popup.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", close);
  body.querySelector("a").focus({ preventScroll: true });
  popup.on("remove", () => {
    if (document.activeElement === document.body || popup.getElement()?.contains(document.activeElement)) {
      marker.getElement()?.focus({ preventScroll: true });
    }
  });
}

function describe(section, point) {
  const title = make("p", "map-popup__name");
  title.append(linkTo(point));
  const parts = [title, make("p", "map-popup__kind", point.kind)];
  if (point.theme) parts.push(badge(section, point, "span"));
  if (point.summary) parts.push(make("p", "", point.summary));
  const where = make("p", "map-popup__place");
  where.append(make("strong", "", point.place), make("span", "", point.address));
  return [...parts, where];
}

function listOf(section, points) {
  const list = make("ul", "map-popup__list");
  for (const point of points) {
    const item = make("li");
    const disc = make("span", `theme-disc theme-${point.theme?.colour ?? "mer"}`);
    disc.append(pictogram(section, point));
    const words = make("span");
    words.append(linkTo(point), make("span", "map-popup__kind", point.place));
    item.append(disc, words);
    list.append(item);
  }
  return list;
}

function linkTo(point) {
  const link = make("a", "", point.name);
  link.href = new URL(point.url).pathname;
  return link;
}

function badge(section, point, tag) {
  const part = make(tag, `theme-badge theme-${point.theme.colour}`);
  part.append(pictogram(section, point), point.theme.name);
  return part;
}

function pictogram(section, point) {
  const icons = [...section.querySelectorAll("template[data-icon]")];
  const named = (name) => icons.find((icon) => icon.dataset.icon === name);
  return (named(point.theme?.icon) ?? named("people")).content.cloneNode(true);
}

// Under the map

function showLegend(section, points) {
  const legend = section.querySelector("[data-map-legend]");
  const themed = new Map(points.filter((point) => point.theme).map((point) => [point.theme.name, point]));
  for (const [name] of tally(points.filter((point) => point.theme).map((point) => point.theme.name))) {
    const item = make("li");
    item.append(badge(section, themed.get(name), "span"));
    legend.append(item);
  }
  const key = legend.closest("details");
  key.hidden = !legend.children.length;
  key.open = matchMedia("(min-width: 48rem)").matches;
}

// Around me: the position is asked for at a click, and used here alone.

const NEAREST = 8;
const AROUND = 20_000; // metres: further away, nothing on this map is near

function offerNearest(map, points, section) {
  const near = section.querySelector("[data-map-near]");
  if (!navigator.geolocation || !points.length) return;
  near.hidden = false;
  const status = near.querySelector("[data-map-near-status]");
  let spot = null;
  const found = ({ coords }) => {
    const here = L.latLng(coords.latitude, coords.longitude);
    const nearest = points
      .map((point) => ({ point, metres: here.distanceTo(point.at) }))
      .sort((one, other) => one.metres - other.metres)
      .slice(0, NEAREST);
    const list = near.querySelector("[data-map-nearest]");
    list.replaceChildren();
    if (nearest[0].metres > AROUND) {
      status.textContent = near.dataset.far;
      return;
    }
    status.textContent = "";
    spot?.remove();
    spot = L.circleMarker(here, { className: "map-here", radius: 9 }).bindTooltip(near.dataset.here).addTo(map);
    map.fitBounds(L.latLngBounds([here, ...nearest.map(({ point }) => point.at)]), { maxZoom: 16 });
    for (const { point, metres } of nearest) {
      const item = make("li");
      item.append(linkTo(point), make("span", "map__distance", distance(near.dataset, metres)));
      item.append(make("span", "map-popup__kind", `${point.kind} · ${point.place}`));
      list.append(item);
    }
  };
  const refused = () => {
    status.textContent = near.dataset.refused;
  };
  near.querySelector("button").addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(found, refused, { maximumAge: 60_000, timeout: 15_000 });
  });
}

function distance(words, metres) {
  if (metres < 950) return words.metres.replace("{n}", Math.max(Math.round(metres / 50) * 50, 50));
  const kilometres = (metres / 1000).toLocaleString("fr", { maximumFractionDigits: metres < 9500 ? 1 : 0 });
  return words.kilometres.replace("{n}", kilometres);
}

function wording(words, points, total) {
  const without = total - new Set(points.map((point) => point.organisation)).size;
  const count = (one, many, n) => (n > 1 ? many.replace("{n}", n) : n ? one : "");
  const found = count(words.one, words.many, points.length) || words.none;
  return `${found} ${points.length ? count(words.oneWithout, words.manyWithout, without) : ""}`.trim();
}

// The ground: the coast and the hills as a hand would draw them, to know where one is, never to measure.

const COAST = [
  [43.36, 5.31], [43.33, 5.347], [43.303, 5.36], [43.296, 5.355], [43.2853, 5.349], [43.281, 5.347], [43.279, 5.354],
  [43.2735, 5.3605], [43.268, 5.3665], [43.2636, 5.3712], [43.257, 5.3708], [43.252, 5.3703], [43.247, 5.3718],
  [43.2435, 5.3695], [43.24, 5.365], [43.2355, 5.36], [43.2315, 5.3525], [43.2265, 5.3515], [43.221, 5.347],
  [43.2155, 5.345], [43.2135, 5.334], [43.211, 5.344], [43.2115, 5.3525], [43.2075, 5.363], [43.2065, 5.373],
  [43.204, 5.383], [43.206, 5.396], [43.2105, 5.4045], [43.199, 5.411], [43.198, 5.419], [43.2105, 5.422],
  [43.205, 5.432], [43.197, 5.449], [43.2125, 5.444], [43.2105, 5.456], [43.207, 5.471], [43.2055, 5.486],
  [43.2, 5.499], [43.2035, 5.512], [43.213, 5.536], [43.196, 5.552], [43.164, 5.609], [43.18, 5.66], [43.13, 5.75],
];
const OPEN_SEA = [[42.7, 6.2], [42.7, 4.6], [43.33, 4.6], [43.33, 5.1], [43.363, 5.28]];
const ISLANDS = [
  [[43.283, 5.318], [43.278, 5.302], [43.269, 5.294], [43.272, 5.31]],
  [[43.1785, 5.376], [43.1765, 5.398], [43.171, 5.386]],
  [[43.198, 5.358], [43.197, 5.372], [43.194, 5.364]],
];
const HILLS = [
  [
    [43.231, 5.361], [43.225, 5.357], [43.216, 5.353], [43.212, 5.36], [43.2095, 5.375], [43.211, 5.39], [43.215, 5.403],
    [43.223, 5.397], [43.23, 5.386], [43.234, 5.373],
  ],
  [
    [43.226, 5.413], [43.217, 5.411], [43.21, 5.43], [43.215, 5.45], [43.211, 5.47], [43.208, 5.5], [43.219, 5.522],
    [43.234, 5.502], [43.234, 5.47], [43.229, 5.445],
  ],
  [
    [43.248, 5.455], [43.24, 5.47], [43.239, 5.505], [43.255, 5.528], [43.276, 5.522], [43.279, 5.485], [43.268, 5.458],
  ],
];
const SEA_NAME = [43.251, 5.3575];
const HILLS_NAME = [43.2185, 5.48];

function drawGround(map, points, districts, words) {
  const sea = [...smooth(COAST), ...OPEN_SEA];
  const draw = (className) => ({ className, interactive: false, smoothFactor: 0.5 });
  L.polygon(sea, draw("map-sea")).addTo(map);
  L.polygon(ISLANDS.map((points) => smooth(points, true)), draw("map-island")).addTo(map);
  L.polygon(HILLS.map((points) => smooth(points, true)), draw("map-hills")).addTo(map);
  const names = [
    ...districts.map(({ name, coordinates: [longitude, latitude] }) => ({ name, at: [latitude, longitude] })),
    { name: words.sea, at: SEA_NAME, className: "map-name--sea" },
    { name: words.hills, at: HILLS_NAME, className: "map-name--hills" },
  ];
  const pane = map.createPane("names");
  pane.style.zIndex = 450;
  pane.setAttribute("aria-hidden", "true");
  const layer = L.layerGroup().addTo(map);
  const refresh = () => writeNames(map, layer, names, points);
  map.on("zoomend", refresh);
  refresh();
}

// As many names as the zoom has room for; a point on the very spot moves its name below, above or beside it.
function writeNames(map, layer, names, points) {
  layer.clearLayers();
  const taken = gather(map, points).map(({ pixel: { x, y }, points: { length } }) => ({
    x,
    y: length > 1 ? y : y - 24,
    half: 24,
    height: 24,
  }));
  for (const { name, at, className = "" } of names) {
    const { x, y } = map.project(at);
    const half = name.length * 3.5 + 2;
    const isFree = ([right, down]) =>
      !taken.some(
        (box) =>
          Math.abs(box.x - x - right) < box.half + half && Math.abs(box.y - y - down) < box.height + 9,
      );
    const upDown = [0, 16, -16, 32, -32, 44, -44].map((down) => [0, down]);
    // From afar, beside would be another district.
    const aside = map.getZoom() < 12.5 ? [] : [half + 28, -half - 28];
    const beside = [...aside.map((right) => [right, 0]), ...aside.map((right) => [right, 14])];
    const shift = [...upDown, ...beside].find(isFree);
    if (!shift) continue;
    const [right, down] = shift;
    taken.push({ x: x + right, y: y + down, half, height: 9 });
    const html = make("span", "", name);
    const icon = L.divIcon({ className: `map-name ${className}`, iconSize: [0, 0], iconAnchor: [-right, -down], html });
    L.marker(at, { icon, pane: "names", interactive: false, keyboard: false }).addTo(layer);
  }
}

// Chaikin's corners cut: a line through a few points becomes a drawn one.
function smooth(points, closed = false, times = 2) {
  if (!times) return points;
  const ends = closed ? points.length : points.length - 1;
  const cut = [];
  for (let index = 0; index < ends; index += 1) {
    const [[y1, x1], [y2, x2]] = [points[index], points[(index + 1) % points.length]];
    cut.push([y1 * 0.75 + y2 * 0.25, x1 * 0.75 + x2 * 0.25], [y1 * 0.25 + y2 * 0.75, x1 * 0.25 + x2 * 0.75]);
  }
  if (!closed) cut.splice(0, 1, points[0]);
  if (!closed) cut.splice(-1, 1, points.at(-1));
  return smooth(cut, closed, times - 1);
}

// Words are put in as text: whatever people wrote stays what they wrote.
function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}

function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}
