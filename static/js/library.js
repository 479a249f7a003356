// Opens citations and terms beside the text. Their links sit inside Markdown, where no hx- attribute can stand;
// without this file, or with a modifier key held, they lead to the full page.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-cited] :is(a.s-cite, a.s-term)");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  htmx.ajax("GET", link.getAttribute("href"), { source: link, target: "#citation", swap: "outerHTML" });
});
