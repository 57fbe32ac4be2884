/** Takes the reader to the first field with a fault, once it is drawn. */
export function focusFirstFault(): void {
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLElement>('form [aria-invalid="true"], form [data-fault]');
    field?.focus();
  });
}
