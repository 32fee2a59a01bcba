"use strict";
(() => {
  let number = 0;
  const dress = () => document.querySelectorAll("blockquote.twitter-tweet, blockquote.twitter-video").forEach((quote) => {
    const links = [...quote.querySelectorAll('a[href*="/status"]')];
    const match = links.length && links[links.length - 1].href.match(/\/status(?:es)?\/(\d+)/);
    if (!match) return;
    const wrapper = document.createElement("div");
    wrapper.className = "twitter-tweet twitter-tweet-rendered";
    wrapper.style.cssText = "display:flex;max-width:550px;width:100%;margin:10px 0";
    const frame = document.createElement("iframe");
    frame.id = "twitter-widget-" + number++;
    frame.dataset.tweetId = match[1];
    frame.title = "X Post";
    frame.style.cssText = "border:0;width:550px;height:340px;flex-grow:1;display:block";
    frame.src = `https://platform.twitter.com/embed/Tweet.html?dnt=true&id=${match[1]}&lang=en&origin=${encodeURIComponent(location.origin)}&theme=light&width=550px`;
    wrapper.append(frame);
    quote.replaceWith(wrapper);
  });
  addEventListener("message", (event) => {
    const said = event.data && event.data["twttr.embed"];
    const height = said && said.params && said.params[0] && said.params[0].height;
    const frame = [...document.querySelectorAll("iframe[data-tweet-id]")].find((one) => one.contentWindow === event.source);
    if (frame && height) frame.style.height = height + "px";
  });
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", dress); else dress();
})();
