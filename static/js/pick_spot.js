// The spot of a concern, or of a new place, touched on the map: map.js says where, the form's two hidden fields keep
// it. Without this file the place is chosen from the list, or said in words.

const part = document.querySelector("[data-pick-spot]");
const latitude = document.querySelector("[name=latitude]");
const longitude = document.querySelector("[name=longitude]");

if (part && latitude && longitude) {
  part.hidden = false;
  const status = part.querySelector("[data-spot-status]");
  const forget = part.querySelector("[data-forget-spot]");
  const tell = () => {
    const isChosen = latitude.value !== "";
    status.textContent = isChosen ? status.dataset.chosen : "";
    forget.hidden = !isChosen;
  };
  part.addEventListener("map:spot", ({ detail }) => {
    latitude.value = detail.lat.toFixed(5);
    longitude.value = detail.lng.toFixed(5);
    tell();
  });
  forget.addEventListener("click", () => {
    latitude.value = "";
    longitude.value = "";
    part.querySelector("[data-map-canvas]").dispatchEvent(new CustomEvent("map:forget"));
    tell();
  });
  // A map that was set up while its part was closed has to be measured again.
  part.closest("details")?.addEventListener("toggle", () => window.dispatchEvent(new Event("resize")));
  tell();
}
