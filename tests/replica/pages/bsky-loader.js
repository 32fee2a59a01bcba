"use strict";
(() => {
  const dress = () => document.querySelectorAll("[data-bluesky-uri]").forEach((quote) => {
    const id = String(Math.random()).slice(2);
    const frame = document.createElement("iframe");
    frame.dataset.blueskyId = id;
    frame.style.cssText = "border:0;display:block;width:100%;max-width:600px;height:200px;margin:10px 0";
    frame.src = `https://embed.bsky.app/embed/${quote.dataset.blueskyUri.slice(5)}?id=${id}&ref_url=${encodeURIComponent(location.origin + location.pathname)}`;
    quote.replaceWith(frame);
  });
  addEventListener("message", (event) => {
    if (event.origin !== "https://embed.bsky.app" || !event.data.id) return;
    const frame = document.querySelector(`[data-bluesky-id="${event.data.id}"]`);
    if (frame && event.data.height) frame.style.height = event.data.height + "px";
  });
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", dress); else dress();
})();
