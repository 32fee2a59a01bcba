"use strict";
addEventListener("message", (event) => {
  if (!event.data || event.data.type !== "setHeight") return;
  const height = document.documentElement.scrollHeight;
  event.source.postMessage({ type: "setHeight", id: event.data.id, height }, "*");
});
