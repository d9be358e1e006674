/** A text in the languages that are read here: Chinese, English. `{name}` stands for a value. */
export type Text = readonly [chinese: string, english: string];

export type Tongue = 'zh' | 'en';

function kept(): Tongue {
  const stored = localStorage.getItem('city-language');
  if (stored === 'zh' || stored === 'en') return stored;
  return navigator.language.startsWith('zh') ? 'zh' : 'en';
}

class Language {
  current = $state<Tongue>(kept());

  get isChinese() {
    return this.current === 'zh';
  }

  get locale() {
    return this.isChinese ? 'zh-CN' : 'en-GB';
  }

  speak(tongue: Tongue) {
    this.current = tongue;
    localStorage.setItem('city-language', tongue);
    document.documentElement.lang = this.locale;
    document.documentElement.dataset.lang = tongue;
  }

  turn() {
    this.speak(this.isChinese ? 'en' : 'zh');
  }
}

export const language = new Language();
language.speak(language.current);

/** What a text says in the reader's language. */
export function t(text: Text, values: Record<string, string | number> = {}): string {
  const said = text[language.isChinese ? 0 : 1];
  return said.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

/** What a text of a table says; the key itself if the table does not have it. */
export function named(table: Record<string, Text>, key: string): string {
  return Object.hasOwn(table, key) ? t(table[key]!) : key;
}

/** Of two names that the city gives, the reader's. */
export const either = (chinese: string | undefined, english: string | undefined) => (language.isChinese ? chinese || english : english || chinese) ?? '';
