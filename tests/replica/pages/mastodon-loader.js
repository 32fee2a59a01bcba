"use strict";
document.querySelectorAll("blockquote.mastodon-embed").forEach((quote, number) => {
  const frame = document.createElement("iframe");
  frame.className = "mastodon-embed";
  frame.style.cssText = "border:0;width:100%;max-width:540px;height:260px";
  frame.src = quote.dataset.embedUrl;
  frame.onload = () => frame.contentWindow.postMessage({ type: "setHeight", id: number + 1 }, "*");
  addEventListener("message", ({ data, source }) => {
    if (source === frame.contentWindow && data.type === "setHeight") frame.style.height = data.height + "px";
  });
  quote.replaceWith(frame);
});
