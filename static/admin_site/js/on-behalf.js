/* What is entered for a unit: its usual category and its people follow the unit. Without this the server fills in the
   category and refuses an author of another unit. */

const { unit, author, category } = document.querySelector("form[data-quick]").elements;
const { categories, units } = JSON.parse(document.getElementById("follows-unit").textContent);
let proposed = category.value;

const follow = () => {
  if (category.value === proposed) category.value = proposed = categories[unit.value] ?? "";
  for (const option of author.options) {
    const isOther = Boolean(unit.value && option.value && String(units[option.value] ?? "") !== unit.value);
    option.hidden = option.disabled = isOther;
    if (isOther && option.selected) author.value = "";
  }
};

unit.addEventListener("change", follow);
author.addEventListener("focus", follow); // a draft of this page may have filled the unit in
follow();
// What the page fills in by itself was typed by nobody.
for (const option of category.options) option.defaultSelected = option.selected;
