/* The way back to a list leads to it as it was left: narrowed, searched, sorted. Kept in this window alone. */
{
  const KEPT = "list:";
  const isList = document.body?.classList.contains("change-list");
  if (isList) sessionStorage.setItem(KEPT + location.pathname, location.search);
  for (const link of document.querySelectorAll(".breadcrumbs a")) {
    const search = sessionStorage.getItem(KEPT + link.pathname);
    if (search && !link.search) link.search = search;
  }
}
