// Shows a field only with the answer that asks for it: data-shown-if="insulin=yes". Without script every field is shown.
export function revealFields(scope) {
  for (const field of scope.querySelectorAll("[data-shown-if]")) {
    const form = field.closest("form"), [name, ...values] = field.dataset.shownIf.split(/[=|]/);
    const look = () => {
      const given = [].concat(...new FormData(form).getAll(name));
      field.hidden = !values.some((value) => given.includes(value));
    };
    form.addEventListener("change", look);
    form.addEventListener("reset", () => setTimeout(look));
    look();
  }
}
