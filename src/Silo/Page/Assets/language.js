import { texts } from '/page/texts.js';

let language = localStorage.getItem('language') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en');

export const t = () => texts[language];
export const isChinese = () => language === 'zh';
export const locale = () => (isChinese() ? 'zh-CN' : 'en-GB');

export function turn() {
  language = isChinese() ? 'en' : 'zh';
  localStorage.setItem('language', language);
}

// Puts every fixed text of the page into the language.
export function speak() {
  document.documentElement.lang = isChinese() ? 'zh-CN' : 'en';
  document.querySelectorAll('[data-text]').forEach(place => { place.textContent = t()[place.dataset.text]; });
}
