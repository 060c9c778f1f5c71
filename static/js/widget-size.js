// For the site that embeds the agenda: gives each of its frames the height of what it shows. It asks nothing of the
// network and keeps nothing. Its address stands in other people's pages: it never moves.
(() => {
  const { origin } = new URL(document.currentScript.src);
  const frames = () => [...document.querySelectorAll("iframe")].filter((frame) => frame.src.startsWith(`${origin}/`));

  addEventListener("message", (event) => {
    const height = event.data?.agendaHeight;
    if (event.origin !== origin || !Number.isFinite(height)) return;
    for (const frame of frames()) {
      if (frame.contentWindow === event.source) frame.style.height = `${Math.min(Math.max(height, 80), 10000)}px`;
    }
  });
  // Those that were there first have already told it to nobody.
  for (const frame of frames()) frame.contentWindow?.postMessage("agenda-height", "*");
})();
