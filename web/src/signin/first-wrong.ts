// toFirstWrong moves the focus to the first field that was found wrong, once the
// form has been drawn with what is wrong.
export function toFirstWrong(form: HTMLFormElement): void {
  setTimeout(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus(), 50)
}
