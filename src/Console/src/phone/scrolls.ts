/** What scrolls can be reached and moved by keys, also where nothing in it can be pressed. */
export const scrolls = (node: HTMLElement) => {
  node.tabIndex = 0;
};
