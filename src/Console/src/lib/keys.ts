/** Single letters do something only outside of fields, and only while the reader has not switched them off. */
export const letters = { areOn: localStorage.getItem('city-letters') !== 'off' };

export function switchLetters(on: boolean) {
  letters.areOn = on;
  localStorage.setItem('city-letters', on ? 'on' : 'off');
}

/** The key that was pressed, if it is meant for the page; with a capital for Shift. */
export function pressed(event: KeyboardEvent): string | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return null;
  if (event.key === 'Escape') return event.key;
  const isField = event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]') !== null;
  return isField || !letters.areOn ? null : event.key;
}
