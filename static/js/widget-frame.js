// Inside the embedded agenda, with `taille=auto` only: tells the page around it how high the list is. A height is no
// secret, and whose page this is isn't asked, so it is told to any.
const tell = () => {
  parent.postMessage({ agendaHeight: Math.ceil(document.body.getBoundingClientRect().height) }, "*");
};

new ResizeObserver(tell).observe(document.body);
addEventListener("message", (event) => {
  if (event.data === "agenda-height") tell();
});
