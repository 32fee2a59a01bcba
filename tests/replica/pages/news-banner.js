"use strict";
(() => {
  if (document.cookie.includes("consent=")) return;
  const banner = document.createElement("div");
  banner.id = "cookie-banner";
  banner.className = "cookie-banner cookie-consent";
  banner.setAttribute("role", "dialog");
  banner.setAttribute("aria-label", "Cookies");
  banner.innerHTML = '<span>We and our 312 partners would like to store cookies on your device.</span><button class="reject">Reject</button><button class="accept">Accept all</button>';
  banner.addEventListener("click", (event) => {
    if (event.target.tagName !== "BUTTON") return;
    document.cookie = "consent=" + event.target.className + "; path=/; max-age=31536000";
    banner.remove();
  });
  document.body.append(banner);
})();
